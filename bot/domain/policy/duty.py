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
    day_of_month: Annotated[Count, Field(ge=1, le=28)] = 1
    at: TimeOfDay


@dataclass(frozen=True, kw_only=True)
class Override(Term):
    """Somebody else has the duty from one moment to another; a later override wins over an earlier one."""

    who: Source
    starts: Moment
    ends: Moment
    why: Line | None = None


@dataclass(frozen=True, kw_only=True)
class RotationLimits(Term):
    """What is asked of one person at most; exceeding it warns and blocks nothing."""

    weeks_per_quarter: Count | None = None
    consecutive_evening_weeks: Count | None = None
    week_off_after_incidents: Count | None = None
    rebalance: Line | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Pay(Term):
    """What being on call is worth, in the model's currency."""

    per_week: Amount | None = None
    per_hour_called_in: Amount | None = None
    smallest_called_in_minutes: Count | None = None
    time_off_per_hour: Amount | None = None
    instead_time_off: Flag = False
    note: Line | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Rotation(Term):
    """People who take turns.

    The first member has the turn that begins at the handoff on or after `anchor`. With `covers` somebody is
    on duty in those hours only; without, always. `level` orders rotations that back each other up.
    """

    id: FilledIn[RotationId]
    name: Line | None = None
    members: tuple[Source, ...]
    cadence: Annotated[Cadence | Slot, OPEN] = Cadence.WEEKLY
    handoff: Handoff
    zone: Annotated[Zone | Slot, OPEN]
    anchor: Annotated[Day | Slot, OPEN]
    level: Count = 1
    covers: tuple[Window, ...] = ()
    overrides: tuple[Override, ...] = ()
    reached_by: tuple[Line, ...] = ()
    before_shift: AChecklist | None = None
    during_shift: AChecklist | None = None
    after_shift: AChecklist | None = None
    limits: RotationLimits | None = None
    pay: Pay | None = None
    edited_in: Annotated[Line | Slot | None, OPEN] = None
    source: Line | None = None
