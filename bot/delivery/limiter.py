"""Slack's rate limits kept on our side, so that what matters is not spent on what does not.

Whoever wants to call gets a place here first. Those who can have one within a moment wait in line, the most urgent in
front; everybody else is told when to come back, each at another time, so that they do not all come for the same place.
Where replicas share a budget, a place got here has to be had there too; while the database is away, what this process
last knew stands in.
"""

import asyncio
import contextlib
import logging
import time
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from bot.delivery import limits
from bot.delivery.priority import PRIORITY, Priority
from store.budget import Door, SharedBudget
from store.errors import StoreUnavailable

SHORT = 1.0
"""Seconds that are waited out on the spot; a longer wait is told to the caller, who puts the work back."""

OVERTAKEN = 2.0
"""Seconds after which somebody whom others kept overtaking is put back as well."""

PATIENCE = 2.0
"""Seconds that the shared budget may take to answer; a busy process takes some of them itself."""

REST = 2.0
"""Seconds that a thing in Slack stays as it is before it is changed again, while there is budget for all."""

LONGEST_REST = 60.0

ALONE = 2.0
"""Seconds for which a shared budget that did not answer is not asked again."""

log = logging.getLogger(__name__)


class WaitLonger(Exception):  # noqa: N818 - an answer about time
    """The limit of a method is reached; `seconds` until it is worth asking again."""

    def __init__(self, method: str, seconds: float) -> None:
        """Say for which method, and for how long."""
        super().__init__(f"{method} is used up for {seconds:.1f} s")
        self.seconds = seconds


@dataclass
class _Places:
    """What this process knows of a door, by the limiter's clock: `booked` is who was told to come back for a place."""

    door: Door
    free_at: list[float]
    closed_until: float = 0.0
    booked: list[tuple[float, Priority]] = field(default_factory=list)

    def wait(self, now: float, priority: Priority) -> float:
        """Say how long a call would have to wait for a place that nobody more urgent will come for."""
        self.booked = [booking for booking in self.booked if booking[0] > now]
        ahead = sum(other <= priority for _, other in self.booked)
        moments = sorted(self.free_at[limits.kept_back(self.door, priority) :])
        rounds, place = divmod(ahead, len(moments))
        return max(moments[place] + rounds * self.door.seconds, self.closed_until, now) - now

    def book(self, moment: float, priority: Priority) -> None:
        """Expect somebody back for a place; whoever came too early, and comes again, is expected once."""
        self.booked = [booking for booking in self.booked if not priority.work or booking[1] != priority]
        self.booked.append((moment, priority))

    def take(self, now: float, priority: Priority) -> None:
        """Use a place, of those that are free the one with the highest number."""
        kept = limits.kept_back(self.door, priority)
        place = next(n for n in reversed(range(kept, self.door.places)) if self.free_at[n] <= now)
        self.free_at[place] = now + self.door.seconds

    def left(self, now: float) -> float:
        """Say which part of the places is free."""
        return 1 - self.used(now) / self.door.places

    def used(self, now: float) -> int:
        """Count the places that are taken."""
        return sum(moment > now for moment in self.free_at)

    def matters(self, now: float) -> bool:
        """Say whether anything would be lost if this were forgotten."""
        return self.used(now) > 0 or self.closed_until > now or bool(self.booked)


@dataclass(order=True)
class _Waiter:
    priority: Priority
    number: int
    places: list[_Places] = field(compare=False)
    admitted: asyncio.Future[None] = field(compare=False)

    def wait(self, now: float) -> float:
        return max(places.wait(now, self.priority) for places in self.places)


class Limiter:
    """Stands in front of every call; nobody gets through it faster than Slack allows."""

    def __init__(
        self, *, counting: bool = True, shared: SharedBudget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with nothing used; without `counting` only Slack's own Retry-After makes anybody wait.

        `clock` gives seconds that never run backwards.
        """
        self._clock = clock
        self._counting = counting
        self._shared = shared
        self._alone_until = 0.0
        self._places: dict[str, _Places] = {}
        self._lines: dict[str, list[_Waiter]] = {}
        self._alarms: dict[str, asyncio.TimerHandle] = {}
        self._numbers = count()

    async def enter(self, method: str, channel: str | None = None) -> None:
        """Wait for a free place, or raise WaitLonger when none comes shortly."""
        places = self._known(method, channel)
        priority = PRIORITY.get()
        await self._stand_in_line(method, places, priority)
        while self._counting and not await self._had_by_all(places, priority):
            await self._stand_in_line(method, places, priority)

    def rest(self, method: str) -> float:
        """Say how many seconds a thing that this method changed should stay so: the longer, the less there is left."""
        if not self._counting:
            return 0.0
        return min(LONGEST_REST, REST / max(REST / LONGEST_REST, self._known(method, None)[0].left(self._clock())))

    async def pause(self, method: str, channel: str | None, seconds: float, *, everywhere: bool = False) -> None:
        """Let nobody through before Slack's Retry-After has passed, in any replica.

        Slack does not say whether it means all posts or those in one channel: it means the channel when posts of ours
        there explain it, and when no other channel was refused just before; never with `everywhere`.
        """
        known = self._known(method, channel)
        one_channel = len(known) > 1 and not everywhere and self._explains(method, known[-1])
        closed = known[-1] if one_channel else known[0]
        closed.closed_until = max(closed.closed_until, self._clock() + seconds)
        if self._shared is not None and self._counting:
            with contextlib.suppress(StoreUnavailable, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._shared.shut(closed.door, timedelta(seconds=seconds))

    async def _stand_in_line(self, method: str, places: list[_Places], priority: Priority) -> None:
        waiter = _Waiter(priority, next(self._numbers), places, asyncio.get_running_loop().create_future())
        line = self._lines.setdefault(method, [])
        insort(line, waiter)
        try:
            self._admit(method)
            if waiter.admitted.done():
                return
            if (seconds := waiter.wait(self._clock())) <= SHORT:
                async with asyncio.timeout(OVERTAKEN):
                    await waiter.admitted
                return
        except TimeoutError:
            seconds = max(SHORT, waiter.wait(self._clock()))
        finally:
            if waiter in line:
                line.remove(waiter)
        for known in places if self._counting else ():
            known.book(self._clock() + seconds, priority)
        raise WaitLonger(method, seconds)

    def _admit(self, method: str) -> None:
        """Let through whoever there is a place for, the most urgent first, and look again when there may be another."""
        now, soonest = self._clock(), None
        for waiter in list(self._lines[method]):
            if seconds := waiter.wait(now):
                soonest = min(seconds, soonest or seconds)
                continue
            for places in waiter.places if self._counting else ():
                places.take(now, waiter.priority)
            self._lines[method].remove(waiter)
            if not waiter.admitted.done():
                waiter.admitted.set_result(None)
        if method in self._alarms:
            self._alarms.pop(method).cancel()
        if soonest is not None:
            self._alarms[method] = asyncio.get_running_loop().call_later(soonest, self._admit, method)

    async def _had_by_all(self, places: list[_Places], priority: Priority) -> bool:
        """Whether the budget that replicas share has these places too; if not, learn from it when it will."""
        if self._shared is None or self._clock() < self._alone_until:
            return True
        wanted = [(known.door, limits.kept_back(known.door, priority)) for known in places]
        try:
            async with asyncio.timeout(PATIENCE):
                left = await self._shared.take(*wanted)
        except (StoreUnavailable, TimeoutError) as failed:
            log.info("This process counts its calls to Slack alone for a while: %r", failed)
            self._alone_until = self._clock() + ALONE
            return True
        now = self._clock()
        for known in places if left else ():
            known.free_at = [now + seconds for seconds in left[known.door.name]]
        return not left

    def _explains(self, method: str, channel: _Places) -> bool:
        now = self._clock()
        others = (known for name, known in self._places.items() if name.startswith(f"{method} "))
        return channel.used(now) > 1 and not any(k.closed_until > now for k in others if k is not channel)

    def _known(self, method: str, channel: str | None) -> list[_Places]:
        """Give the doors of a call; channels that are not posted in any more are forgotten on the way."""
        doors = limits.doors(method, channel)
        if any(door.name not in self._places for door in doors):
            now = self._clock()
            self._places = {name: known for name, known in self._places.items() if known.matters(now)}
        return [self._places.setdefault(door.name, _Places(door, [0.0] * door.places)) for door in doors]
