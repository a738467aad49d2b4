"""The alarm clock: fires what is due, at most a second late, and never stops ticking because of one bad row."""

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from bot.domain.ids import label
from bot.trail import concerning
from bot.usecases.deps import Deps
from bot.usecases.fire_timer import WORTH_SAYING, fire
from bot.usecases.hand_over import ShiftClock
from bot.usecases.notice_absence import notice_absence
from store import engine as signs
from store import incidents, timers
from store.database import Transaction
from store.errors import StandDown, StoreUnavailable
from store.timers import ArmedTimer

MODULE = "timers"
VERSION = 1
"""Counts the ways in which timers have been fired; a newer one takes over from an older for good."""

TICK = 1.0
"""Seconds between two looks at the store when nothing woke the engine."""

SIGN_OF_LIFE = timedelta(seconds=5)
PATIENCE = timedelta(seconds=5)
_LONGEST_BACK_OFF = 2.0

log = logging.getLogger(__name__)


class Engine:
    """Fires timers in transactions of its own; `wake` it when something was armed."""

    def __init__(self, deps: Deps, fired: Callable[[float], None]) -> None:
        """Begin asleep; `prepare` comes before `run`. `fired` is told of each timer how many seconds late it was."""
        self._deps = deps
        self._fired = fired
        self._ticked = time.monotonic()
        self._wake = asyncio.Event()
        self._holder = f"{socket.gethostname()}:{os.getpid()}"
        self._signed: datetime | None = None
        self._away: tuple[datetime, datetime] | None = None
        self.ticks = 0
        self.shifts = ShiftClock(deps, self._absence)

    @property
    def tick_age(self) -> float:
        """Say how many seconds ago the last tick ended."""
        return time.monotonic() - self._ticked

    async def prepare(self) -> None:
        """Take charge of the timers, and find out since when nobody did; StandDown when newer code is in charge."""
        async with self._deps.database.begin(patience=PATIENCE, unasked=True) as tx:
            await signs.take_over(tx, MODULE, VERSION)
            await self._look_back(tx)

    def absence_since(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """Say from when to when (UTC) nobody was there after this moment; None when somebody always was."""
        return self._away if self._away and moment <= self._away[1] else None

    def wake(self) -> None:
        """Say that something may be due sooner than was known."""
        self._wake.set()

    async def run(self) -> None:
        """Tick until cancelled; a database that is away is waited for."""
        back_off = 0.2
        while True:
            self._wake.clear()
            try:
                seconds = await self.tick()
                back_off = 0.2
            except StandDown as newer:
                log.error("%s", newer)  # noqa: TRY400 - a sentence, not a stack trace
                return
            except Exception:
                log.exception("A tick failed; the next comes in %.1f s", back_off)
                seconds, back_off = back_off, min(_LONGEST_BACK_OFF, back_off * 2)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._wake.wait()

    async def tick(self) -> float:
        """Fire everything that is due, and say how many seconds there is nothing to do."""
        while True:
            async with self._deps.database.begin(patience=PATIENCE, unasked=True) as tx:
                if self._signed is not None and tx.now - self._signed >= WORTH_SAYING:
                    await self._look_back(tx)
                await self._sign(tx)  # before the fence, which shares the row: two who share it cannot both write it
                await signs.fence(tx, MODULE, VERSION)
                due = await timers.claim_due(tx)
                if due:
                    await self._deps.catch_up(tx)
                late = await self._fire_all(tx, due)
                wait = None if due else await _until_next(tx)
            if wait is not None:
                await self.shifts.keep()
                self.ticks += 1
                self._ticked = time.monotonic()
                return wait
            for seconds in late:
                self._fired(seconds)

    async def stop(self) -> None:
        """Leave a last sign of life, so that the next start knows exactly how long nobody was there."""
        with contextlib.suppress(StoreUnavailable, StandDown):
            async with self._deps.database.begin(patience=PATIENCE, unasked=True) as tx:
                await signs.tick(tx, MODULE, self._holder)

    async def _fire_all(self, tx: Transaction, due: list[ArmedTimer]) -> list[float]:
        """Fire together what is due together, and say how many seconds late; where one fails, each by itself."""
        try:
            async with tx.savepoint():
                return await self._fired_in(tx, due)
        except OperationalError:
            raise  # the trouble is the database's and not a timer's: the whole tick is tried again
        except Exception as error:
            if len(due) == 1:
                with concerning(label(due[0].incident)):
                    log.exception("The timer %s failed", due[0].key)
                await timers.postpone(tx, due[0], repr(error))
                return []
        return [late for armed in due for late in await self._fire_all(tx, [armed])]

    async def _fired_in(self, tx: Transaction, due: list[ArmedTimer]) -> list[float]:
        known = await incidents.seen(tx, {armed.incident for armed in due}) if due else {}
        return [
            (tx.now - armed.due_at).total_seconds()
            for armed in due
            if await fire(tx, armed, known, self._deps, self._absence)
        ]

    async def _look_back(self, tx: Transaction) -> None:
        """Find out whether anybody was there since the last sign of life; after a stop, a suspend, a database away."""
        last = await signs.last_tick(tx, MODULE)
        if last is not None and tx.now - last >= WORTH_SAYING:
            self._away = (last, tx.now)
            await notice_absence(tx, self._deps, last)
        await signs.tick(tx, MODULE, self._holder)
        self._signed = tx.now

    async def _sign(self, tx: Transaction) -> None:
        if self._signed is None or tx.now - self._signed >= SIGN_OF_LIFE:
            await signs.tick(tx, MODULE, self._holder)
            self._signed = tx.now

    def _absence(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """Say since when until when nobody was there, if that moment falls into it."""
        return self._away if self._away and self._away[0] <= moment <= self._away[1] else None


async def _until_next(tx: Transaction) -> float:
    moment = await timers.next_due(tx)
    wait = (moment - tx.now).total_seconds() if moment else TICK
    return min(TICK, max(0.01, wait))
