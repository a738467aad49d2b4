"""Word that was promised, given or owed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import Audience, Role


@dataclass(frozen=True, kw_only=True)
class PromiseMade:
    """An audience may expect word by `due_at`; `n` counts this audience's promises from 1.

    `every` is the cadence that the next promise follows (None: this is the only one), `warn_at` when whoever owes it is
    told beforehand (None: nobody is).
    """

    audience: Audience
    n: int
    due_at: datetime
    why: str
    owner: Role | None = None
    every: timedelta | None = None
    warn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseKept:
    """The word an audience was promised was given; `late` is how far past its time, zero when in time."""

    audience: Audience
    n: int
    late: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class PromiseNear:
    """Those who owe a promise were told privately that it is due soon."""

    audience: Audience
    n: int
    people: tuple[PersonId, ...]
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseHanded:
    """Somebody else gives this word, as the actor wants it; what comes after it is owed as before."""

    audience: Audience
    n: int
    to: PersonId


@dataclass(frozen=True, kw_only=True)
class PromiseSnoozed:
    """The reminder of a promise is quiet until then; the promise itself stays where it was."""

    audience: Audience
    n: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseWaived:
    """Somebody decided that this audience needs no word; the clock stops, on the record."""

    audience: Audience
    n: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """Those who owe a promise were told; `times` counts from 1, and `again_at` is the next time if they ignore it."""

    audience: Audience
    n: int
    times: int
    people: tuple[PersonId, ...]
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class Updated:
    """Word was given to these audiences; `next_in` is what the writer promised next, by audience.

    `blanks` is what was put into the model's text for it, `unheeded` what it says that the model would rather not say.
    """

    text: str
    audiences: tuple[Audience, ...]
    next_in: Mapping[Audience, timedelta] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)
    unheeded: tuple[str, ...] = ()


OfPromises = PromiseMade | PromiseNear | PromiseHanded | PromiseKept | PromiseSnoozed | PromiseWaived | Reminded
"""Everything about one promise of word."""
