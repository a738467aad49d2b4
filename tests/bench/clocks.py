"""Ten thousand reminders due within a minute, or at once: how late each fires, with one process and with several."""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.policy.loader import load
from store.database import Database
from store.engines import readers
from store.migrate import upgrade
from store.models import TimerRow
from tests import postgres
from tests.bench import filled
from tests.bench.figures import Figure, median, p99
from tests.bench.processes import Shape, conn
from tests.bench.world import workspace

QUIET = Path(__file__).with_name("quiet.yaml")

A_SECOND = 300
"""How many incidents are prepared in a second, at least."""

LEAD = timedelta(seconds=2)
"""From the last preparation to the first reminder, and as much again for each process: they start in it."""

A_SECOND_AT_LEAST = 170
"""Reminders that have to be fired in a second: as many as are due when there are ten thousand a minute."""

PATIENCE = 60.0
"""Seconds after the last one was due in which all must have fired."""


async def lateness(count: int, window: float, processes: tuple[int, ...]) -> list[Figure]:
    """Have so many fall due within `window` seconds."""
    figures = []
    async for name, late in _everywhere(count, window, processes):
        detail = f"{name}; median {median(late):.0f} ms; {len(late)} fired"
        due = f"{count} reminders in {window:.0f} s: late by"
        figures += [
            Figure(name=f"{due}, p99", measured=p99(late), goal=1000, unit="ms", detail=detail),
            Figure(name="… at most", measured=max(late), goal=2000, unit="ms", detail=name),
        ]
    return figures


async def drained(count: int, processes: tuple[int, ...]) -> list[Figure]:
    """Have so many fall due in the same moment."""
    return [
        Figure(
            name=f"timers fired a second, {count} due at once",
            measured=count / max(late) * 1000,
            goal=A_SECOND_AT_LEAST,
            at_least=True,
            unit="/s",
            detail=f"{name}; the last {max(late) / 1000:.1f} s late",
        )
        async for name, late in _everywhere(count, 0.0, processes)
    ]


async def _everywhere(count: int, window: float, processes: tuple[int, ...]) -> AsyncIterator[tuple[str, list[int]]]:
    """Fire on SQLite with one process, then on Postgres with each number of them; give how late each was (ms)."""
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", await _late(f"sqlite:///{folder}/conn.db", count, window, 1)
    with postgres.running() as server:
        for number in processes:
            with postgres.fresh(server) as url:
                yield f"Postgres, {number} of `run`", await _late(url, count, window, number)


async def _late(url: str, count: int, window: float, processes: int) -> list[int]:
    lead = (1 + processes) * LEAD
    first = datetime.now(UTC) + timedelta(seconds=count / A_SECOND) + lead
    spread = random.Random(count)  # noqa: S311 - the same moments every time
    await _prepare(url, [first + timedelta(seconds=spread.uniform(0, window)) for _ in range(count)])
    if datetime.now(UTC) + lead / 2 > first:
        raise RuntimeError("this machine prepared too slowly to measure")
    async with workspace() as sandbox, conn(sandbox, url=url, policy=QUIET, shape=Shape(replicas=processes)):
        await asyncio.sleep((first - datetime.now(UTC)).total_seconds() + window)
        return await _fired(url, count)


async def _prepare(url: str, due: list[datetime]) -> None:
    await upgrade(url)
    database = Database(url)
    await database.open()
    try:
        await filled.waiting(database, load(QUIET), due)
    finally:
        await database.close()


async def _fired(url: str, count: int) -> list[int]:
    """Wait until all have fired, and give how late each was (ms)."""
    engine = readers(url)
    until = time.monotonic() + PATIENCE
    first_times = select(TimerRow.late_ms).where(TimerRow.kind == "promise", TimerRow.state == "fired")
    try:
        while True:
            async with engine.connect() as connection:
                late = list((await connection.scalars(first_times.where(TimerRow.key.like("%/n1/t1/s0")))).all())
            if len(late) == count or time.monotonic() > until:
                return late
            await asyncio.sleep(0.5)
    finally:
        await engine.dispose()
