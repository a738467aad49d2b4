"""What a rotation asks of people, held against what the model allows: findings that warn and block nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.policy import Policy, Rotation, RotationId, Slot
from bot.domain.shifts import Shift, shifts

WEEK = timedelta(days=7)
_EVENING = time(18)


class Exceeded(StrEnum):
    """Which limit of a rotation is exceeded."""

    WEEKS_A_QUARTER = "weeks_per_quarter"
    EVENING_WEEKS = "consecutive_evening_weeks"
    NO_WEEK_OFF = "week_off_after_incidents"


@dataclass(frozen=True, kw_only=True)
class OverLimit:
    """Somebody is asked for more than the model allows, from one moment to another (UTC); `asked` says how much."""

    rotation: RotationId
    person: str
    exceeded: Exceeded
    asked: float
    allowed: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class CalledIn:
    """Somebody was called in for an incident that was declared `at` (UTC), so many `times`."""

    person: str
    at: datetime
    times: int = 1


def over_limits(
    policy: Policy, since: datetime, until: datetime, called: Sequence[CalledIn] = ()
) -> tuple[OverLimit, ...]:
    """Find who is asked too much between two moments; people whose place is still open are nobody yet."""
    duty = {
        name: [shift for shift in shifts(rotation, since, until) if not isinstance(shift.who, Slot)]
        for name, rotation in policy.rotations.items()
    }
    everywhere = [shift for part in duty.values() for shift in part]
    found: list[OverLimit] = []
    for name, rotation in policy.rotations.items():
        if rotation.limits is not None and isinstance(rotation.zone, str):
            found += _too_many_weeks(rotation, duty[name], ZoneInfo(rotation.zone))
            found += _too_many_evenings(rotation, duty[name])
            found += _no_week_off(rotation, duty[name], everywhere, called)
    return tuple(sorted(found, key=lambda one: (one.starts, one.rotation, one.person)))


def _too_many_weeks(rotation: Rotation, duty: list[Shift], zone: ZoneInfo) -> Iterator[OverLimit]:
    allowed = rotation.limits.weeks_per_quarter if rotation.limits else None
    if allowed is None:
        return
    spent: dict[tuple[datetime, str], timedelta] = defaultdict(timedelta)
    for shift in duty:
        for starts, ends, quarter in _by_quarter(shift, zone):
            spent[quarter, str(shift.who)] += ends - starts
    for (quarter, person), length in spent.items():
        if length > allowed * WEEK:
            yield OverLimit(
                rotation=rotation.id,
                person=person,
                exceeded=Exceeded.WEEKS_A_QUARTER,
                asked=round(length / WEEK, 1),
                allowed=allowed,
                starts=quarter,
                ends=_next_quarter(quarter),
            )


def _by_quarter(shift: Shift, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, datetime]]:
    at = shift.starts
    while at < shift.ends:
        quarter, over = quarter_of(at, zone)
        ends = min(shift.ends, over.astimezone(shift.ends.tzinfo))
        yield at, ends, quarter
        at = ends


def quarter_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Say when the calendar quarter that a moment lies in begins and ends, in a zone."""
    local = at.astimezone(zone)
    begins = datetime(local.year, local.month - (local.month - 1) % 3, 1, tzinfo=zone)
    return begins, _next_quarter(begins)


def _next_quarter(quarter: datetime) -> datetime:
    return (quarter.replace(day=1) + timedelta(days=95)).replace(day=1)


def _too_many_evenings(rotation: Rotation, duty: list[Shift]) -> Iterator[OverLimit]:
    allowed = rotation.limits.consecutive_evening_weeks if rotation.limits else None
    if allowed is None or not covers_evenings(rotation):
        return
    for stretch in in_a_row(duty):
        length = stretch[-1].ends - stretch[0].starts
        if length > allowed * WEEK + timedelta(hours=1):  # a week in which the clocks go back has an hour more
            yield OverLimit(
                rotation=rotation.id,
                person=str(stretch[0].who),
                exceeded=Exceeded.EVENING_WEEKS,
                asked=round(length / WEEK, 1),
                allowed=allowed,
                starts=stretch[0].starts,
                ends=stretch[-1].ends,
            )


def covers_evenings(rotation: Rotation) -> bool:
    """Say whether anybody has duty in the evening."""
    windows = rotation.covers
    return not windows or any(window.closes <= window.opens or window.closes > _EVENING for window in windows)


def in_a_row(duty: Iterable[Shift]) -> Iterator[list[Shift]]:
    """Join what one person has without a break."""
    row: list[Shift] = []
    for shift in duty:
        if row and (shift.who != row[-1].who or shift.starts != row[-1].ends):
            yield row
            row = []
        row.append(shift)
    if row:
        yield row


def _no_week_off(
    rotation: Rotation, duty: list[Shift], everywhere: list[Shift], called: Sequence[CalledIn]
) -> Iterator[OverLimit]:
    allowed = rotation.limits.week_off_after_incidents if rotation.limits else None
    if allowed is None:
        return
    for shift in duty:
        person = str(shift.who)
        times = sum(one.person == person and shift.starts <= one.at < shift.ends for one in called)
        off_until = shift.ends + WEEK
        again = [s for s in everywhere if str(s.who) == person and shift.ends <= s.starts < off_until]
        if times > allowed and again:
            yield OverLimit(
                rotation=rotation.id,
                person=person,
                exceeded=Exceeded.NO_WEEK_OFF,
                asked=times,
                allowed=allowed,
                starts=shift.ends,
                ends=off_until,
            )
