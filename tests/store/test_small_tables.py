"""The inbox, the support models, the names in Slack, and who is in charge."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId
from bot.domain.people import PersonId
from bot.domain.policy import Policy
from store import engine, inbox, people, policies
from store.database import Database
from store.errors import StandDown

MINUTE = timedelta(minutes=1)


async def test_a_delivery_takes_effect_once_and_later_ones_get_its_answer(database: Database):
    async with database.begin() as tx:
        assert await inbox.first(tx, "view:V1", "declare") is None
        await inbox.keep(tx, "view:V1", {"incident": 7})
    async with database.begin() as tx:
        assert await inbox.first(tx, "view:V1", "declare") == {"incident": 7}
        assert await inbox.first(tx, "view:V2", "declare") is None
    async with database.begin() as tx:
        assert await inbox.first(tx, "view:V2", "declare") == {}


async def test_of_deliveries_at_the_same_moment_one_takes_effect(database: Database):
    async def deliver() -> bool:
        async with database.begin(patience=MINUTE) as tx:
            mine = await inbox.first(tx, "view:V1", "declare") is None
            await asyncio.sleep(0.01)
            return mine

    assert sum(await asyncio.gather(*(deliver() for _ in range(8)))) == 1


async def test_a_delivery_that_failed_is_no_duplicate(database: Database):
    async def fail() -> None:
        async with database.begin() as tx:
            await inbox.first(tx, "view:V1", "declare")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.begin() as tx:
        assert await inbox.first(tx, "view:V1", "declare") is None


async def test_old_deliveries_are_forgotten(database: Database):
    async with database.begin() as tx:
        await inbox.first(tx, "old", "declare")
    await database.skip(timedelta(days=2))
    async with database.begin() as tx:
        await inbox.first(tx, "new", "declare")
        assert await inbox.forget(tx, tx.now - timedelta(days=1)) == 1
        assert await inbox.first(tx, "new", "declare") == {}
        assert await inbox.first(tx, "old", "declare") is None


async def test_a_support_model_is_kept_under_its_revision(database: Database, policy: Policy):
    for _ in range(2):
        async with database.begin() as tx:
            await policies.keep(tx, policy)
    async with database.read() as tx:
        assert await policies.body(tx, policy.revision) == policy.text
        assert await policies.body(tx, "unheard of") is None


async def test_what_slack_said_about_a_name_is_replaced_by_what_it_says_later(database: Database):
    async with database.begin() as tx:
        await people.keep(tx, "ana@example.com", [PersonId("UANA")])
        await people.keep(tx, "@payments", [PersonId("UANA"), PersonId("UBEN")])
    await database.skip(MINUTE)
    async with database.begin() as tx:
        await people.keep(tx, "ana@example.com", [], gone=True)
    async with database.read() as tx:
        group, ana = await people.everybody(tx)
    assert (group.name, group.ids, group.gone) == ("@payments", ("UANA", "UBEN"), False)
    assert (ana.ids, ana.gone) == ((), True)
    assert ana.checked_at >= group.checked_at + MINUTE


async def test_a_channel_is_known_by_its_name_until_it_does_not_work_any_more(database: Database):
    async with database.begin() as tx:
        assert await people.place(tx, "#status") is None
        await people.keep_place(tx, "#status", ChannelId("C1"))
        await people.keep_place(tx, "#status", ChannelId("C2"))
        assert await people.place(tx, "#status") == "C2"
        await people.forget_place(tx, "#status")
        assert await people.place(tx, "#status") is None


@pytest.mark.fault("F96")
@pytest.mark.invariant("INV-22")
async def test_an_older_engine_stands_down_when_a_newer_one_took_over(database: Database):
    async with database.begin() as tx:
        assert await engine.last_tick(tx, "timers") is None
        await engine.take_over(tx, "timers", 1)
        await engine.fence(tx, "timers", 1)
        await engine.tick(tx, "timers", "host-1")
        assert await engine.last_tick(tx, "timers") == tx.now
    async with database.begin() as tx:
        await engine.take_over(tx, "timers", 2)
        await engine.take_over(tx, "timers", 2)
        with pytest.raises(StandDown):
            await engine.fence(tx, "timers", 1)
        with pytest.raises(StandDown):
            await engine.take_over(tx, "timers", 1)
