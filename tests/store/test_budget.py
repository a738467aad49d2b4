"""Slack's budget, shared by replicas: never a call too many, however many of them ask at once."""

import asyncio
import math
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from store.budget import Door, SharedBudget, shared_budget
from store.engines import writers
from store.errors import StoreUnavailable

CREATE = Door("conversations.create", places=20, seconds=61.0)
POST = Door("chat.postMessage", places=300, seconds=61.0)
CHANNEL = Door("chat.postMessage C1", places=3, seconds=3.0)


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[tuple[SharedBudget, SharedBudget]]:
    async with shared_budget(postgres_url) as one, shared_budget(postgres_url) as other:
        assert one is not None
        assert other is not None
        yield one, other


async def took(budget: SharedBudget, *doors: Door, kept: int = 0) -> bool:
    return await budget.take(*((door, kept) for door in doors)) == {}


async def test_a_file_of_one_process_is_shared_with_nobody(tmp_path):
    async with shared_budget(f"sqlite:///{tmp_path / 'conn.db'}") as budget:
        assert budget is None


async def test_all_replicas_together_get_as_many_places_as_there_are(replicas):
    results = await asyncio.gather(*(took(replicas[n % 2], CREATE) for n in range(50)))
    assert sum(results) == 20


async def test_who_gets_none_learns_when_each_place_is_free(replicas):
    one, other = replicas
    assert all([await took(one, CREATE) for _ in range(20)])
    left = await other.take((CREATE, 0))
    assert len(left["conversations.create"]) == 20
    assert all(58 < seconds <= 61 for seconds in left["conversations.create"])


async def test_a_place_is_free_again_when_its_time_is_over(replicas):
    one, other = replicas
    brief = Door("brief", places=1, seconds=0.5)
    assert await took(one, brief)
    [seconds] = (await other.take((brief, 0)))["brief"]
    await asyncio.sleep(seconds)
    assert await took(other, brief)


async def test_what_is_kept_back_is_there_for_what_is_more_urgent(replicas):
    one, other = replicas
    assert sum([await took(one, CREATE, kept=4) for _ in range(20)]) == 16
    assert sum([await took(other, CREATE) for _ in range(20)]) == 4


async def test_of_two_doors_both_are_passed_or_none(replicas):
    one, other = replicas
    assert sum([await took(one, POST, CHANNEL) for _ in range(5)]) == 3
    left = await other.take((POST, 0), (CHANNEL, 0))
    assert sum(seconds > 0 for seconds in left["chat.postMessage"]) == 3
    assert all(seconds > 0 for seconds in left["chat.postMessage C1"])


async def test_a_door_that_is_shut_is_shut_for_everybody_and_no_other_is(replicas):
    one, other = replicas
    assert await took(one, POST, CHANNEL)
    await one.shut(CHANNEL, timedelta(seconds=30))
    assert not await took(other, POST, CHANNEL)
    left = await other.take((CHANNEL, 0))
    assert [math.ceil(seconds) for seconds in left["chat.postMessage C1"]] == [30, 30, 30]
    assert await took(other, POST)


async def test_shutting_a_door_never_opens_it_sooner(replicas):
    one, other = replicas
    await one.shut(CREATE, timedelta(seconds=30))
    await other.shut(CREATE, timedelta(seconds=1))
    assert min((await one.take((CREATE, 0)))["conversations.create"]) > 28


async def test_a_release_with_fewer_places_uses_no_more_than_it_knows(replicas):
    one, other = replicas
    assert await took(one, CREATE)
    scarcer = Door(CREATE.name, places=10, seconds=61.0)
    assert sum([await took(other, scarcer) for _ in range(20)]) == 10


async def test_doors_that_nobody_used_for_a_day_are_forgotten(replicas, postgres_url):
    one, other = replicas
    assert await took(one, CHANNEL)
    engine = writers(postgres_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE budget SET free_at = free_at - interval '2 days'"))
    assert await took(other, CREATE)
    async with engine.begin() as connection:
        doors = (await connection.execute(text("SELECT DISTINCT door FROM budget"))).scalars().all()
    await engine.dispose()
    assert doors == [CREATE.name]
    assert await took(one, CHANNEL)


async def test_a_database_that_is_away_says_so():
    budget = SharedBudget("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable):
        await budget.take((CREATE, 0))
    await budget.close()
