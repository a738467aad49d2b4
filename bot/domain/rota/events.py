"""The log of duty: what is agreed about who has which turn; it belongs to no incident."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import get_args

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey, ChecklistId, RotationId, TierId


@dataclass(frozen=True, kw_only=True)
class Overridden:
    """Somebody stands in from one moment to another (UTC); `instead_of` had those turns until now.

    `swap` is the number of the offer it came from, where two people swapped their turns.
    """

    rotation: RotationId
    who: PersonId
    starts: datetime
    ends: datetime
    instead_of: tuple[PersonId, ...] = ()
    why: str = ""
    swap: int | None = None


@dataclass(frozen=True, kw_only=True)
class OverrideCancelled:
    """An override, named by its number, holds no longer; what was served of it stays.

    `swap` is the number of the offer it came from: its other half is taken back with it.
    """

    override: int
    rotation: RotationId
    who: PersonId
    swap: int | None = None


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From one moment to another (UTC)."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class SwapOffered:
    """The actor offers `to` the turn they give for one that they take; nothing changes before it is accepted.

    From `lapses_at` (UTC) on it can be accepted no more.
    """

    rotation: RotationId
    to: PersonId
    gives: Stretch
    takes: Stretch
    lapses_at: datetime
    why: str = ""


class SwapEnd(StrEnum):
    """How an offer to swap ended; `overtaken` says that one of the turns had somebody else by then."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, kw_only=True)
class SwapEnded:
    """An offer, named by its number, counts no longer; `offered_by` had made it to `to`."""

    offer: int
    end: SwapEnd
    offered_by: PersonId
    to: PersonId


@dataclass(frozen=True, kw_only=True)
class SignedOff:
    """Somebody has completed these prerequisites of a tier; the actor says so."""

    person: PersonId
    tier: TierId
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignOffWithdrawn:
    """Somebody's sign-offs for a tier hold no longer."""

    person: PersonId
    tier: TierId
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ShiftBegun:
    """A rotation's duty passed on, from `before` (None: not known) to somebody who has it until `ends` (UTC).

    `incidents` is how often `before` was called in during their shift, `week_off` whether the model gives them the next
    week for it; `leads` hear of that, `channels` of who has it now. The very first one, when Conn begins to watch a
    rotation, is told nobody.
    """

    rotation: RotationId
    who: PersonId
    starts: datetime
    ends: datetime
    before: PersonId | None = None
    incidents: int = 0
    week_off: bool = False
    leads: tuple[PersonId, ...] = ()
    channels: tuple[ChannelKey, ...] = ()
    late: Late | None = None
    watched_from_here: bool = False


@dataclass(frozen=True, kw_only=True)
class ShiftItemsTicked:
    """What is done of one of a shift's lists, all of it: `done` are places in the list, from 0."""

    shift: int
    checklist: ChecklistId
    done: tuple[int, ...]


DutyEvent = (
    Overridden
    | OverrideCancelled
    | SwapOffered
    | SwapEnded
    | SignedOff
    | SignOffWithdrawn
    | ShiftBegun
    | ShiftItemsTicked
)

KINDS: dict[str, type[DutyEvent]] = {kind.__name__: kind for kind in get_args(DutyEvent)}
"""Every event by the name under which the store keeps it."""


@dataclass(frozen=True, kw_only=True)
class DutyEntry:
    """One line of the log: `seq` counts from 1 without gaps, `at` is UTC, `actor` a person or Conn itself."""

    seq: int
    at: datetime
    actor: str
    event: DutyEvent
