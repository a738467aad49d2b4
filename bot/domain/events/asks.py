"""Something asked of one person for a stretch of time: accepted, answered at its end, or back with the commander."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.events.about import Late
from bot.domain.people import PersonId


class Unmet(StrEnum):
    """Why an ask is back with the commander."""

    NOT_ACCEPTED = "not_accepted"
    CANNOT = "cannot"
    BLOCKED = "blocked"
    SILENT = "silent"
    UNREACHED = "unreached"


@dataclass(frozen=True, kw_only=True)
class AskMade:
    """Somebody was asked for something that takes `length` once they accept, by `accept_by` (UTC).

    `n` counts the asks of the incident.
    """

    n: int
    to: PersonId
    what: str
    length: timedelta
    accept_by: datetime


@dataclass(frozen=True, kw_only=True)
class AskAccepted:
    """Whoever did this has the ask from now on, and is asked how it stands at `due_at` (UTC).

    `told` are, as in the events below, those who hear of it privately: the commander and whoever asked.
    """

    n: int
    due_at: datetime
    told: tuple[PersonId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskDue:
    """The time of an ask was up and `person` was asked how it stands; they have until `answer_by` (UTC)."""

    n: int
    person: PersonId
    answer_by: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class AskExtended:
    """It takes longer: they are asked again at `due_at` (UTC)."""

    n: int
    due_at: datetime
    note: str = ""
    told: tuple[PersonId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskDone:
    """What was asked is done."""

    n: int
    note: str = ""
    told: tuple[PersonId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskReturned:
    """Nobody does it as things are, so it is back with the commander; `told` are named in the room."""

    n: int
    why: Unmet
    note: str = ""
    told: tuple[PersonId, ...] = ()
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class AskDropped:
    """What was asked is not needed any more."""

    n: int
    told: tuple[PersonId, ...] = ()


OfAsks = AskMade | AskAccepted | AskDue | AskExtended | AskDone | AskReturned | AskDropped
"""Everything that happens with an ask."""
