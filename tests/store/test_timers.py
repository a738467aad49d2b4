"""Clocks: armed with the decision that wants them, fired once, never revived."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.events import Acknowledged, CommandTaken, Paged, PromiseMade, PromiseSnoozed, Resolved
from bot.domain.people import PersonId
from bot.domain.policy import Audience
from bot.domain.timers import TimerKind
from store import timers
from store.database import Database
from store.errors import Conflict
from store.models import TimerRow
from store.timers import ArmedTimer
from tests.store.conftest import Story

PAGED = Paged(rung=1, step=0, target="first line", people=(PersonId("UBEN"),), why="P1", wait=timedelta(minutes=2))


async def states(database: Database) -> dict[str, tuple[str, str | None]]:
    async with database.read() as tx:
        rows = await tx.execute(select(TimerRow))
        return {row.key.removeprefix("inc:1/"): (row.state, row.ended_why) for row in rows}


async def claimed(database: Database) -> list[ArmedTimer]:
    async with database.begin() as tx:
        return await timers.claim_due(tx)


async def test_a_page_arms_its_escalation_and_an_acknowledgement_cancels_it_with_the_reason(
    database: Database, story: Story
):
    incident = await story.declare(PAGED)
    assert (await states(database))["escalate/g1/r1"] == ("armed", None)
    await story.happens(incident, Acknowledged(rung=1, target="first line"), by="UBEN")
    assert (await states(database))["escalate/g1/r1"] == ("cancelled", "Acknowledged")


async def test_what_an_event_does_not_concern_stays_armed_as_it_was(database: Database, story: Story):
    incident = await story.declare(PAGED)
    async with database.read() as tx:
        before = (await tx.execute(select(TimerRow).where(TimerRow.kind == TimerKind.ESCALATE))).one()
    await database.skip(timedelta(minutes=1))
    await story.happens(incident, CommandTaken(), by="UBEN")
    async with database.read() as tx:
        after = (await tx.execute(select(TimerRow).where(TimerRow.kind == TimerKind.ESCALATE))).one()
    assert before == after
    assert (await states(database))["no_commander/g1/t1"] == ("cancelled", "CommandTaken")


async def test_a_reminder_moved_back_gets_a_new_timer_and_the_cancelled_ones_stay_so(database: Database, story: Story):
    incident = await story.declare()
    async with database.read() as tx:
        due = tx.now + timedelta(minutes=30)
    made = PromiseMade(audience=Audience.INTERNAL, n=1, due_at=due, why="P1")
    later = due + timedelta(minutes=5)
    await story.happens(incident, made)
    await story.happens(incident, PromiseSnoozed(audience=Audience.INTERNAL, n=1, until=later))
    await story.happens(incident, PromiseSnoozed(audience=Audience.INTERNAL, n=1, until=due))
    promised = {key: state for key, state in (await states(database)).items() if "promise" in key}
    ended = [("cancelled", "PromiseSnoozed")] * 2
    assert sorted(promised.values(), key=str) == [("armed", None), *ended]


async def test_nothing_is_due_before_its_time_and_then_exactly_once(database: Database, story: Story):
    await story.declare(PAGED)
    await database.skip(timedelta(minutes=1, seconds=58))
    assert [t.kind for t in await claimed(database)] == []
    async with database.read() as tx:
        due = await timers.next_due(tx)
        assert due is not None
        assert tx.now < due <= tx.now + timedelta(seconds=2)
        assert await timers.overdue(tx) == timedelta(0)
    await database.skip(timedelta(seconds=2))
    async with database.begin() as tx:
        [timer] = await timers.claim_due(tx)
        assert (timer.key, timer.subject, timer.errors) == ("inc:1/escalate/g1/r1", "1", 0)
        await timers.mark_fired(tx, timer, tx.now - timer.due_at)
    assert await claimed(database) == []
    with pytest.raises(Conflict):
        async with database.begin() as tx:
            await timers.mark_superseded(tx, timer, "too late")


async def test_a_fired_timer_is_not_cancelled_by_what_it_caused(database: Database, story: Story):
    incident = await story.declare(PAGED)
    await database.skip(timedelta(minutes=2))
    async with database.begin() as tx:
        [timer] = await timers.claim_due(tx)
        await timers.mark_fired(tx, timer, timedelta(0))
    await story.happens(incident, Resolved())
    assert (await states(database))["escalate/g1/r1"] == ("fired", None)


async def test_a_timer_that_fails_rests_longer_each_time_and_the_others_go_on(database: Database, story: Story):
    await story.declare(PAGED)
    await story.declare(PAGED)
    await database.skip(timedelta(minutes=2))
    for rest in (2, 4, 8):
        async with database.begin() as tx:
            [broken, *others] = await timers.claim_due(tx)
            assert [timer.incident for timer in others] == [2]
            await timers.postpone(tx, broken, "ValueError: no such step")
        assert [timer.incident for timer in await claimed(database)] == [2]
        await database.skip(timedelta(seconds=rest))
    async with database.read() as tx:
        assert await timers.overdue(tx) > timedelta(seconds=13)


@pytest.mark.fault("F98")
@pytest.mark.invariant("INV-22")
async def test_a_kind_that_only_newer_code_knows_stays_armed_and_is_counted_as_overdue(
    database: Database, story: Story
):
    await story.declare(PAGED)
    async with database.begin() as tx:
        await tx.execute(update(TimerRow).values(kind="from the future"))
    await database.skip(timedelta(minutes=3))
    assert await claimed(database) == []
    async with database.read() as tx:
        assert await timers.overdue(tx) >= timedelta(minutes=1)
        assert await timers.next_due(tx) is None


@pytest.mark.fault("F95")
async def test_workers_never_get_the_same_timer(database: Database, story: Story):
    for _ in range(20):
        await story.declare(PAGED)
    await database.skip(timedelta(minutes=2))
    taken: list[str] = []

    async def work() -> None:
        while True:
            async with database.begin(patience=timedelta(seconds=30)) as tx:
                due = await timers.claim_due(tx, limit=3)
                await asyncio.sleep(0.01)
                for timer in due:
                    await timers.mark_fired(tx, timer, timedelta(0))
            if not due:
                return
            taken.extend(timer.key for timer in due)

    await asyncio.gather(*(work() for _ in range(6)))
    assert len(taken) == len(set(taken)) == 20


async def test_what_nobody_was_there_to_hear_is_listed_by_incident(database: Database, story: Story):
    await story.declare(PAGED)
    await database.skip(timedelta(minutes=2, seconds=30))
    async with database.read() as tx:
        found = await timers.missed(tx, tx.now - timedelta(seconds=10))
    assert {incident: [timer.kind for timer in missed] for incident, missed in found.items()} == {
        1: [TimerKind.ESCALATE]
    }
    async with database.read() as tx:
        assert await timers.missed(tx, tx.now - timedelta(minutes=1)) == {}
