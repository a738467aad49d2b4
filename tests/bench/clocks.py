"""Ten thousand reminders due within a minute: how late each fires, with one process and with several."""

import asyncio
import random
import tempfile
import time
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

A_SECOND = 150
"""How many incidents are prepared in a second, at least."""

LEAD = timedelta(seconds=10)
"""From the last preparation to the first reminder: the processes start in it."""

PATIENCE = 60.0
"""Seconds after the last one was due in which all must have fired."""


async def measure(count: int, window: float, processes: tuple[int, ...]) -> list[Figure]:
    """Fire on SQLite with one process, then on Postgres with each number of them; `window` in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [await _lateness(f"sqlite:///{folder}/conn.db", count, window, 1, "SQLite")]
    with postgres.running() as server:
        for number in processes:
            with postgres.fresh(server) as url:
                figures.append(await _lateness(url, count, window, number, f"Postgres, {number} of `run`"))
    return figures


async def _lateness(url: str, count: int, window: float, processes: int, name: str) -> Figure:
    first = datetime.now(UTC) + timedelta(seconds=count / A_SECOND) + LEAD
    spread = random.Random(count)  # noqa: S311 - the same moments every time
    await _prepare(url, [first + timedelta(seconds=spread.uniform(0, window)) for _ in range(count)])
    if datetime.now(UTC) + LEAD / 2 > first:
        raise RuntimeError("this machine prepared too slowly to measure")
    async with workspace() as sandbox, conn(sandbox, url=url, policy=QUIET, shape=Shape(replicas=processes)):
        await asyncio.sleep((first - datetime.now(UTC)).total_seconds() + window)
        late = await _fired(url, count)
    return Figure(
        name=f"{count} reminders in {window:.0f} s: late by, p99",
        measured=p99(late),
        goal=1000,
        unit="ms",
        detail=f"{name}; median {median(late):.0f}, max {max(late)} ms; {len(late)} fired",
    )


async def _prepare(url: str, due: list[datetime]) -> None:
    await upgrade(url)
    database = Database(url)
    await database.open()
    try:
        await filled.promising(database, load(QUIET), due)
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
