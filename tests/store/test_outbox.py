"""Messages: claimed by one, in order within a lane, marked only under the lease."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.effects.effect import PAGE_WAITS_FOR_ROOM, Urgency
from bot.domain.events import Acknowledged, Paged, RoomOpened, Updated
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.messages import Page
from bot.domain.people import PersonId
from bot.domain.policy import Audience
from store import outbox
from store.database import Database
from store.models import EffectRow
from store.outbox import Claim, Remote
from tests.store.conftest import Story

SECOND = timedelta(seconds=1)
HERE, TS = ChannelId("C1"), MessageTs("1700000000.000100")


def room(channel: str = "C1") -> RoomOpened:
    return RoomOpened(channel=ChannelId(channel), name="inc")


def updated(text: str) -> Updated:
    return Updated(text=text, audiences=(Audience.INTERNAL,))


def paged(*people: str, rung: int = 1) -> Paged:
    return Paged(rung=rung, step=rung - 1, target="first", people=tuple(map(PersonId, people)), why="P1")


async def claimed(database: Database, limit: int = 20) -> list[Claim]:
    async with database.begin(patience=30 * SECOND) as tx:
        return await outbox.claim(tx, limit)


async def delivered(database: Database, *claims: Claim) -> None:
    async with database.begin(patience=30 * SECOND) as tx:
        for claim in claims:
            assert await outbox.delivered(tx, claim, Remote(channel=HERE, ts=TS))


async def one_page(database: Database, story: Story) -> Claim:
    """Declare, let the page's patience with the missing room pass, and claim it."""
    await story.declare(paged("UBEN"))
    await database.skip(PAGE_WAITS_FOR_ROOM)
    [claim] = await claimed(database)
    return claim


def keys(claims: list[Claim]) -> list[str]:
    return [claim.effect.key for claim in claims]


async def test_pages_go_first_then_the_worst_incident(database: Database, story: Story):
    await story.declare(room("C1"), updated("minor"), severity="P3")
    await story.declare(room("C2"), updated("major"), paged("UBEN", "UCAT"), severity="P1")
    assert keys(await claimed(database)) == [
        "inc:2/page/first/r1/UBEN",
        "inc:2/page/first/r1/UCAT",
        "inc:2/welcome/UANA",
        "inc:1/welcome/UANA",
        "inc:2/say/3",
        "inc:1/say/3",
    ]


async def test_a_claim_brings_back_the_effect_that_was_recorded(database: Database, story: Story):
    claim = await one_page(database, story)
    async with database.read() as tx:
        row = (await tx.execute(select(EffectRow))).one()
    assert claim.effect.message == Page(person=PersonId("UBEN"), rung=1, target="first", seq=2)
    assert (claim.effect.key, claim.effect.urgency) == ("inc:1/page/first/r1/UBEN", Urgency.PAGE)
    assert (claim.attempts, claim.unknown, claim.first_sent_at) == (1, False, None)
    assert (row.state, row.lease_until, row.sent_at) == ("leased", claim.until, claim.until - outbox.LEASE)


async def test_a_page_waits_a_moment_for_the_room_it_would_name_and_goes_without(database: Database, story: Story):
    await story.declare(paged("UBEN"))
    room_is_late = await story.declare(paged("UCAT"))
    assert await claimed(database) == []
    await story.happens(room_is_late, room())
    assert "inc:2/page/first/r1/UCAT" in keys(await claimed(database))
    await database.skip(PAGE_WAITS_FOR_ROOM)
    assert keys(await claimed(database)) == ["inc:1/page/first/r1/UBEN"]


async def test_within_a_lane_only_the_oldest_may_go(database: Database, story: Story):
    await story.declare(room(), updated("one"), updated("two"))
    await delivered(database, *(c for c in await claimed(database) if c.effect.order is None))
    assert await claimed(database) == []
    await database.skip(13 * SECOND)
    for seq in (3, 4):
        [claim] = await claimed(database)
        assert claim.effect.key == f"inc:1/say/{seq}"
        await delivered(database, claim)


async def test_a_dead_message_lets_those_behind_it_pass(database: Database, story: Story):
    await story.declare(room(), updated("one"), updated("two"))
    welcome, first = await claimed(database)
    async with database.begin() as tx:
        assert await outbox.dead(tx, first, "is_archived")
        assert await outbox.obsolete(tx, welcome, "nobody needs it")
    assert keys(await claimed(database)) == ["inc:1/say/4"]


async def test_messages_for_the_room_wait_until_there_is_one(database: Database, story: Story):
    incident = await story.declare(updated("early"))
    assert await claimed(database) == []
    async with database.read() as tx:
        assert await outbox.next_attempt(tx) is None
        assert await outbox.waiting_count(tx) == 1
    await story.happens(incident, room())
    assert "inc:1/say/2" in keys(await claimed(database))


async def test_a_page_is_drawn_again_only_once_it_is_there(database: Database, story: Story):
    page = await one_page(database, story)
    await story.happens(page.effect.incident, Acknowledged(rung=1, target="first"), by="UBEN")
    assert await claimed(database) == []
    await delivered(database, page)
    assert keys(await claimed(database)) == ["inc:1/page/first/r1/UBEN/redraw/3"]
    async with database.read() as tx:
        assert (await outbox.sent(tx, page.effect.key)).remote == outbox.Remote(channel=HERE, ts=TS)
        assert await outbox.sent(tx, "inc:1/no/such") is None


async def test_a_retry_waits_as_long_as_slack_says(database: Database, story: Story):
    claim = await one_page(database, story)
    async with database.begin() as tx:
        assert await outbox.retry(tx, claim, 30 * SECOND, "rate_limited")
        assert await outbox.next_attempt(tx) == tx.now + 30 * SECOND
    assert await claimed(database) == []
    await database.skip(30 * SECOND)
    [again] = await claimed(database)
    assert (again.attempts, again.unknown, again.first_sent_at) == (2, False, None)


async def test_an_unknown_outcome_comes_back_to_be_looked_for(database: Database, story: Story):
    claim = await one_page(database, story)
    async with database.begin() as tx:
        assert await outbox.unknown(tx, claim, 6 * SECOND, "timed out")
    await database.skip(6 * SECOND)
    [again] = await claimed(database)
    assert again.unknown
    assert again.first_sent_at == claim.until - outbox.LEASE


@pytest.mark.invariant("INV-10")
async def test_a_lease_that_lapsed_is_unknown_and_its_holder_can_mark_nothing(database: Database, story: Story):
    slow = await one_page(database, story)
    await database.skip(11 * SECOND)
    assert await claimed(database) == []
    await database.skip(SECOND)
    [quick] = await claimed(database)
    assert quick.unknown
    async with database.begin() as tx:
        assert not await outbox.delivered(tx, slow, Remote(channel=HERE, ts=MessageTs("9.9")))
        assert not await outbox.retry(tx, slow, SECOND, "late")
        assert not await outbox.dead(tx, slow, "late")
    await delivered(database, quick)
    async with database.read() as tx:
        assert (await outbox.sent(tx, quick.effect.key)).remote == outbox.Remote(channel=HERE, ts=TS)
        assert await outbox.waiting_count(tx) == 0


async def test_at_the_start_of_the_only_process_every_lease_is_unknown_at_once(database: Database, story: Story):
    await one_page(database, story)
    async with database.begin() as tx:
        assert await outbox.release_all(tx) == 1
    [again] = await claimed(database)
    assert again.unknown


async def test_a_replayed_decision_leads_to_no_second_message(database: Database, story: Story):
    incident = await story.declare(paged("UBEN"))
    await story.happens(incident, paged("UBEN", "UCAT"))
    await database.skip(PAGE_WAITS_FOR_ROOM)
    assert keys(await claimed(database))[:2] == ["inc:1/page/first/r1/UBEN", "inc:1/page/first/r1/UCAT"]


@pytest.mark.fault("F98")
@pytest.mark.invariant("INV-22")
async def test_a_message_that_only_newer_code_knows_is_left_alone(database: Database, story: Story):
    await story.declare(paged("UBEN"))
    async with database.begin() as tx:
        await tx.execute(update(EffectRow).values(kind="FromTheFuture"))
    assert await claimed(database) == []
    async with database.read() as tx:
        assert await outbox.waiting_count(tx) > 0


async def test_workers_share_the_messages_and_keep_each_lane_in_order(database: Database, story: Story):
    for n in range(6):
        await story.declare(room(f"C{n}"), *(updated(str(k)) for k in range(5)), paged("UBEN", "UCAT"))
    done: list[Claim] = []

    async def work() -> None:
        for _ in range(20):
            claims = await claimed(database, limit=4)
            await asyncio.sleep(0)
            done.extend(claims)
            await delivered(database, *claims)

    await asyncio.gather(*(work() for _ in range(5)))
    assert len(done) == len({claim.id for claim in done}) == 6 * (1 + 5 + 2)
    for n in range(1, 7):
        said = [c.id for c in done if c.effect.order and c.effect.incident == IncidentId(n)]
        assert said == sorted(said)
