"""Several Conns share one Postgres through many incidents; one is killed, and one stops breathing for a while."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sandbox import Person, Sandbox
from store.engines import readers
from store.models import EffectRow, EventRow, IncidentRow, SurfaceRow, TimerRow
from tests.clock import advance_to
from tests.history.remains import broken
from tests.process.conn import Process, environment
from tests.world import TUESDAY_MORNING

POLICY = Path(__file__).with_name("short_clocks.yaml")

REPLICAS = 4
INCIDENTS = (10, 40)
P1_EVERY = 3
"""Every third incident gets a channel of its own: Slack makes about twenty in a minute."""

REMINDED_FOR = 13.0
"""Seconds in which each P1 is reminded of its update."""


class Fleet:
    """A workspace and the replicas in it."""

    def __init__(self, slack: Sandbox, replicas: list[Process], url: str) -> None:
        self.slack = slack
        self.replicas = replicas
        self.url = url

    async def types(self, person: Person, line: str) -> str:
        """Type a command, and as people do, type it again when Slack says that it came to nothing."""
        for _ in range(9):
            reply = await person.command("/incident", line)
            if not reply.error:
                return reply.text
        raise AssertionError(f"{line!r} was never answered: {reply.error}")

    async def declares(self, first: int, last: int) -> None:
        """Have as many people declare an incident each, a few at a time."""
        for n in range(first, last):
            person = self.slack.add_person(f"reporter{n}")
            severity = "P1" if n % P1_EVERY == 0 else ("P2", "P3")[n % 2]
            await self.types(person, f"declare {severity} Trouble number {n}")

    async def asks(self, query):
        """Ask the database from outside."""
        engine = readers(self.url)
        try:
            async with engine.connect() as connection:
                return (await connection.execute(query)).all()
        finally:
            await engine.dispose()

    async def settled(self) -> None:
        """Wait until everything that was to be sent or shown is."""
        waiting = select(func.count()).where(EffectRow.state.in_(("pending", "leased", "unknown")))
        stale = select(func.count()).where(SurfaceRow.want_version > SurfaceRow.seen_version)
        async with asyncio.timeout(150):
            while (await self.asks(waiting))[0][0] or (await self.asks(stale))[0][0]:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.5)
            await self.slack.quiet()


@asynccontextmanager
async def fleet(slack: Sandbox, folder: Path, url: str) -> AsyncIterator[Fleet]:
    """Start the replicas one after the other, as a rolling deploy does."""
    env = environment(slack, folder, DATABASE_URL=url, CONN_POLICY=str(POLICY))
    await advance_to(url, TUESDAY_MORNING)
    async with AsyncExitStack() as running:
        yield Fleet(slack, [await running.enter_async_context(Process(env, slack)) for _ in range(REPLICAS)], url)


@pytest.mark.slow
@pytest.mark.fault("F15", "F17", "F29", "F95")
@pytest.mark.invariant("INV-3", "INV-10", "INV-20")
@pytest.mark.long
@pytest.mark.parametrize("count", INCIDENTS)
async def test_nothing_is_doubled_or_lost_and_reminders_come_in_time(
    slack: Sandbox, folder: Path, postgres_url: str, count: int
):
    async with fleet(slack, folder, postgres_url) as conn:
        # given half of the incidents
        await conn.declares(0, count // 2)

        # when one replica is killed and another stops breathing, and as many incidents follow
        await conn.replicas[0].kill()
        os.kill(conn.replicas[1].pid, signal.SIGSTOP)
        await conn.declares(count // 2, count)
        await conn.types(slack.person("ana"), "ack INC-1")
        await conn.types(slack.person("ana"), "resolve INC-2")

        # and the one that was away breathes again, with everything it had in hand long overdue
        await asyncio.sleep(REMINDED_FOR)
        os.kill(conn.replicas[1].pid, signal.SIGCONT)
        numbers = select(IncidentRow.id).where(IncidentRow.severity == "P1", IncidentRow.is_open)
        for (number,) in await conn.asks(numbers):
            await conn.types(slack.person("ana"), f"resolve INC-{number}")
        await conn.settled()
        for replica in conn.replicas[1:]:
            assert await replica.terminate() == 0

    # then all incidents are there, each sentence about their history is true
    assert await conn.asks(select(func.count()).select_from(IncidentRow)) == [(count,)]
    assert await broken(slack, postgres_url, POLICY) == []

    # and every P1 was reminded of its update, none of them late enough to be worth a word
    reminded = await conn.asks(select(EventRow.incident, EventRow.payload).where(EventRow.kind == "Reminded"))
    worst = {number for (number,) in await conn.asks(select(IncidentRow.id).where(IncidentRow.severity == "P1"))}
    assert {number for number, _ in reminded} == worst
    assert [payload for _, payload in reminded if payload["late"]] == []
    assert await conn.asks(select(TimerRow.key).where(TimerRow.state == "armed", TimerRow.errors > 0)) == []
