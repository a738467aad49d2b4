"""Slack's rate limits kept on our side, so that what matters is not spent on what does not.

The figures are per method, per workspace and minute: https://docs.slack.dev/apis/web-api/rate-limits
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

_MINUTE = 60.0
_TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
_METHODS = {
    "conversations.create": 2,
    "conversations.setTopic": 2,
    "conversations.list": 2,
    "users.conversations": 2,
    "users.list": 2,
    "usergroups.list": 2,
    "usergroups.users.list": 2,
    "pins.add": 2,
    "bookmarks.add": 2,
    "bookmarks.edit": 2,
    "conversations.info": 3,
    "conversations.history": 3,
    "conversations.replies": 3,
    "conversations.invite": 3,
    "conversations.join": 3,
    "conversations.open": 3,
    "chat.update": 3,
    "chat.delete": 3,
    "bookmarks.list": 3,
    "users.lookupByEmail": 3,
    "users.info": 4,
    "views.open": 4,
    "views.update": 4,
}
_POSTS_A_MINUTE = 300
_PER_CHANNEL = (3, 3.0)  # one a second, short bursts tolerated
SHORT = 1.0
"""Seconds that are waited out on the spot; a longer wait is told to the caller, who puts the work back."""


class WaitLonger(Exception):  # noqa: N818 - an answer about time
    """The limit of a method is reached; `seconds` until it is worth asking again."""

    def __init__(self, method: str, seconds: float) -> None:
        """Say for which method, and for how long."""
        super().__init__(f"{method} is used up for {seconds:.1f} s")
        self.seconds = seconds


@dataclass
class _Window:
    """Lets `count` calls through in any `seconds`."""

    count: int
    seconds: float
    calls: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0

    def wait(self, now: float) -> float:
        """Say how long a call would have to wait."""
        while self.calls and self.calls[0] <= now - self.seconds:
            self.calls.popleft()
        full = self.calls[-self.count] + self.seconds - now if len(self.calls) >= self.count else 0.0
        return max(full, self.closed_until - now, 0.0)


class Limiter:
    """Stands in front of every call of one process; nobody gets through it faster than Slack allows."""

    def __init__(self, *, counting: bool = True) -> None:
        """Begin with nothing used; without `counting` only Slack's own Retry-After makes anybody wait."""
        self._counting = counting
        self._windows: dict[str, _Window] = {}

    def wait(self, method: str, channel: str | None = None) -> float:
        """Say how many seconds a call made now would have to wait."""
        now = time.monotonic()
        return max(window.wait(now) for window in self._for(method, channel))

    async def enter(self, method: str, channel: str | None = None) -> None:
        """Wait for a free place, or raise WaitLonger when none comes shortly."""
        windows = self._for(method, channel)
        while (seconds := max(window.wait(time.monotonic()) for window in windows)) > 0:
            if seconds > SHORT:
                raise WaitLonger(method, seconds)
            await asyncio.sleep(seconds)
        if self._counting:
            for window in windows:
                window.calls.append(time.monotonic())

    def pause(self, method: str, channel: str | None, seconds: float) -> None:
        """Let nobody through before Slack's Retry-After has passed."""
        window = self._for(method, channel)[-1]
        window.closed_until = max(window.closed_until, time.monotonic() + seconds)

    def _for(self, method: str, channel: str | None) -> tuple[_Window, ...]:
        per_minute = _TIERS[_METHODS[method]] if method in _METHODS else _POSTS_A_MINUTE
        windows = [self._window(method, per_minute, _MINUTE)]
        if channel is not None:
            windows.append(self._window(f"{method} {channel}", *_PER_CHANNEL))
        return tuple(windows)

    def _window(self, name: str, count: int, seconds: float) -> _Window:
        return self._windows.setdefault(name, _Window(count, seconds))
