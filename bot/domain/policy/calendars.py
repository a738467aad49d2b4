"""Business time: which hours are open in a zone, what class an hour has, when a deadline falls due."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.durations import Deadline, End
from bot.domain.policy.countries import holidays_of
from bot.domain.policy.hours import HoursClass
from bot.domain.policy.model import Policy
from bot.domain.policy.moments import Window
from bot.domain.policy.names import HoursId
from bot.domain.policy.slots import Slot

_WEEKEND = 5
_CHANGES_WITHIN = 10  # days: a week, and the holidays around it
_HORIZON = 400  # days looked ahead for an open hour: more than a year of holidays is no calendar


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Open hours of each weekday, Monday first, and the days off, in one zone.

    `public` holds the holidays of a country. `certain` is false while the model leaves the zone open; then the
    times are those of UTC and only a guess.
    """

    zone: ZoneInfo
    windows: tuple[tuple[Window, ...], ...] = ((),) * 7
    days_off: frozenset[date] = frozenset()
    days_off_every_year: frozenset[str] = frozenset()
    public: Container[date] = field(default=frozenset(), compare=False)
    certain: bool = True

    @property
    def always_open(self) -> bool:
        """Whether no hours are set, so that every hour counts."""
        return not any(self.windows)

    @property
    def has_days_off(self) -> bool:
        """Whether any day counts as a public holiday."""
        return bool(self.days_off or self.days_off_every_year or self.public != frozenset())

    def is_day_off(self, day: date) -> bool:
        """Say whether a local date is a public holiday."""
        return day in self.days_off or f"{day:%m-%d}" in self.days_off_every_year or day in self.public

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """List the open hours that begin on a local date, in UTC; none on a day off."""
        if self.always_open:
            yield self.moment(day, time.min), self.moment(day + timedelta(days=1), time.min)
        elif not self.is_day_off(day):
            for window in self.windows[day.weekday()]:
                last = day + timedelta(days=window.closes <= window.opens)
                yield self.moment(day, window.opens), self.moment(last, window.closes)

    def moment(self, day: date, at: time) -> datetime:
        """Turn a local date and time of day into UTC; a time that a DST change skips falls just after it."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def span_at(self, at: datetime) -> tuple[datetime, datetime] | None:
        """Find the open hours that a moment lies in."""
        day = at.astimezone(self.zone).date()
        for first in (day, day - timedelta(days=1)):
            for opens, closes in self.spans(first):
                if opens <= at < closes:
                    return opens, closes
        return None

    def next_span(self, at: datetime) -> tuple[datetime, datetime]:
        """Find the open hours a moment lies in, or the first that begin after it."""
        if (now := self.span_at(at)) is not None:
            return now
        day = at.astimezone(self.zone).date()
        for ahead in range(_HORIZON):
            for opens, closes in sorted(self.spans(day + timedelta(days=ahead))):
                if opens > at:
                    return opens, closes
        raise ValueError("a calendar without a single open hour in over a year")

    def hours_class(self, at: datetime) -> HoursClass:
        """Say what kind of hour it is; a public holiday outweighs the weekend, and both outweigh the evening."""
        local = at.astimezone(self.zone)
        if not self.certain:
            return HoursClass.UNKNOWN
        if self.is_day_off(local.date()):
            return HoursClass.HOLIDAY
        if self.always_open or self.span_at(at) is not None:
            return HoursClass.BUSINESS
        return HoursClass.WEEKEND if local.weekday() >= _WEEKEND else HoursClass.AFTER_HOURS

    def next_change(self, at: datetime) -> datetime | None:
        """Find when the class of the hours may next change; None when it never does."""
        if self.always_open and not self.has_days_off:
            return None
        now, first = self.hours_class(at), at.astimezone(self.zone).date()
        for day in (first + timedelta(days=ahead) for ahead in range(_CHANGES_WITHIN)):
            for edge in self._edges(day):
                if edge > at and self.hours_class(edge) is not now:
                    return edge
        return None

    def _edges(self, day: date) -> list[datetime]:
        """List the moments of a local date at which the class of the hours may change, in order."""
        begins, ends = self.moment(day, time.min), self.moment(day + timedelta(days=1), time.min)
        spans = (*self.spans(day - timedelta(days=1)), *self.spans(day))
        return sorted({begins, *(edge for span in spans for edge in span if begins <= edge < ends)})


ROUND_THE_CLOCK = Calendar(zone=ZoneInfo("UTC"))


@lru_cache(maxsize=256)
def calendar(policy: Policy, hours: HoursId | None) -> Calendar:
    """Work out the calendar that a model's hours describe; without hours every hour is open."""
    if hours is None:
        return ROUND_THE_CLOCK
    setting = policy.hours[hours]
    by_day = tuple(
        tuple(window for window in setting.open if number in {day.number for day in window.days}) for number in range(7)
    )
    named = setting.holidays
    days = None if named is None or isinstance(named, Slot) else policy.holidays[named]
    certain = not isinstance(setting.zone, Slot)
    return Calendar(
        zone=ZoneInfo(setting.zone if isinstance(setting.zone, str) else "UTC"),
        windows=by_day,
        days_off=frozenset(days.dates if days else ()),
        days_off_every_year=frozenset(days.every_year if days else ()),
        public=holidays_of(days.country) if days and days.country else frozenset(),
        certain=certain,
    )


def due(
    deadline: Deadline,
    at: datetime,
    calendar: Calendar = ROUND_THE_CLOCK,
    *,
    shift_ends: datetime | None = None,
) -> datetime:
    """Say when something that may take so long from `at` is due, in UTC.

    Business time that begins outside open hours begins when they open. Without `shift_ends`, the shift is the
    open hours, or the time until they open again.
    """
    refuse_naive(at)
    start = at.astimezone(UTC)
    match deadline.end:
        case End.SHIFT:
            return shift_ends.astimezone(UTC) if shift_ends is not None else _shift_end(start, calendar)
        case End.DAY:
            return calendar.next_span(start)[1]
        case None:
            after_days = _add_business_days(start, deadline.business_days, calendar)
            return _add_open_time(after_days, timedelta(hours=deadline.business_hours), calendar) + deadline.elapsed


def refuse_naive(at: datetime) -> None:
    """Refuse a moment that does not say in which zone it is meant."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")


def _shift_end(at: datetime, calendar: Calendar) -> datetime:
    opens, closes = calendar.next_span(at)
    return closes if opens <= at else opens


def _add_business_days(at: datetime, days: int, calendar: Calendar) -> datetime:
    if not days:
        return at
    begins = max(at, calendar.next_span(at)[0]).astimezone(calendar.zone)
    day = begins.date()
    for _ in range(days):
        day = _next_open_day(day, calendar)
    return calendar.moment(day, begins.timetz().replace(tzinfo=None))


def _next_open_day(day: date, calendar: Calendar) -> date:
    for ahead in range(1, _HORIZON):
        if any(calendar.spans(day + timedelta(days=ahead))):
            return day + timedelta(days=ahead)
    raise ValueError("a calendar without a single open day in over a year")


def _add_open_time(at: datetime, left: timedelta, calendar: Calendar) -> datetime:
    if not left:
        return at
    while True:
        opens, closes = calendar.next_span(at)
        begins = max(at, opens)
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
        at = closes
