"""Measure everything, or the parts that are named, and print the table."""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext

from tests import postgres
from tests.bench import answers, clocks, declares, models, prices, resets, sizes, soak, starts, storm
from tests.bench.figures import Figure, print_table
from tests.bench.processes import SHAPE, Shape, bare, conn
from tests.bench.world import workspace


async def declaring(count: int = 20) -> list[Figure]:
    """Twenty is what Slack lets an app create in a minute."""
    async with workspace(more_people=count) as sandbox, conn(sandbox) as app:
        return await declares.measure(sandbox, app, count)


async def answering(count: int = 400) -> list[Figure]:
    """Conn and the bare app each have a workspace of their own."""
    async with workspace() as ours, workspace() as theirs, conn(ours), bare(theirs):
        return await answers.latency(ours, theirs, count)


async def throughput(seconds: float = 2.5, steps: tuple[int, ...] = answers.AT_ONCE) -> list[Figure]:
    """The bare app says what this machine allows."""
    async with workspace() as ours, workspace() as theirs, conn(ours), bare(theirs):
        return await answers.throughput(ours, theirs, seconds, steps)


async def storming(count: int = 32) -> list[Figure]:
    """More people than Slack lets an app create channels for in a minute."""
    async with workspace(latency=storm.LATENCY, rate_limits=True, more_people=count) as sandbox, conn(sandbox):
        return await storm.measure(sandbox, count)


async def starting(count: int = 5) -> list[Figure]:
    """One start that migrates, then several that need not."""
    return await starts.measure(count)


async def resetting(count: int = 5, bare_count: int = 3) -> list[Figure]:
    """The bare app takes longer, so it is reset less often."""
    async with workspace() as ours, workspace() as theirs, conn(ours), bare(theirs):
        return [await resets.measure(ours, theirs, count, bare_count=bare_count)]


async def lateness(count: int = 10_000, window: float = 60.0, processes: tuple[int, ...] = (1, 2, 4)) -> list[Figure]:
    """As many clocks in a minute as the largest organisation would ever have."""
    return await clocks.lateness(count, window, processes)


async def draining(count: int = 3_000, processes: tuple[int, ...] = (1, 2, 4)) -> list[Figure]:
    """As many as fit into a few seconds."""
    return await clocks.drained(count, processes)


async def pricing(sizes: tuple[int, ...] = (10, 1_000, 100_000), due: int = 200) -> list[Figure]:
    """Neither a team's database nor the largest organisation's makes a timer dearer."""
    return await prices.measure(sizes, due)


async def remembering(count: int = 1_000) -> list[Figure]:
    """What a process keeps of incidents that are over."""
    return await sizes.memory(count)


async def soaking(days: float = 30, count: int = 1_000, *, stops: bool = True) -> list[Figure]:
    """A month of everything that happens, on a clock that is moved on."""
    return await soak.measure(days, count, stops=stops)


async def reading(past: int = 100_000, open_ones: int = 100, count: int = 50) -> list[Figure]:
    """What years of incidents cost those who only look."""
    return await sizes.reading(past, open_ones, count)


async def loading(count: int = 20) -> list[Figure]:
    """Needs neither Slack nor a store."""
    return models.loading(count)


async def on_duty(count: int = 500) -> list[Figure]:
    """Needs neither Slack nor a store."""
    return models.duty(count)


PARTS: dict[str, Callable[[], Awaitable[list[Figure]]]] = {
    "declare": declaring,
    "ack": answering,
    "storm": storming,
    "throughput": throughput,
    "start": starting,
    "reset": resetting,
    "lateness": lateness,
    "drain": draining,
    "price": pricing,
    "memory": remembering,
    "reading": reading,
    "soak": soaking,
    "load": loading,
    "duty": on_duty,
}


async def measured(names: list[str]) -> list[Figure]:
    """Measure one part after the other, since they would disturb each other."""
    figures = []
    for name in names:
        began = time.perf_counter()
        figures += await PARTS[name]()
        sys.stderr.write(f"{name}: {time.perf_counter() - began:.0f} s\n")
    return figures


def main() -> None:
    """Exit with 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; everything by default")
    parser.add_argument("--postgres", action="store_true", help="keep the database in a Postgres of our own")
    parser.add_argument("--replicas", type=int, default=1, help="how many processes share it")
    asked = parser.parse_args()
    if asked.replicas > 1 and not asked.postgres:
        parser.error("several processes share a Postgres, never a SQLite file")
    with postgres.running() if asked.postgres else nullcontext() as server:
        SHAPE.set(Shape(server=server, replicas=asked.replicas))
        figures = asyncio.run(measured(asked.parts or list(PARTS)))
    print_table(figures)
    sys.exit(not all(figure.met for figure in figures))


if __name__ == "__main__":
    main()
