"""Incidents and their logs."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from bot.domain.events import (
    Closed,
    Entry,
    PromiseKept,
    PromiseMade,
    PromiseWaived,
    Resolved,
    RoomOpened,
    Undelivered,
    Updated,
)
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.incident import replay
from bot.domain.outcome import unchanged
from bot.domain.policy import Audience
from store import incidents
from store.database import Database
from store.errors import Busy, Conflict
from store.models import EventRow, InboxRow, PromiseRow
from store.record import record
from tests.store.conftest import Story


def updated(text: str = "We found it") -> Updated:
    return Updated(text=text, audiences=(Audience.INTERNAL,))


async def test_incident_numbers_have_no_gaps_when_a_declaration_fails(database: Database, story: Story):
    assert await story.declare() == 1

    async def fail() -> None:
        async with database.begin() as tx:
            await incidents.next_id(tx)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await story.declare() == 2


async def test_replaying_the_log_gives_the_incident(database: Database, story: Story):
    room = RoomOpened(channel=ChannelId("C1"), name="inc-1")
    incident = await story.declare(room)
    await story.happens(incident, updated(), Resolved(text="rolled back"))
    async with database.read() as tx:
        log = await incidents.log(tx, incident)
        assert replay(incident, log) == await incidents.load(tx, incident)
        assert [entry.seq for entry in log] == [1, 2, 3, 4]
        assert await incidents.entry(tx, incident, 2) == log[1]


async def test_what_is_not_there_is_none(database: Database):
    async with database.begin() as tx:
        assert await incidents.load(tx, IncidentId(9)) is None
        assert await incidents.entry(tx, IncidentId(9), 1) is None
        assert await incidents.in_channel(tx, ChannelId("C9")) is None
        assert await incidents.log(tx, IncidentId(9)) == []


async def test_of_two_decisions_on_the_same_state_the_second_is_refused(database: Database, story: Story):
    incident = await story.declare()
    async with database.read() as tx:
        seen = await incidents.load(tx, incident)
    assert seen is not None
    await story.happens(incident, updated("first"))
    with pytest.raises(Conflict):
        async with database.begin() as tx:
            await record(tx, unchanged(seen).then(updated("second"), at=tx.now), story.policy)
    async with database.read() as tx:
        assert [type(e.event).__name__ for e in await incidents.log(tx, incident)] == ["Declared", "Updated"]


async def test_who_changes_an_incident_keeps_everybody_else_from_it_until_the_end(database: Database, story: Story):
    incident = await story.declare()
    async with database.begin() as tx:
        await incidents.load(tx, incident)
        with pytest.raises(Busy):
            async with database.begin(patience=timedelta(milliseconds=50)) as other:
                await incidents.load(other, incident)


async def test_an_incident_is_found_by_its_channel_and_a_thread_by_its_message(database: Database, story: Story):
    own = await story.declare(RoomOpened(channel=ChannelId("C1"), name="inc-1"))
    thread = MessageTs("1700000000.000100")
    threaded = await story.declare(RoomOpened(channel=ChannelId("C2"), name="support", thread=thread))
    async with database.read() as tx:
        found = [
            await incidents.in_channel(tx, ChannelId("C1")),
            await incidents.in_channel(tx, ChannelId("C1"), MessageTs("1.1")),
            await incidents.in_channel(tx, ChannelId("C2"), thread),
            await incidents.in_channel(tx, ChannelId("C2")),
        ]
    assert [i.id if i else None for i in found] == [own, own, threaded, None]


async def test_open_incidents_come_worst_first_and_ended_ones_not_at_all(database: Database, story: Story):
    minor, worst, over = [await story.declare(severity=s) for s in ("P3", "P1", "P1")]
    await story.happens(over, Resolved())
    async with database.read() as tx:
        assert [i.id for i in await incidents.open_ones(tx)] == [worst, minor]
        assert [i.id for i in await incidents.recent(tx, 2)] == [over, worst]
        assert [i.id for i in await incidents.recent(tx, 2, before=worst)] == [minor]


@pytest.mark.parametrize("change", [update(EventRow).values(actor="nobody"), delete(EventRow)])
async def test_a_log_entry_can_neither_be_changed_nor_removed(change, database: Database, story: Story):
    await story.declare()
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.begin() as tx:
            await tx.execute(change)


async def test_four_hundred_changes_at_once_lose_nothing(database: Database, story: Story):
    incident = await story.declare()

    async def change(n: int) -> None:
        for _ in range(20):
            await story.happens(incident, Undelivered(key=str(n), what="a page", why="gone"))

    await asyncio.gather(*(change(n) for n in range(20)))
    async with database.read() as tx:
        log = await incidents.log(tx, incident)
        assert [entry.seq for entry in log] == list(range(1, 402))
        assert replay(incident, log) == await incidents.load(tx, incident)


async def test_a_naive_moment_is_refused(database: Database):
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    async with database.begin() as tx:
        row = tx.insert(InboxRow).values(key="k", kind="x", received_at=naive)
        with pytest.raises(StatementError, match="no time zone"):
            await tx.execute(row)


async def test_moments_come_back_in_utc_to_the_microsecond(database: Database):
    moment = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    async with database.begin() as tx:
        await tx.execute(tx.insert(InboxRow).values(key="k", kind="x", received_at=moment))
        back = await tx.scalar(select(InboxRow.received_at))
    assert back == moment
    assert back.utcoffset() == timedelta(0)


async def test_the_ledger_knows_which_promises_were_kept(database: Database, story: Story):
    incident = await story.declare()

    async def ledger() -> list[tuple[str, str, int | None]]:
        async with database.read() as tx:
            rows = await tx.execute(select(PromiseRow).order_by(PromiseRow.key))
            return [(row.key.removeprefix("inc:1/promise/"), row.state, row.late_s) for row in rows]

    async def made(audience: Audience, n: int) -> PromiseMade:
        async with database.read() as tx:
            due = tx.now + timedelta(minutes=30)
        return PromiseMade(audience=audience, n=n, due_at=due, why="P1")

    internal, external = Audience.INTERNAL, Audience.EXTERNAL
    await story.happens(incident, await made(internal, 1), await made(external, 1))
    await story.happens(incident, PromiseKept(audience=internal, n=1), await made(internal, 2))
    late = PromiseKept(audience=internal, n=2, late=timedelta(seconds=90))
    await story.happens(incident, late, await made(internal, 3), PromiseWaived(audience=external, n=1))
    await story.happens(incident, Resolved(), Closed())
    assert await ledger() == [
        ("external/n1", "waived", None),
        ("internal/n1", "kept", 0),
        ("internal/n2", "late", 90),
        ("internal/n3", "dropped", None),
    ]


async def test_an_outcome_without_entries_changes_nothing(database: Database, story: Story):
    incident = await story.declare()
    async with database.begin() as tx:
        before = await incidents.load(tx, incident)
        assert before is not None
        await record(tx, unchanged(before), story.policy)
        assert isinstance(await incidents.entry(tx, incident, 1), Entry)
        assert await incidents.load(tx, incident) == before
