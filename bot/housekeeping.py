"""What is done now and then, and harms nobody when it is late: learning names, entering channels, forgetting."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery.calls import CallFailed
from bot.delivery.directory import knows, outsiders, read_schedules, refreshed, remembered
from bot.delivery.places import Places
from bot.delivery.priority import housekeeping
from bot.delivery.schedules import Schedules
from bot.delivery.slack import Slack
from bot.domain.roster import schedules_in
from bot.usecases.deps import Deps
from store import inbox
from store.errors import StoreUnavailable

LEARN_EVERY = timedelta(minutes=15)
LEARN_AGAIN = timedelta(seconds=10)
"""When Slack could not say who is who, it is asked again this soon."""

ASK_EVERY = timedelta(minutes=1)
"""How often PagerDuty is asked who is on call: an override made there counts within this time."""

ENTER_EVERY = timedelta(minutes=15)
"""A channel that was missing may have been made; those that are known cost nothing."""

RECALL_EVERY = timedelta(seconds=10)
"""What another process learnt is read again this soon."""

FORGET_EVERY = timedelta(hours=1)
REMEMBER = timedelta(hours=25)
"""How long a payload is known as seen; Slack repeats an event for 24 hours at most."""

Work = Callable[[], Coroutine[Any, Any, None]]

log = logging.getLogger(__name__)


class Housekeeping:
    """Runs on APScheduler, in memory only: what is due for people is a timer in the store, never a job here."""

    def __init__(self, deps: Deps, slack: Slack, places: Places, schedules: Schedules | None = None) -> None:
        """Keep the directory of `deps` and its database tidy, and stay in the channels that are posted in."""
        self._deps = deps
        self._slack = slack
        self._places = places
        self._schedules = schedules
        self._tasks: set[asyncio.Future[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    async def start(self) -> None:
        """Know the model's people before the first page: from the last time, or else by asking Slack now."""
        await self.recall()
        first = datetime.now(UTC)
        await self.ask_pagerduty()
        self._every(ASK_EVERY, self.ask_pagerduty, first + ASK_EVERY)
        if not knows(self._deps.directory, self._deps.models.current):
            await self.learn()
            first += LEARN_EVERY
        self._every(LEARN_EVERY, self.learn, first)
        self._every(ENTER_EVERY, self.enter, datetime.now(UTC) + ENTER_EVERY)
        self._every(LEARN_EVERY, self.tell_apart, datetime.now(UTC) + LEARN_EVERY)
        self._every(FORGET_EVERY, self.forget, first + FORGET_EVERY)
        if not knows(self._deps.directory, self._deps.models.current):
            self._again = self._every(LEARN_AGAIN, self._learn_at_last, datetime.now(UTC) + LEARN_AGAIN)
        self._scheduler.start()
        await self._begin(self.enter)
        await self._begin(self.tell_apart)

    async def follow(self) -> None:
        """Know what another process learns of the model's people, and learn here what Home and the greeting tell."""
        await self.recall()
        self._every(RECALL_EVERY, self.recall, datetime.now(UTC) + RECALL_EVERY)
        self._every(ENTER_EVERY, self.enter, datetime.now(UTC) + ENTER_EVERY)
        self._every(LEARN_EVERY, self.tell_apart, datetime.now(UTC) + LEARN_EVERY)
        self._scheduler.start()
        await self._begin(self.enter)
        await self._begin(self.tell_apart)

    async def stop(self) -> None:
        """Start nothing more, and end what runs: all of it can be done again."""
        self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def learn(self) -> None:
        """Ask Slack who the model's people are, and who of them has left."""
        try:
            with housekeeping():
                known = await refreshed(self._deps.database, self._slack, self._deps.models.current)
        except (CallFailed, StoreUnavailable) as failed:
            log.warning("Slack cannot say now who the people of the support model are: %r", failed)
        else:
            self._deps.learn(known)

    async def ask_pagerduty(self) -> None:
        """Ask PagerDuty who is on call; without a token, or while it is away, what it said last stands."""
        if self._schedules is None or not schedules_in(self._deps.models.current):
            return
        try:
            with housekeeping():
                policy = self._deps.models.current
                self._deps.learn(await read_schedules(self._deps.database, self._slack, self._schedules, policy))
        except (CallFailed, StoreUnavailable) as failed:
            log.warning("Who is on call in PagerDuty stays as it was known: %r", failed)

    async def recall(self) -> None:
        """Read what is known of the model's people."""
        try:
            self._deps.learn(await remembered(self._deps.database))
        except StoreUnavailable as failed:
            log.info("Who the people of the support model are stays as it was known: %s", failed)

    async def enter(self) -> None:
        """Be in the channels that the model names before anything has to be said there."""
        try:
            with housekeeping():
                self._deps.absent = await self._places.enter(self._deps.models.current)
        except (CallFailed, StoreUnavailable) as failed:
            log.info("The model's channels are looked for when they are needed: %r", failed)

    async def tell_apart(self) -> None:
        """Ask Slack who is no full member; until it has answered once, everybody in the workspace passes for one."""
        try:
            with housekeeping():
                self._deps.outsiders = await outsiders(self._slack, self._deps.models.current)
        except CallFailed as failed:
            log.info("Slack cannot say now who is a guest, and is asked again: %r", failed)
            soon = datetime.now(UTC) + LEARN_AGAIN
            self._scheduler.add_job(self._begin, "date", (self.tell_apart,), run_date=soon)

    async def forget(self) -> None:
        """Remove deliveries that nobody will repeat any more."""
        async with self._deps.database.begin() as tx:
            await inbox.forget(tx, tx.now - REMEMBER)

    def _every(self, length: timedelta, work: Work, first: datetime) -> Job:
        seconds = length.total_seconds()
        return self._scheduler.add_job(self._begin, "interval", (work,), seconds=seconds, next_run_time=first)

    async def _begin(self, work: Work) -> None:
        """Run a job in a task of our own: APScheduler cancels what runs at a shutdown, and calls that an error."""
        task = asyncio.ensure_future(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _learn_at_last(self) -> None:
        await self.learn()
        if knows(self._deps.directory, self._deps.models.current):
            self._again.remove()
