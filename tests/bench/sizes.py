"""How Conn bears much: memory after a thousand incidents, reading beside a hundred thousand past ones."""

import asyncio
import tempfile
import time
from pathlib import Path

from bot.policy.loader import load
from bot.usecases.declare import MOST_AT_ONCE
from store.database import Database
from store.migrate import upgrade
from tests.bench import filled
from tests.bench.answers import ask
from tests.bench.clocks import QUIET
from tests.bench.figures import Figure, median, p99
from tests.bench.processes import conn
from tests.bench.world import REPORTER, workspace

READ = ("/incident list", "/incident show INC-1", "/oncall load")
"""What is typed; the numbers of past months are with the load that people carried."""


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
    """Time what reads many incidents, beside many past ones, as a ratio to the same without any."""
    few = await _times(0, open_ones, count)
    many = await _times(past, open_ones, count)
    detail = f"{open_ones} open; median {{:.1f}} ms without past ones, {{:.1f}} ms with {past}, p99 {{:.1f}} ms"
    return [
        Figure(
            name=f"{what} beside {past} past incidents / without",
            measured=median(many[what]) / median(few[what]),
            goal=1.5,
            detail=detail.format(*(1000 * t for t in (median(few[what]), median(many[what]), p99(many[what])))),
        )
        for what in few
    ]


async def _times(past: int, open_ones: int, count: int) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        await _fill(f"sqlite:///{folder}/conn.db", past, open_ones)
        async with workspace(latency=0.0) as sandbox, conn(sandbox, Path(folder), policy=QUIET):
            person = sandbox.person(REPORTER)
            typed = {line: [await ask(sandbox, line) for _ in range(count)] for line in READ}
            homes = []
            for _ in range(count):
                published = len(sandbox.log.calls("views.publish"))
                began = time.perf_counter()
                await person.opens_home()
                while len(sandbox.log.calls("views.publish")) == published:  # noqa: ASYNC110 - the log tells nobody
                    await asyncio.sleep(0.001)
                homes.append(time.perf_counter() - began)
    return {**typed, "Home": homes}


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
