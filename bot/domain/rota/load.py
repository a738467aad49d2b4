"""Who carried how much of a rotation: weeks of duty, pages, hours covered for others, and what is beyond the limits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.duty_limits import (
    WEEK,
    CalledIn,
    Exceeded,
    OverLimit,
    covers_evenings,
    in_a_row,
    over_limits,
    quarter_of,
)
from bot.domain.people import Directory
from bot.domain.policy import Policy, Rotation, Slot
from bot.domain.policy.calendars import ROUND_THE_CLOCK
from bot.domain.policy.turns import covered, open_slot, turn
from bot.domain.rota.limits import agreed_model
from bot.domain.shifts import Shift, shifts

_AROUND = timedelta(days=130)
"""How far duty is looked at before and after now: a quarter, and the weeks around it that belong to a row."""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What one person carries: Slack's id, or the model's name for who is not in Slack.

    `weeks` of duty and `covers_for_others` are those of the quarter, what is arranged for its rest included;
    `in_a_row` is the longest row of evening weeks that reaches into it, None where no limit asks.
    """

    person: str
    weeks: float
    in_a_row: float | None
    pages: int
    incidents: int
    covers_for_others: timedelta


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a rotation asks of its people in the quarter from `starts` to `ends` (UTC); `waits_for` is still open."""

    rotation: Rotation
    starts: datetime
    ends: datetime
    carried: tuple[Carried, ...]
    over: tuple[OverLimit, ...]
    waits_for: tuple[Slot, ...]


def loads(
    policy: Policy, directory: Directory, asked: Iterable[Rotation], called: Sequence[CalledIn], at: datetime
) -> tuple[Load, ...]:
    """Say for each rotation who carries how much; pages are those of whom was `called` lately."""
    agreed = agreed_model(policy, directory)
    over = over_limits(agreed, at - _AROUND, at + _AROUND, called)
    return tuple(_load(agreed.rotations[one.id], over, called, at) for one in asked)


def _load(rotation: Rotation, over: Sequence[OverLimit], called: Sequence[CalledIn], at: datetime) -> Load:
    starts, ends = quarter_of(at, ZoneInfo(rotation.zone if isinstance(rotation.zone, str) else "UTC"))
    duty = [one for one in shifts(rotation, at - _AROUND, at + _AROUND) if not isinstance(one.who, Slot)]
    people = dict.fromkeys(str(one) for one in rotation.members if not isinstance(one, Slot))
    people |= dict.fromkeys(str(one.who) for one in duty if one.starts < ends and one.ends > starts)
    slot = open_slot(rotation)
    carried = [_carried(rotation, person, duty, called, (starts, ends)) for person in people]
    return Load(
        rotation=rotation,
        starts=starts,
        ends=ends,
        carried=() if slot else tuple(sorted(carried, key=lambda one: -one.weeks)),
        over=tuple(one for one in over if one.rotation == rotation.id and _concerns(one, starts, ends)),
        waits_for=(*((slot,) if slot else ()), *(one for one in rotation.members if isinstance(one, Slot))),
    )


def _concerns(one: OverLimit, starts: datetime, ends: datetime) -> bool:
    """Say whether it is about this quarter; of another, only a part was looked at."""
    whole = one.exceeded is Exceeded.WEEKS_A_QUARTER
    return one.starts == starts if whole else one.starts < ends and one.ends > starts


def _carried(
    rotation: Rotation,
    person: str,
    duty: Iterable[Shift],
    called: Sequence[CalledIn],
    quarter: tuple[datetime, datetime],
) -> Carried:
    theirs = [one for one in duty if str(one.who) == person]
    parts = [(one, *part) for one in theirs if (part := _within(one, quarter))]
    pages = [one.times for one in called if one.person == person]
    return Carried(
        person=person,
        weeks=round(sum((ends - starts for _, starts, ends in parts), timedelta()) / WEEK, 1),
        in_a_row=_longest_row(rotation, theirs, quarter),
        pages=sum(pages),
        incidents=len(pages),
        covers_for_others=sum(
            (_in_hours(rotation, starts, ends) for one, starts, ends in parts if _for_another(rotation, one)),
            timedelta(),
        ),
    )


def _within(shift: Shift, quarter: tuple[datetime, datetime]) -> tuple[datetime, datetime] | None:
    starts, ends = max(shift.starts, quarter[0]), min(shift.ends, quarter[1])
    return (starts, ends) if starts < ends else None


def _longest_row(rotation: Rotation, theirs: list[Shift], quarter: tuple[datetime, datetime]) -> float | None:
    if not (rotation.limits and rotation.limits.consecutive_evening_weeks and covers_evenings(rotation)):
        return None
    rows = ((row[0].starts, row[-1].ends) for row in in_a_row(theirs))
    lengths = (ends - starts for starts, ends in rows if starts < quarter[1] and ends > quarter[0])
    return round(max(lengths, default=timedelta()) / WEEK, 1)


def _for_another(rotation: Rotation, shift: Shift) -> bool:
    due = turn(rotation, shift.starts) if shift.stands_in else None
    return due is not None and due.order[0] != shift.who


def _in_hours(rotation: Rotation, starts: datetime, ends: datetime) -> timedelta:
    """Count the time in which the rotation has anybody on duty at all."""
    return sum((closes - opens for opens, closes in _open_hours(rotation, starts, ends)), timedelta())


def _open_hours(rotation: Rotation, starts: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    hours = covered(rotation) or ROUND_THE_CLOCK
    while starts < ends:
        opens, closes = hours.next_span(starts)
        if opens < ends:
            yield max(opens, starts), min(closes, ends)
        starts = closes
