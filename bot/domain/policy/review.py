"""Keeping the model true: reviews, change control, sign-offs and the numbers promised."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.authority import Enforcement
from bot.domain.policy.moments import Day, TimeOfDay, Weekday, Zone
from bot.domain.policy.names import AChannel, ATemplate
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.terms import Amount, Count, FilledIn, Line, Term
from bot.domain.policy.tiers import Source


class Every(StrEnum):
    """How often a review or report comes round; `first` and `last` are of the month."""

    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Place(StrEnum):
    """Which of a month's weekdays is meant."""

    FIRST = "first"
    LAST = "last"


class ReviewKind(StrEnum):
    """What comes round."""

    REVIEW = "review"
    REPORT = "report"
    MEETING = "meeting"
    AUDIT = "audit"


@dataclass(frozen=True, kw_only=True)
class Review(Term):
    """Something that comes round; `starts` and `ends` count from the day of handover."""

    id: FilledIn[str]
    name: Line
    kind: ReviewKind = ReviewKind.REVIEW
    every: Every
    what: tuple[Line, ...] = ()
    owner: tuple[Source, ...] = ()
    owner_title: Line | None = None
    attendees: tuple[Line, ...] = ()
    day: Weekday | None = None
    place: Place | None = None
    at: TimeOfDay | None = None
    zone: Annotated[Zone | Slot | None, OPEN] = None
    lasts: Deadline | None = None
    starts: Deadline | None = None
    ends: Deadline | None = None
    post_in: AChannel | None = None
    template: ATemplate | None = None
    sample_percent: Count | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class SignOff(Term):
    """Whose agreement is needed."""

    title: Line
    who: Source


@dataclass(frozen=True, kw_only=True)
class ChangeControl(Term):
    """What a changed model needs before it is used, outside the reviews named."""

    sign_offs: tuple[SignOff, ...] = ()
    free_during: tuple[Line, ...] = ()
    log: Annotated[Line | Slot | None, OPEN] = None
    next_review: Day | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Readiness(Term):
    """How strictly the prerequisites of a tier are held; `no_exception_for` counts from the handover."""

    handover: Annotated[Day | Slot | None, OPEN] = None
    no_exception_for: Deadline | None = None
    enforcement: Enforcement = Enforcement.WARN
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Measure(Term):
    """A number the organisation wants to see in its reports, and where it should be."""

    id: FilledIn[str]
    name: Line
    unit: Line
    over: Amount | None = None
    under: Amount | None = None
    how: Line | None = None
    source: Line | None = None
