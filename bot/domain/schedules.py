"""Schedules that PagerDuty keeps: who is on call from when to when, as it was last read there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Somebody, by e-mail address, is on call from one moment to another (UTC)."""

    person: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What PagerDuty said at `read_at` of the time up to `until` (UTC); `unknown`: it has no such schedule."""

    name: str
    read_at: datetime
    until: datetime
    shifts: tuple[Shift, ...] = ()
    unknown: bool = False

    def shift(self, at: datetime) -> Shift | None:
        """Find who is on call at a moment."""
        return next((shift for shift in self.shifts if shift.starts <= at < shift.ends), None)

    def next_shift(self, at: datetime) -> Shift | None:
        """Find who comes next after a moment."""
        return next((shift for shift in self.shifts if shift.starts > at), None)

    def says_of(self, at: datetime) -> bool:
        """Whether it was read far enough to say who is on call at a moment."""
        return not self.unknown and at < self.until
