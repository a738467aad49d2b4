"""Between processes on one Postgres: a commit of one wakes the others at once."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from store.database import Database

AT_ONCE = 0.5
"""Seconds: half of what a look by oneself may take."""

LISTENERS = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"


@pytest.fixture
async def two(postgres_url):
    """Open the database as two processes would."""
    one, other = Database(postgres_url, test_clock=True), Database(postgres_url, test_clock=True)
    await one.open()
    await other.open()
    yield one, other
    await one.close()
    await other.close()


class Heard:
    """Counts how often it was woken."""

    def __init__(self):
        self.count = 0
        self._more = asyncio.Event()

    def __call__(self):
        self.count += 1
        self._more.set()

    async def next(self, within=AT_ONCE):
        """Wait for the next wake-up."""
        async with asyncio.timeout(within):
            await self._more.wait()
        self._more.clear()


async def listening(database, register=Database.on_commit):
    """Listen, for deliveries unless something else is named, and wait until that is so."""
    heard = Heard()
    register(database, heard)
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as admin:
        await until_there(admin, 1)
    return heard


async def until_there(admin, count):
    """Wait until so many processes listen."""
    there = f"SELECT count(*) {LISTENERS}"
    async with asyncio.timeout(5):
        while (await (await admin.execute(there)).fetchone())[0] < count:  # noqa: ASYNC110 - Postgres tells nobody
            await asyncio.sleep(0.01)


async def test_what_one_commits_wakes_the_other_at_once(two):
    one, other = two
    heard = await listening(other)

    async with one.begin() as tx:
        tx.announce()

    await heard.next()


async def test_what_leaves_nothing_to_do_wakes_nobody(two):
    one, other = two
    heard = await listening(other)
    before = heard.count

    async with one.begin():
        pass
    async with one.begin() as tx:
        tx.arm()
    await asyncio.sleep(0.3)

    assert heard.count == before


async def test_what_a_process_attends_to_itself_is_told_to_no_other(two):
    one, other = two
    heard, elsewhere = await listening(one), await listening(other)
    async with await psycopg.AsyncConnection.connect(one.url, autocommit=True) as admin:
        await until_there(admin, 2)
    before = (heard.count, elsewhere.count)

    async with one.begin() as tx:
        tx.announce()
    await asyncio.sleep(0.3)

    assert (heard.count, elsewhere.count) == (before[0] + 1, before[1])


async def test_time_moved_by_one_is_noticed_by_the_other(two):
    one, other = two
    heard = await listening(other, Database.on_armed)

    await one.skip(timedelta(hours=1))

    await heard.next()


async def test_a_lost_connection_is_replaced(two, postgres_url):
    # given a process whose connection is cut
    one, other = two
    heard = await listening(other)
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as admin:
        await admin.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}")

    # when it is back, which it says by looking for what it missed
    await heard.next(within=5)

    # then it is woken again
    async with one.begin() as tx:
        tx.announce()
    await heard.next()


async def test_what_was_committed_last_is_told_before_a_process_ends(postgres_url, two):
    _, other = two
    heard = await listening(other)
    short = Database(postgres_url)
    await short.open()

    async with short.begin() as tx:
        tx.announce()
    await short.close()

    await heard.next()
