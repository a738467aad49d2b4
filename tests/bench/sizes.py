"""How Conn bears much: memory after a thousand incidents, reading beside a hundred thousand past ones."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bot.policy.loader import load
from bot.sandbox import Sandbox
from bot.usecases.declare import MOST_AT_ONCE
from store.database import Database
from store.migrate import upgrade
from tests.bench import filled
from tests.bench.answers import ask
from tests.bench.clocks import QUIET
from tests.bench.figures import Figure, median, p99
from tests.bench.processes import conn
from tests.bench.world import REPORTER, workspace

GOAL = 1.5
GOAL_OF_LOAD = 5.0
"""`/oncall load` adds up the calls of five weeks: those of 4,000 incidents, where 900 days had a hundred thousand."""

Ask = Callable[[Sandbox], Awaitable[float]]


async def memory(count: int) -> list[Figure]:
    """Declare, acknowledge and resolve `count` logged incidents by command, one after the other."""
    async with workspace() as sandbox, conn(sandbox, policy=QUIET) as app:
        before = app.memory
        people = [sandbox.add_person(f"reporter{n}") for n in range(count // MOST_AT_ONCE + 1)]
        for number in range(1, count + 1):
            person = people[number // MOST_AT_ONCE]
            for line in (f"declare P3 Checkout {number} is down", f"ack INC-{number}", f"resolve INC-{number}"):
                reply = await person.command("/incident", line)
                if reply.error:
                    raise RuntimeError(f"{line}: {reply.error}")
        await sandbox.quiet()
        await asyncio.sleep(1.0)
        after = app.memory
    detail = f"VmRSS, {before:.0f} MB before the first; declared, acknowledged and resolved"
    return [Figure(name=f"memory after {count} incidents", measured=after, goal=160, unit="MB", detail=detail)]


async def reading(past: int, open_ones: int, count: int) -> list[Figure]:
    """Time what reads many incidents, beside many past ones and without any by turns."""
    asked: list[tuple[str, Ask, float]] = [
        ("/incident list", partial(ask, line="/incident list"), GOAL),
        ("/oncall load", partial(ask, line="/oncall load"), GOAL_OF_LOAD),
        ("Home", _opens_home, GOAL),
    ]
    with tempfile.TemporaryDirectory() as young, tempfile.TemporaryDirectory() as old:
        await _fill(f"sqlite:///{young}/conn.db", 0, open_ones)
        await _fill(f"sqlite:///{old}/conn.db", past, open_ones)
        async with _lived(young) as without, _lived(old) as beside:
            return [
                _compared(
                    f"{what} beside {past} past incidents / none", goal, await _times(ask_, without, beside, count)
                )
                for what, ask_, goal in asked
            ]


async def _times(asks: Ask, without: Sandbox, beside: Sandbox, count: int) -> list[tuple[float, float]]:
    return [(await asks(without) * 1000, await asks(beside) * 1000) for _ in range(count)]


def _compared(name: str, goal: float, times: list[tuple[float, float]]) -> Figure:
    few, many = zip(*times, strict=True)
    detail = f"{len(times)} by turns; median {median(few):.1f} and {median(many):.1f} ms, p99 {p99(many):.1f} ms"
    return Figure(name=name, measured=median(many) / median(few), goal=goal, detail=detail)


@asynccontextmanager
async def _lived(folder: str) -> AsyncIterator[Sandbox]:
    async with workspace(latency=0.0) as sandbox, conn(sandbox, Path(folder), policy=QUIET):
        yield sandbox


async def _opens_home(sandbox: Sandbox) -> float:
    published, began = len(sandbox.log.calls("views.publish")), time.perf_counter()
    await sandbox.person(REPORTER).opens_home()
    while len(sandbox.log.calls("views.publish")) == published:  # noqa: ASYNC110 - the log tells nobody
        await asyncio.sleep(0.001)
    return time.perf_counter() - began


async def _fill(url: str, past: int, open_ones: int) -> None:
    await upgrade(url)
    database = Database(url)
    await database.open()
    try:
        policy = load(QUIET)
        await filled.past(database, policy, past)
        await filled.still_open(database, policy, open_ones)
    finally:
        await database.close()
