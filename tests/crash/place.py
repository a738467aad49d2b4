"""Where the demo's night is played by real processes that may be killed: on a file, or together on a Postgres."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Any

import psycopg

from bot.control import skip_from_outside
from bot.demo.stage import Derailed, Stage
from bot.door import NotRunning, ask
from bot.sandbox import CutError, ImpossibleError, Person, Reply, Sandbox, View
from bot.sandbox.faults import Seen
from store.database import Database
from store.engines import is_sqlite
from tests.process.conn import SOCKETS, Environment, Process
from tests.process.stored import path_of, rows

TRIES = 6
AT_REST_WITHIN = 90.0
GONE_FOR = 0.7
"""Seconds after which a claim that nobody ends is taken for one of a process that was killed."""
A_WHILE = timedelta(seconds=3)

_BUSY = (
    "SELECT key FROM effect WHERE state = 'leased' UNION ALL SELECT facet FROM surface WHERE state = 'leased'",
    "SELECT key FROM effect WHERE state IN ('pending', 'unknown') AND kind <> 'Sweep'",
    "SELECT facet FROM surface WHERE want_version > seen_version OR looks_wanted > looks_taken",
)


class Place:
    """A workspace and some processes of Conn on one database; what was killed is started again."""

    def __init__(self, slack: Sandbox, env: Environment, *, replicas: int = 1) -> None:
        """Play in this workspace; nothing runs yet."""
        self.sandbox = slack
        self.url = env["DATABASE_URL"]
        self._env = env
        self._replicas = replicas
        self._running: list[Process] = []
        self._stack = AsyncExitStack()
        self._ahead = 0.0
        self.slack_is_there = True

    def seconds(self) -> float:
        """Tell the time as Conn has it."""
        return time.time() + self._ahead

    def ask(self, query: str) -> list[Any]:
        """Put a query to the database."""
        if is_sqlite(self.url):
            return rows(path_of(self.url), query)
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    async def start_conn(self) -> None:
        """Start every process."""
        self._note_time()
        for _ in range(self._replicas):
            await self._starts()

    async def stop_conn(self) -> None:
        """End every process in good order."""
        for process in self._running:
            assert await process.terminate() == 0
        self._running.clear()
        await self._stack.aclose()

    async def reached(self) -> None:
        """Wait until Slack has every socket again."""
        async with asyncio.timeout(AT_REST_WITHIN):
            await self.sandbox.connected(SOCKETS * self._replicas)

    async def skip(self, length: timedelta) -> None:
        """Let time pass, whoever dies on the way."""
        until = self.seconds() + length.total_seconds()
        while (left := until - self.seconds()) > 0:
            await self._revived()
            with suppress(ConnectionError, ValueError, NotRunning):
                await self._moved(timedelta(seconds=left))
            self._note_time()
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is on its way any more; what a killed process had begun is found by its lease."""
        since = time.monotonic()
        async with asyncio.timeout(AT_REST_WITHIN):
            while True:
                await self._revived()
                await self.sandbox.quiet(timeout=AT_REST_WITHIN, settle=0.1)
                if not self._unfinished():
                    return
                if time.monotonic() - since > GONE_FOR:
                    with suppress(ConnectionError, ValueError, NotRunning):
                        await self._moved(A_WHILE)
                    self._note_time()
                    since = time.monotonic()
                await asyncio.sleep(0.05)

    def kill_at(self, calls: Mapping[int, bool]) -> None:
        """Have the process that makes the nth call killed, before (False) or after (True) Slack does it."""
        count, left = 0, dict(calls)

        async def strike(_: Seen, *, after: bool) -> None:
            nonlocal count
            count += not after
            if left.get(count) is after:
                del left[count]
                await self._running[0].kill()
                raise CutError

        self.sandbox.faults.before_call(lambda seen: strike(seen, after=False))
        self.sandbox.faults.after_call(lambda seen: strike(seen, after=True))

    async def _starts(self) -> None:
        self._running.append(
            await self._stack.enter_async_context(Process(self._env, self.sandbox, module="tests.crash.uncounted"))
        )

    async def _revived(self) -> None:
        for process in [one for one in self._running if one.has_ended]:
            self._running.remove(process)
            await self._starts()

    async def _moved(self, length: timedelta) -> None:
        if is_sqlite(self.url):
            answer = await ask(self.url, do="skip", seconds=length.total_seconds())
            assert "error" not in answer, answer
            return
        database = Database(self.url, test_clock=True)
        await database.open()
        try:
            await skip_from_outside(database, length)
        finally:
            await database.close()

    def _note_time(self) -> None:
        [(moved,)] = self.ask("SELECT ahead_us FROM test_clock")
        self._ahead = moved / 1e6

    def _unfinished(self) -> list[Any]:
        if not self.slack_is_there:
            return []
        return [one for query in _BUSY for one in self.ask(query)]


class Stubborn(Stage):
    """A stage whose people do what was not answered again, until it is done."""

    world: Place

    async def loses_slack(self) -> None:
        """Have Slack answer nobody; nothing comes to rest meanwhile."""
        self.world.slack_is_there = False
        await super().loses_slack()

    async def finds_slack(self) -> None:
        """Have Slack there again."""
        self.world.slack_is_there = True
        await super().finds_slack()

    async def answered(self, who: Person, what: str, deed: Callable[[], Awaitable[Reply]]) -> None:
        """Try until it is answered; a button or form that is gone was taken."""
        for _ in range(TRIES):
            try:
                reply = await deed()
            except ImpossibleError:
                return
            await self.world.quiet()
            if not reply.error:
                return
        raise Derailed(f"{who.name}: {what} was never answered")

    async def sent(self, who: Person, view: View, entered: Mapping[str, object]) -> None:
        """Send it until it is taken."""
        for _ in range(TRIES):
            try:
                submitted = await who.submit(view, entered)
            except ImpossibleError:
                return
            await self.world.quiet()
            if submitted.ok or who.view is None:
                return
            if submitted.errors:
                raise Derailed(f"{who.name}'s form was refused: {dict(submitted.errors)}")
        raise Derailed(f"{who.name}'s form was never taken")


def moments(seed: int, count: int, calls: range) -> dict[int, bool]:
    """Draw at which calls to kill, and on which side of each."""
    drawn = random.Random(seed)  # noqa: S311 - to be the same each time
    return {call: drawn.random() < 0.5 for call in sorted(drawn.sample(calls, count))}
