"""How soon a command is answered, and how many a second, beside a bare Bolt app in the same run."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox import Sandbox
from tests.bench.figures import Figure, median, p99
from tests.bench.world import REPORTER

AT_ONCE = (2, 4, 8, 16, 32, 64, 96, 128, 192)
"""How many people wait for an answer at the same time, step by step."""

HELP = "/incident help"
NOTE = "/incident note rolled back INC-1"

SOON = 0.3
"""Seconds within which 99 of 100 have to be answered."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How many commands a second were answered while `at_once` people kept asking."""

    at_once: int
    a_second: float
    p99: float


async def latency(conn: Sandbox, bare: Sandbox, count: int) -> list[Figure]:
    """Ask both by turns, one question at a time."""
    ours, theirs = [], []
    for _ in range(count):
        ours.append(await ask(conn))
        theirs.append(await ask(bare))
    ms = [(median(values) * 1000, p99(values) * 1000) for values in (ours, theirs)]
    beside = f"{count} by turns; Conn {{:.1f}} ms, bare Bolt {{:.1f}} ms"
    names = ("ack of /incident help beyond bare Bolt, median", "… p99")
    return [
        Figure(name=name, measured=mine - bolt, goal=3, unit="ms", detail=beside.format(mine, bolt))
        for name, mine, bolt in zip(names, *ms, strict=True)
    ]


async def throughput(conn: Sandbox, bare: Sandbox, seconds: float, steps: tuple[int, ...] = AT_ONCE) -> list[Figure]:
    """Find the most answers a second that still come soon: of a question, and of something that is stored."""
    await ask(conn, "/incident declare P3 Checkout is down")
    theirs = await _best(bare, HELP, seconds, steps)
    figures = []
    for line, goal in ((HELP, 600), (NOTE, 100)):
        ours = await _best(conn, line, seconds, steps)
        how = f"{ours.at_once} at once, p99 {ours.p99 * 1000:.0f} ms"
        beside = f"bare Bolt {theirs.a_second:.0f}/s, {ours.a_second / theirs.a_second:.2f} of it"
        figures.append(
            Figure(
                name=f"{line} a second, p99 < 300 ms",
                measured=ours.a_second,
                goal=goal,
                at_least=True,
                unit="/s",
                detail=f"{how}; {beside}",
            )
        )
    return figures


async def ask(sandbox: Sandbox, line: str = HELP) -> float:
    """Ask once and give the seconds until the ack."""
    command, words = line.split(" ", 1)
    reply = await sandbox.person(REPORTER).command(command, words)
    if reply.error:
        raise RuntimeError(f"no answer: {reply.error}")
    return reply.latency_ms / 1000


async def _best(sandbox: Sandbox, line: str, seconds: float, steps: tuple[int, ...]) -> Rate:
    best = Rate(at_once=0, a_second=0, p99=0)
    for at_once in steps:
        rate = await _rate(sandbox, line, at_once, seconds)
        if rate.p99 >= SOON:
            break
        best = max(best, rate, key=lambda one: one.a_second)
    return best


async def _rate(sandbox: Sandbox, line: str, at_once: int, seconds: float) -> Rate:
    began = time.perf_counter()
    until = began + seconds
    waits = await asyncio.gather(*(_keep_asking(sandbox, line, until) for _ in range(at_once)))
    all_waits = list(_flat(waits))
    return Rate(at_once=at_once, a_second=len(all_waits) / (time.perf_counter() - began), p99=p99(all_waits))


async def _keep_asking(sandbox: Sandbox, line: str, until: float) -> list[float]:
    waits = [await ask(sandbox, line)]
    while time.perf_counter() < until:
        waits.append(await ask(sandbox, line))
    return waits


def _flat(lists: list[list[float]]) -> Iterator[float]:
    for values in lists:
        yield from values
