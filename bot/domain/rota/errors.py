"""Why a change of duty is refused: each a reason that a person can act on."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.people import PersonId
from bot.domain.policy import RotationId, Slot, TierId
from bot.domain.rota.events import SwapEnd


class DutyRefusal(Refusal):
    """A change of duty that cannot be made; nothing was changed."""


@dataclass(kw_only=True, eq=False)
class NobodyNamed(DutyRefusal):
    """Nobody was mentioned, so nobody is known to be meant; `example` is what could be typed after the command."""

    example: str = "override @somebody today 18:00 22:00"


@dataclass(kw_only=True, eq=False)
class NotForDuty(DutyRefusal):
    """A guest, a bot or somebody who left cannot be called."""

    person: PersonId


@dataclass(kw_only=True, eq=False)
class WhichRotation(DutyRefusal):
    """It is not clear which rotation is meant; `word` is what was typed for it, `known` those that it may be."""

    known: tuple[RotationId, ...]
    word: str = ""
    nearest: str | None = None


@dataclass(kw_only=True, eq=False)
class NoRotation(DutyRefusal):
    """A tier has no rotation, or the model has none at all: whom it names stands in the model itself."""

    team: str | None = None


@dataclass(kw_only=True, eq=False)
class UnknownRotation(DutyRefusal):
    """Neither a rotation nor a tier or team has this name; `known` are the rotations."""

    word: str
    known: tuple[RotationId, ...]
    nearest: str | None = None


@dataclass(kw_only=True, eq=False)
class RotationOpen(DutyRefusal):
    """Nobody can say whose turn it is while the model leaves this open."""

    rotation: RotationId
    slot: Slot


@dataclass(kw_only=True, eq=False)
class EditedElsewhere(DutyRefusal):
    """The turns of a rotation are changed in another tool."""

    rotation: RotationId
    where: str


@dataclass(kw_only=True, eq=False)
class BadStretch(DutyRefusal):
    """The times typed cannot be meant; `starts` and `ends` (UTC) are how they were understood, as far as they were."""

    why: str
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(kw_only=True, eq=False)
class AlreadyOnDuty(DutyRefusal):
    """Somebody has the duty for the whole of that time as it is."""

    person: PersonId
    rotation: RotationId
    starts: datetime
    ends: datetime


@dataclass(kw_only=True, eq=False)
class NotSignedOff(DutyRefusal):
    """Somebody may not take a tier; while `strict`, until `strict_until` (UTC) where known, there is no exception."""

    person: PersonId
    tier: TierId
    missing: tuple[str, ...]
    strict: bool
    strict_until: datetime | None = None


@dataclass(kw_only=True, eq=False)
class NothingToSign(DutyRefusal):
    """A tier asks for nothing that would have to be signed off."""

    tier: TierId


@dataclass(kw_only=True, eq=False)
class AlreadySignedOff(DutyRefusal):
    """Somebody has all the sign-offs of a tier."""

    person: PersonId
    tier: TierId


@dataclass(kw_only=True, eq=False)
class MayNotSign(DutyRefusal):
    """Nobody signs themselves off, and others than those named may not; `who` may, empty for anybody else."""

    person: PersonId
    tier: TierId
    who: tuple[PersonId, ...]


@dataclass(kw_only=True, eq=False)
class NothingSigned(DutyRefusal):
    """Nobody told Conn that this person was signed off, so there is nothing to take back."""

    person: PersonId
    tier: TierId


@dataclass(kw_only=True, eq=False)
class NoSuchOverride(DutyRefusal):
    """No override that still counts has this number; `known` are those that do."""

    word: str
    known: tuple[int, ...]


@dataclass(kw_only=True, eq=False)
class SwapWithOneself(DutyRefusal):
    """It takes two people to swap."""


@dataclass(kw_only=True, eq=False)
class NoTurn(DutyRefusal):
    """Somebody has no turn to swap in a rotation."""

    person: PersonId
    rotation: RotationId


@dataclass(kw_only=True, eq=False)
class NotYourSwap(DutyRefusal):
    """An offer to swap is answered by whom it was made to, and nobody else."""

    to: PersonId


@dataclass(kw_only=True, eq=False)
class SwapOver(DutyRefusal):
    """An offer to swap came to its end before it was answered now."""

    end: SwapEnd
