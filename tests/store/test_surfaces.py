"""What Slack must show: the newest version only, in the order in which it can be done."""

from datetime import timedelta

from bot.domain.events import Declared, RoomOpened, Updated
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import ChannelId
from bot.domain.outcome import declared
from bot.domain.policy import Audience
from store import incidents, surfaces
from store.database import Database
from store.record import record
from store.surfaces import SurfaceClaim
from tests.store.conftest import Story

SECOND = timedelta(seconds=1)
ROOM, CARD, PIN, TOPIC, MEMBERS = (
    Facet(kind=kind) for kind in (FacetKind.ROOM, FacetKind.CARD, FacetKind.PIN, FacetKind.TOPIC, FacetKind.MEMBERS)
)
OPENED = RoomOpened(channel=ChannelId("C1"), name="inc-1")
UPDATED = Updated(text="We found it", audiences=(Audience.INTERNAL,))


async def claimed(database: Database) -> list[SurfaceClaim]:
    async with database.begin() as tx:
        return await surfaces.claim(tx)


async def applied(database: Database, *claims: SurfaceClaim, seen_hash: str = "h") -> None:
    async with database.begin() as tx:
        for claim in claims:
            assert await surfaces.applied(tx, claim, claim.want_version, seen_hash, {"ts": "1.1"})


async def all_applied(database: Database) -> None:
    while claims := await claimed(database):
        await applied(database, *claims)


def facets(claims: list[SurfaceClaim]) -> list[Facet]:
    return [claim.facet for claim in claims]


async def test_the_room_comes_first_then_what_stands_in_it_then_the_pin_of_the_card(database: Database, story: Story):
    incident = await story.declare()
    [room] = await claimed(database)
    assert room.facet == ROOM
    await applied(database, room)
    assert await claimed(database) == []
    await story.happens(incident, OPENED)
    inside = await claimed(database)
    assert facets(inside) == [ROOM, CARD, MEMBERS, TOPIC]
    await applied(database, *inside)
    assert facets(await claimed(database)) == [PIN]
    async with database.read() as tx:
        assert await surfaces.remote(tx, incident, CARD) == {"ts": "1.1"}
        assert await surfaces.remote(tx, incident, PIN) is None


async def test_without_a_room_of_its_own_the_card_opens_the_thread(database: Database, story: Story):
    announcement = Facet(kind=FacetKind.ANNOUNCEMENT, where="status")
    event = Declared(title="Slow", severity=next(iter(story.policy.severities)), path=None, policy_revision="r1")
    async with database.begin() as tx:
        incident = await incidents.next_id(tx)
        outcome = declared(incident, event, at=tx.now, by="UANA")
        await record(tx, outcome, story.policy, facets=(CARD, announcement))
    assert facets(await claimed(database)) == [CARD]


async def test_only_what_is_out_of_date_is_claimed(database: Database, story: Story):
    incident = await story.declare(OPENED)
    await all_applied(database)
    async with database.read() as tx:
        assert await surfaces.waiting_count(tx) == 0
        assert await surfaces.next_attempt(tx) is None
    await story.happens(incident, UPDATED)
    again = await claimed(database)
    assert set(facets(again)) == {ROOM, CARD, PIN, TOPIC, MEMBERS}
    assert {(c.seen_version, c.want_version, c.seen_hash, c.look) for c in again} == {(2, 3, "h", False)}


async def test_what_changed_while_it_was_being_applied_is_applied_again(database: Database, story: Story):
    incident = await story.declare(OPENED)
    await all_applied(database)
    await story.happens(incident, UPDATED)
    claims = await claimed(database)
    await story.happens(incident, UPDATED)
    await applied(database, *claims)
    assert {c.want_version for c in await claimed(database)} == {4}


async def test_a_lapsed_lease_comes_back_unknown_and_its_holder_can_mark_nothing(database: Database, story: Story):
    await story.declare()
    [slow] = await claimed(database)
    await database.skip(12 * SECOND)
    [quick] = await claimed(database)
    assert (quick.unknown, quick.look, quick.attempts) == (True, True, 2)
    async with database.begin() as tx:
        assert not await surfaces.applied(tx, slow, 1, "old")
        assert not await surfaces.retry(tx, slow, SECOND, "late")
        assert await surfaces.unknown(tx, quick, 5 * SECOND, "timed out")
        assert await surfaces.next_attempt(tx) == tx.now + 5 * SECOND
    assert await claimed(database) == []
    await database.skip(5 * SECOND)
    [again] = await claimed(database)
    assert again.unknown
    async with database.begin() as tx:
        assert await surfaces.retry(tx, again, timedelta(0), "rate_limited")
    [still] = await claimed(database)
    assert still.unknown


async def test_what_a_person_changed_is_left_until_something_changes(database: Database, story: Story):
    incident = await story.declare(OPENED)
    await all_applied(database)
    await story.happens(incident, UPDATED)
    async with database.begin() as tx:
        await surfaces.override(tx, incident, TOPIC)
    assert TOPIC not in facets(await claimed(database))
    await story.happens(incident, UPDATED)
    await database.skip(12 * SECOND)
    topic = next(c for c in await claimed(database) if c.facet == TOPIC)
    assert (topic.overrides, topic.seen_hash, topic.look) == (1, "h", False)


async def test_what_was_changed_behind_our_back_is_looked_at_once(database: Database, story: Story):
    incident = await story.declare(OPENED)
    await all_applied(database)
    async with database.begin() as tx:
        await surfaces.dirty(tx, incident, TOPIC)
    [claim] = await claimed(database)
    assert (claim.facet, claim.look, claim.unknown) == (TOPIC, True, False)
    async with database.begin() as tx:
        await surfaces.dirty(tx, incident, TOPIC)
    await applied(database, claim)
    [again] = await claimed(database)
    await applied(database, again)
    assert await claimed(database) == []


async def test_at_the_start_of_the_only_process_every_lease_is_unknown_at_once(database: Database, story: Story):
    await story.declare()
    await claimed(database)
    async with database.begin() as tx:
        assert await surfaces.release_all(tx) == 1
    [again] = await claimed(database)
    assert again.unknown
