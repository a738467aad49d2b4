"""The log of duty: what is agreed about who has which turn; it belongs to no incident."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.domain.people import PersonId
from bot.domain.policy import RotationId, TierId


@dataclass(frozen=True, kw_only=True)
class Overridden:
    """Somebody stands in from one moment to another (UTC); `instead_of` had those turns until now."""

    rotation: RotationId
    who: PersonId
    starts: datetime
    ends: datetime
    instead_of: tuple[PersonId, ...] = ()
    why: str = ""
    swap: int | None = None


@dataclass(frozen=True, kw_only=True)
class OverrideCancelled:
    """An override, named by its number, holds no longer; what was served of it stays."""

    override: int
    rotation: RotationId
    who: PersonId


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


DutyEvent = Overridden | OverrideCancelled | SignedOff | SignOffWithdrawn

KINDS: dict[str, type[DutyEvent]] = {kind.__name__: kind for kind in get_args(DutyEvent)}
"""Every event by the name under which the store keeps it."""


@dataclass(frozen=True, kw_only=True)
class DutyEntry:
    """One line of the log: `seq` counts from 1 without gaps, `at` is UTC, `actor` a person or Conn itself."""

    seq: int
    at: datetime
    actor: str
    event: DutyEvent
