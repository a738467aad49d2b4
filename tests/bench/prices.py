"""What firing one timer costs beside so many that wait: the engine's own work, without a Slack."""

import tempfile
import time
from datetime import timedelta

from bot.domain.people import Directory
from bot.engine import Engine
from bot.policy.loader import load
from bot.usecases.deps import Deps, Models
from store.database import Database
from store.migrate import upgrade
from tests.bench import filled
from tests.bench.clocks import QUIET
from tests.bench.figures import Figure, median

FAR = timedelta(days=30)

ROUNDS = 5
"""Each begins with as many due timers; their median is what counts."""


async def measure(sizes: tuple[int, ...], due: int) -> list[Figure]:
    """Fire `due` timers at once, some times over, beside each number of timers that wait."""
    costs = {size: await _cost(size, due) for size in sizes}
    few, *more = sizes
    return [
        Figure(
            name=f"cost of a timer, {size} waiting / {few}",
            measured=costs[size] / costs[few],
            goal=1.5,
            detail=f"processor time on SQLite, median of {ROUNDS}: {costs[few]:.2f} and {costs[size]:.2f} ms",
        )
        for size in more
    ]


async def _cost(waiting: int, due: int) -> float:
    """Give the milliseconds of the processor that one timer takes."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/conn.db"
        await upgrade(url)
        database, policy = Database(url), load(QUIET)
        await database.open()
        try:
            async with database.read() as tx:
                now = tx.now
            await filled.waiting(database, policy, [now + FAR] * waiting)
            engine = Engine(Deps(database=database, models=Models(current=policy), directory=Directory()), _heard)
            await engine.prepare()
            return median([await _round(engine, database, due) for _ in range(ROUNDS)]) / due * 1000
        finally:
            await database.close()


async def _round(engine: Engine, database: Database, due: int) -> float:
    async with database.read() as tx:
        now = tx.now
    await filled.promising(database, load(QUIET), [now] * due)
    began = time.process_time()
    await engine.tick()
    return time.process_time() - began


def _heard(_late: float) -> None:
    """Nobody keeps count here."""
