"""The checker finds what is wrong, and nothing where nothing is."""

from datetime import timedelta

import pytest
from sqlalchemy import Executable, delete, select, text, update

from bot.domain.events import Acknowledged, Mended, Paged, PromiseMade, Resolved, RoomOpened
from bot.domain.ids import ChannelId
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.policy import Audience, Policy
from store import incidents, outbox, surfaces, timers
from store.check import PolicyOf, problems
from store.codec import chained
from store.database import Database
from store.models import EffectRow, EventRow, IncidentRow, SurfaceRow, TimerRow, table
from store.repair import repair
from tests.store.conftest import Story

PAGED = Paged(rung=1, step=0, target="first", people=(PersonId("UBEN"),), why="P1", wait=timedelta(minutes=2))


async def found(database: Database, policy: Policy) -> list[str]:
    async with database.read() as tx:
        return [str(problem) for problem in await problems(tx, _always(policy))]


def _always(policy: Policy) -> PolicyOf:
    async def policy_of(_: Incident) -> Policy:
        return policy

    return policy_of


async def busy_day(database: Database, story: Story) -> None:
    async with database.read() as tx:
        promise = PromiseMade(audience=Audience.INTERNAL, n=1, due_at=tx.now + timedelta(hours=1), why="P1")
    incident = await story.declare(RoomOpened(channel=ChannelId("C1"), name="inc-1"), PAGED, promise)
    await story.declare(PAGED)
    await database.skip(timedelta(minutes=2))
    async with database.begin() as tx:
        for claim in await outbox.claim(tx):
            await outbox.obsolete(tx, claim, "a test")
        await surfaces.claim(tx)
    await story.happens(incident, Acknowledged(rung=1, target="first"), by="UBEN")
    await story.happens(incident, Resolved())


async def test_nothing_is_wrong_after_a_busy_day(database: Database, story: Story):
    await busy_day(database, story)
    assert await found(database, story.policy) == []


WRONGS = {
    "its columns": update(IncidentRow).values(status="closed"),
    "not what was written": update(EventRow).where(EventRow.seq == 2).values(actor="UEVE"),
    "has gaps": delete(EventRow).where(EventRow.seq == 2),
    "has no log": delete(EventRow),
    "is not armed": update(TimerRow).values(state="cancelled"),
    "cannot be": update(TimerRow).where(TimerRow.state == "cancelled").values(ended_why=None),
    "the message": update(EffectRow).values(state="delivered"),
    "Slack shows": update(SurfaceRow).values(seen_version=99),
}


HIDDEN_IF_MENDED = ("not what was written", "has gaps", "has no log")


async def spoil(database: Database, sentence: str) -> None:
    await spoil_by(database, WRONGS[sentence])


async def spoil_by(database: Database, *statements: Executable) -> None:
    async with database.begin() as tx:
        if tx.connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                await tx.execute(text(f"DROP TRIGGER event_refuses_{verb}"))
        else:
            await tx.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        for statement in statements:
            await tx.execute(statement)


@pytest.mark.parametrize("sentence", WRONGS)
async def test_what_somebody_changed_by_hand_is_found(sentence: str, database: Database, story: Story):
    await busy_day(database, story)
    await spoil(database, sentence)
    assert [problem for problem in await found(database, story.policy) if sentence in problem]


@pytest.mark.parametrize("sentence", [sentence for sentence in WRONGS if sentence not in HIDDEN_IF_MENDED])
async def test_a_repair_puts_right_what_the_log_can_tell_and_says_so_there(
    sentence: str, database: Database, story: Story
):
    await busy_day(database, story)
    await spoil(database, sentence)

    async with database.begin() as tx:
        left = await repair(tx, await problems(tx, _always(story.policy)), _always(story.policy))

    assert left == []
    assert await found(database, story.policy) == []
    async with database.read() as tx:
        said = [e.event.what for i in (1, 2) for e in await incidents.log(tx, i) if isinstance(e.event, Mended)]
    assert any(sentence in line for what in said for line in what)


@pytest.mark.parametrize("sentence", HIDDEN_IF_MENDED)
async def test_a_repair_leaves_an_incident_alone_whose_log_somebody_changed(
    sentence: str, database: Database, story: Story
):
    await busy_day(database, story)
    await spoil(database, sentence)
    before = await found(database, story.policy)

    async with database.begin() as tx:
        left = await repair(tx, await problems(tx, _always(story.policy)), _always(story.policy))

    assert [str(problem) for problem in left] == before == await found(database, story.policy)


async def test_a_timer_that_fired_early_is_found(database: Database, story: Story):
    await story.declare(PAGED)
    async with database.begin() as tx:
        await tx.execute(update(table(TimerRow)).values(due_at=tx.now))
        timer, *_ = await timers.claim_due(tx)
        await timers.mark_fired(tx, timer, timedelta(0))
        await tx.execute(update(table(TimerRow)).values(due_at=tx.now + timedelta(minutes=1)))
    assert any("cannot be" in problem for problem in await found(database, story.policy))


async def test_a_removed_last_entry_is_found_although_nothing_after_it_gives_it_away(database: Database, story: Story):
    incident = await story.declare(PAGED)
    await spoil_by(database, delete(EventRow).where(EventRow.seq == 2))
    assert f"INC-{incident}: its log has gaps" in await found(database, story.policy)


async def test_what_is_written_anew_with_a_seal_of_its_own_does_not_fit_what_follows(database: Database, story: Story):
    # given a log of which somebody rewrites an entry, seals it as Conn does, and lets the next one follow it
    incident = await story.declare(PAGED)
    async with database.read() as tx:
        row = (await tx.execute(select(EventRow).where(EventRow.seq == 1))).one()
        entry = (await incidents.log(tx, incident))[0]
    payload = {**row.payload, "title": "Nothing happened"}
    sealed = chained(incident, entry, payload, row.previous_hash)
    await spoil_by(
        database,
        update(EventRow).where(EventRow.seq == 1).values(payload=payload, hash=sealed),
        update(EventRow).where(EventRow.seq == 2).values(previous_hash=sealed),
    )

    # then the seal of that one shows it
    assert f"INC-{incident}: log entry 2 is not what was written" in await found(database, story.policy)
