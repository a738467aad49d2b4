"""Keeping the model true: reviews, change control, sign-offs and the numbers promised."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.authority import Enforcement
from bot.domain.policy.moments import Day, TimeOfDay, Weekday, Zone
from bot.domain.policy.names import AChannel, AReview, ATemplate, ReviewId
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

    id: FilledIn[ReviewId]
    name: Line
    """What people call it."""
    kind: ReviewKind = ReviewKind.REVIEW
    """What comes round."""
    every: Every
    """How often."""
    what: tuple[Line, ...] = ()
    """What is looked at."""
    owner: tuple[Source, ...] = ()
    """Who holds it."""
    owner_title: Line | None = None
    """Who holds it, by title."""
    attendees: tuple[Line, ...] = ()
    """Who comes."""
    day: Weekday | None = None
    """The weekday."""
    place: Place | None = None
    """Which of the month's weekdays."""
    at: TimeOfDay | None = None
    """The local time."""
    zone: Annotated[Zone | Slot | None, OPEN] = None
    """The zone of that time; that of the incident hours when left out."""
    lasts: Deadline | None = None
    """How long it is."""
    starts: Deadline | None = None
    """From when on, counted from the handover."""
    ends: Deadline | None = None
    """Until when, counted from the handover."""
    post_in: AChannel | None = None
    """Where its outcome is posted."""
    template: ATemplate | None = None
    """The text it begins with."""
    sample_percent: Count | None = None
    """What part is looked at."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class SignOff(Term):
    """Whose agreement is needed."""

    title: Line
    """In what capacity."""
    who: Source
    """Who it is."""


@dataclass(frozen=True, kw_only=True)
class ChangeControl(Term):
    """What a changed model needs before it is used, outside the reviews named."""

    sign_offs: tuple[SignOff, ...] = ()
    """Whose agreement is needed."""
    free_during: tuple[AReview, ...] = ()
    """The reviews in which none is."""
    log: Annotated[Line | Slot | None, OPEN] = None
    """Where changes are recorded."""
    next_review: Day | None = None
    """When the document is looked at next."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Readiness(Term):
    """How strictly the prerequisites of a tier are held; `no_exception_for` counts from the handover."""

    handover: Annotated[Day | Slot | None, OPEN] = None
    """The day the organisation took over."""
    no_exception_for: Deadline | None = None
    """How long from then nobody takes a tier without sign-off."""
    enforcement: Enforcement = Enforcement.WARN
    """What happens to somebody without sign-off after that."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Measure(Term):
    """A number the organisation wants to see in its reports, and where it should be."""

    id: FilledIn[str]
    name: Line
    """What people call it."""
    unit: Line
    """What it is counted in."""
    over: Amount | None = None
    """It should be more than this."""
    under: Amount | None = None
    """It should be less than this."""
    how: Line | None = None
    """How it is measured."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
