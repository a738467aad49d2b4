"""Slack's rate limits: per method, per workspace, and per channel for posting."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

WINDOW = 60.0
# https://docs.slack.dev/apis/web-api/rate-limits; tier 1 is documented as "1+ per minute" and in the field
# bears the ten connections an app may open at once
TIERS = {"1": 10, "2": 20, "3": 50, "4": 100, "special": 600, "post": 300}
POST_PER_SECOND = 1.0
POST_BURST = 5.0


@dataclass(kw_only=True, slots=True)
class _Window:
    began: float
    used: int = 0
    blocked_until: float = 0.0


@dataclass(kw_only=True, slots=True)
class _Bucket:
    at: float
    tokens: float = POST_BURST
    blocked_until: float = 0.0


class RateLimits:
    """Counts calls; `per_minute` may be changed to make a method scarcer."""

    def __init__(self, tiers: dict[str, str], *, clock: Callable[[], float] = time.monotonic) -> None:
        """`tiers` names every method's tier."""
        self.per_minute = {method: TIERS[tier] for method, tier in tiers.items()}
        self.enabled = True
        self._clock = clock
        self._windows: dict[str, _Window] = {}
        self._buckets: dict[str, _Bucket] = {}

    def take(self, method: str, channel: str | None) -> tuple[int, bool]:
        """Take one call; give the seconds to wait if there is none left, and whether that was known."""
        if not self.enabled:
            return 0, False
        now = self._clock()
        wait, early = self._from_window(method, now)
        if wait or channel is None:
            return wait, early
        return self._from_bucket(channel, now)

    def block(self, method: str, seconds: float, channel: str | None = None) -> None:
        """Close a method for a while, or posting in one channel, as an injected 429 does."""
        now = self._clock()
        if channel is not None:
            self._buckets.setdefault(channel, _Bucket(at=now)).blocked_until = now + seconds
            return
        window = self._windows.setdefault(method, _Window(began=now))
        window.blocked_until = now + seconds

    def early(self, method: str) -> bool:
        """Tell whether the method is still closed."""
        window = self._windows.get(method)
        return window is not None and self._clock() < window.blocked_until

    def _from_window(self, method: str, now: float) -> tuple[int, bool]:
        window = self._windows.get(method)
        if window is None or now - window.began >= WINDOW:
            window = self._windows[method] = _Window(began=now)
        if now < window.blocked_until:
            return math.ceil(window.blocked_until - now), True
        window.used += 1
        if window.used <= self.per_minute[method]:
            return 0, False
        wait = max(1, math.ceil(window.began + WINDOW - now))
        window.blocked_until = now + wait
        return wait, False

    def _from_bucket(self, channel: str, now: float) -> tuple[int, bool]:
        bucket = self._buckets.setdefault(channel, _Bucket(at=now))
        if now < bucket.blocked_until:
            return math.ceil(bucket.blocked_until - now), True
        bucket.tokens = min(POST_BURST, bucket.tokens + (now - bucket.at) * POST_PER_SECOND)
        bucket.at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0, False
        wait = max(1, math.ceil((1 - bucket.tokens) / POST_PER_SECOND))
        bucket.blocked_until = now + wait
        return wait, False
