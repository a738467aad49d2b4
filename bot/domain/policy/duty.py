"""Rotations: who takes turns, when they hand over, and what is asked of them at most."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.domain.policy.moments import Day, Moment, TimeOfDay, Weekday, Window, Zone
from bot.domain.policy.names import AChecklist, RotationId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.terms import Amount, Count, FilledIn, Flag, Line, Term
from bot.domain.policy.tiers import Source


class Cadence(StrEnum):
    """How often the turn passes on."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True)
class Handoff(Term):
    """When the turn passes on, local time: on a weekday when weekly, on a day of the month when monthly."""

    day: Weekday = Weekday.MON
    """The weekday, in a weekly rotation."""
    day_of_month: Annotated[Count, Field(ge=1, le=28)] = 1
    """The day, in a monthly one."""
    at: TimeOfDay
    """The local time."""


@dataclass(frozen=True, kw_only=True)
class Override(Term):
    """Somebody else has the duty from one moment to another; a later override wins over an earlier one."""

    who: Source
    """Who stands in."""
    starts: Moment
    """From when."""
    ends: Moment
    """Until when."""
    why: Line | None = None
    """The reason."""


@dataclass(frozen=True, kw_only=True)
class RotationLimits(Term):
    """What is asked of one person at most; exceeding it warns and blocks nothing."""

    weeks_per_quarter: Count | None = None
    """Weeks of duty in a calendar quarter."""
    consecutive_evening_weeks: Count | None = None
    """Weeks in a row with duty in the evening."""
    week_off_after_incidents: Count | None = None
    """With more incidents than this in a shift, the next week is off."""
    rebalance: Line | None = None
    """What else is done when it is too much."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Pay(Term):
    """What being on call is worth, in the model's currency."""

    per_week: Amount | None = None
    """For a week of duty."""
    per_hour_called_in: Amount | None = None
    """For an hour of being called in."""
    smallest_called_in_minutes: Count | None = None
    """The least that is counted."""
    time_off_per_hour: Amount | None = None
    """Hours off for each hour called in."""
    instead_time_off: Flag = False
    """Whether time off can be taken instead."""
    note: Line | None = None
    """What else holds."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Rotation(Term):
    """People who take turns.

    The first member has the turn that begins at the handoff on or after `anchor`. With `covers` somebody is
    on duty in those hours only; without, always.
    """

    id: FilledIn[RotationId]
    name: Line | None = None
    """What people call it."""
    members: tuple[Source, ...]
    """Who takes turns, in order."""
    cadence: Annotated[Cadence | Slot, OPEN] = Cadence.WEEKLY
    """How often the turn passes on."""
    handoff: Handoff
    """When it passes on."""
    zone: Annotated[Zone | Slot, OPEN]
    """The zone of its times."""
    anchor: Annotated[Day | Slot, OPEN]
    """The day of the first turn, or the day before it hands over."""
    covers: tuple[Window, ...] = ()
    """The only hours in which somebody is on duty; always when left out."""
    overrides: tuple[Override, ...] = ()
    """Who stands in for whom."""
    level: Count | None = None
    """Its level, where rotations back each other up: the higher one is called after the lower."""
    reached_by: tuple[Line, ...] = ()
    """How its people are reached."""
    before_shift: AChecklist | None = None
    """What is done before a shift."""
    during_shift: AChecklist | None = None
    """What is done in it."""
    after_shift: AChecklist | None = None
    """What is done at its end."""
    limits: RotationLimits | None = None
    """What is asked of one person at most."""
    pay: Pay | None = None
    """What it is worth."""
    edited_in: Annotated[Line | Slot | None, OPEN] = None
    """Where its turns are changed, when that is not here."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
