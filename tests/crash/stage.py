"""Where stories happen to a Conn that may be killed on the way: a workspace, a database, and a name for each call."""

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.sandbox import CutError, Person, Sandbox
from bot.sandbox.faults import Args, Seen
from tests.clock import advance_to
from tests.crash.pictures import Picture, picture
from tests.process.conn import Environment, Process, environment, short_folder
from tests.process.stored import path_of, rows, unfinished
from tests.world import MANIFEST, NAMES, TUESDAY_MORNING

POLICY = Path(__file__).with_name("two_called.yaml")
DONE_WITHIN = 20.0
A_WHILE = 3.0
"""Seconds of Conn's time: longer than it waits before it looks for what may have been sent."""

NO_FASTER = 0.5
"""Seconds between two such moves: what Slack allows in a channel comes by the machine's clock, and half a minute of
Conn's time would be worth a word."""

_STARTING = frozenset({"conversations.list", "auth.test", "users.lookupByEmail", "apps.connections.open"})


@dataclass(kw_only=True)
class Scene:
    """A workspace, a database, and a name for each call made since `watch`; `until` is how far time is to be moved."""

    slack: Sandbox
    env: Environment
    until: timedelta | None = None
    _names: dict[int, str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def calls(self) -> list[str]:
        """List the calls in the order in which Slack saw them begin."""
        return list(self._names.values())

    @property
    def database(self) -> Path:
        """Give the file Conn keeps everything in."""
        return path_of(self.env["DATABASE_URL"])

    @property
    def ahead(self) -> timedelta:
        """Read how far time was moved."""
        [(moved,)] = rows(self.database, "SELECT ahead_us FROM test_clock")
        return timedelta(microseconds=moved)

    def person(self, name: str) -> Person:
        """Find somebody."""
        return self.slack.person(name)

    def conn(self, module: str = "bot", **more: str) -> Process:
        """Make a process on this workspace and database, with `more` in its environment; enter it to start it."""
        return Process({**self.env, **more}, self.slack, module=module)

    def picture(self) -> Picture:
        """See what is there now."""
        return picture(self.slack, partial(rows, self.database))

    def watch(self) -> None:
        """Begin to name calls: the method, where it goes, and which of several of the kind it is."""
        self._names.clear()
        self._counts.clear()
        self.slack.faults.clear()
        self.slack.faults.before_call(self._note)

    def kill_around(self, call: str, *, after: bool, process: Process) -> asyncio.Event:
        """Have the process killed at this call, before or after Slack does it; the event says that it was."""
        struck = asyncio.Event()

        async def strike(seen: Seen) -> None:
            if not struck.is_set() and self._names.get(seen.number) == call:
                struck.set()
                await process.kill()
                raise CutError

        self.watch()
        hook = self.slack.faults.after_call if after else self.slack.faults.before_call
        hook(strike)
        return struck

    async def finished(self, process: Process) -> None:
        """Let Conn finish whatever it still has to do, its time passing where it waits."""
        deadline = time.monotonic() + DONE_WITHIN
        await process.still()
        while left := unfinished(self.database):
            assert time.monotonic() < deadline, f"never finished: {left}"
            await process.skip(A_WHILE)
            await asyncio.sleep(NO_FASTER)
            await process.still()

    async def _note(self, seen: Seen) -> None:
        if seen.method in _STARTING:
            return
        name = f"{seen.method}{self._target(seen.args)}"
        self._counts[name] += 1
        self._names[seen.number] = name if self._counts[name] == 1 else f"{name} ({self._counts[name]})"

    def _target(self, args: Args) -> str:
        where = str(args.get("channel") or "")
        users, channels = self.slack.workspace.users, self.slack.workspace.channels
        if where in users:
            return f" to {users[where].name}"
        if where in channels:
            channel = channels[where]
            return f" with {users[channel.with_user].name}" if channel.with_user else f" in #{channel.name}"
        return ""


@asynccontextmanager
async def scene(empty_database: Path) -> AsyncIterator[Scene]:
    """Set a workspace up with a copy of an empty, migrated database; it is the same time of the week in all of them."""
    async with Sandbox(MANIFEST) as slack:
        people = [slack.add_person(name) for name in NAMES]
        for name in ("incidents", "oncall", "ebit-support"):
            slack.add_channel(name, members=people, bot=True)
        with short_folder() as folder:
            shutil.copy(empty_database, Path(folder) / "conn.db")
            env = environment(slack, Path(folder), CONN_POLICY=str(POLICY))
            await advance_to(env["DATABASE_URL"], TUESDAY_MORNING)
            yield Scene(slack=slack, env=env)
