"""When a review, report or meeting of the model comes round next."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.coverage import calendar_of
from bot.domain.policy import Every, Place, Policy, Review, Slot, Weekday
from bot.domain.policy.calendars import due, refuse_naive

_WEEK = timedelta(days=7)
_SATURDAY = 5
_AT = time(9)  # a review without a time of day comes up when the day begins


def next_time(policy: Policy, review: Review, after: datetime) -> datetime | None:
    """Say when a review comes round next, in UTC; None when it is over, or while an open slot would say."""
    refuse_naive(after)
    zone = _zone(policy, review)
    bounds = _bounds(policy, review)
    if zone is None or bounds is None:
        return None
    first, last = bounds
    start = max(after, first) if first else after
    for day in _days(review, start.astimezone(zone).date()):
        moment = datetime.combine(day, review.at or _AT, zone).astimezone(UTC)
        if moment > start:
            return moment if last is None or moment < last else None
    return None


def is_day_of(policy: Policy, review: Review, at: datetime) -> bool:
    """Say whether a review falls on this day, in its own zone; never while an open slot would say."""
    refuse_naive(at)
    zone = _zone(policy, review)
    bounds = _bounds(policy, review)
    if zone is None or bounds is None or not _falls_on(review, review.day or Weekday.MON, at.astimezone(zone).date()):
        return False
    first, last = bounds
    return (first is None or at >= first) and (last is None or at < last)


def _zone(policy: Policy, review: Review) -> ZoneInfo | None:
    if review.zone is not None:
        return None if isinstance(review.zone, Slot) else ZoneInfo(review.zone)
    calendar = calendar_of(policy, policy.incident.hours)
    return calendar.zone if calendar.certain else None


def _bounds(policy: Policy, review: Review) -> tuple[datetime | None, datetime | None] | None:
    """Count `starts` and `ends` from the handover; None while its day is open."""
    if review.starts is None and review.ends is None:
        return None, None
    handover = policy.readiness.handover
    if handover is None or isinstance(handover, Slot):
        return None
    calendar = calendar_of(policy, policy.incident.hours)
    begun = calendar.moment(handover, time.min)
    return (
        due(review.starts, begun, calendar) if review.starts else None,
        due(review.ends, begun, calendar) if review.ends else None,
    )


def _days(review: Review, since: date) -> Iterator[date]:
    """List the days it falls on, from `since` on, for a little more than a year."""
    day = review.day or Weekday.MON
    for ahead in range(400):
        candidate = since + timedelta(days=ahead)
        if _falls_on(review, day, candidate):
            yield candidate


def _falls_on(review: Review, day: Weekday, date_: date) -> bool:
    match review.every:
        case Every.WEEKDAYS:
            return date_.weekday() < _SATURDAY
        case Every.WEEKLY:
            return date_.weekday() == day.number
        case Every.MONTHLY:
            return _in_month(review, day, date_)
        case Every.QUARTERLY:
            return date_.month % 3 == 1 and _in_month(review, day, date_)
        case _:
            assert_never(review.every)


def _in_month(review: Review, day: Weekday, date_: date) -> bool:
    """Whether it is the month's first or last of that weekday; without a weekday, the first of the month."""
    if review.day is None:
        return date_.day == 1
    beside = date_ + _WEEK if review.place is Place.LAST else date_ - _WEEK
    return date_.weekday() == day.number and beside.month != date_.month
