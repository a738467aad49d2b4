"""From a TCP reset of every socket to the next answer, beside a bare Bolt app."""

import asyncio
import time

from bot.sandbox import Sandbox
from tests.bench.figures import Figure, median
from tests.bench.processes import POLL, answered

PAUSE = 0.7
"""Seconds between two resets, so that they fall on different moments of the app's own rhythm."""

LONGEST = 60.0


async def measure(conn: Sandbox, bare: Sandbox, count: int, *, bare_count: int) -> Figure:
    """Reset both apps' sockets `count` times, the two beside each other."""
    ours, theirs = await asyncio.gather(_resets(conn, count), _resets(bare, bare_count))
    return Figure(
        name="TCP reset → answering again",
        measured=median(ours),
        goal=3,
        unit="s",
        detail=f"median of {count}, longest {max(ours):.2f} s; bare Bolt {median(theirs):.1f} s" if theirs else "",
    )


async def _resets(sandbox: Sandbox, count: int) -> list[float]:
    return [await _reset(sandbox, PAUSE * (1 + n / count)) for n in range(count)]


async def _reset(sandbox: Sandbox, pause: float) -> float:
    await asyncio.sleep(pause)
    began = time.perf_counter()
    sandbox.faults.reset_sockets()
    async with asyncio.timeout(LONGEST):
        while not await answered(sandbox):  # noqa: ASYNC110 - it is the app's answer that is waited for
            await asyncio.sleep(POLL)
    return time.perf_counter() - began
