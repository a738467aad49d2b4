"""The clock of a SQLite database, which a stepped wall clock neither hurries nor delays."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _wall() -> datetime:
    return datetime.now(UTC)


class AnchoredClock:
    """UTC as it was read once, moved on by a counter that only runs forward and counts suspended time too."""

    def __init__(self, wall: Callable[[], datetime] = _wall) -> None:
        """Read the wall clock (UTC), once."""
        self._wall = wall
        self._anchor = wall()
        self._start = _elapsed()

    def now(self) -> datetime:
        """Say what time it is (UTC, aware)."""
        return self._anchor + timedelta(microseconds=(_elapsed() - self._start) // 1000)

    def drift(self) -> timedelta:
        """Say how far the wall clock has been stepped away since the anchor was taken."""
        return self._wall() - self.now()


def _elapsed() -> int:
    """Count nanoseconds; where the system can, a suspended machine's sleep is included."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)
