"""A clock comes due while a process is killed in the midst of firing it, or stands still: it fires once even so."""

import asyncio
import os
import re
import signal
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import aiohttp
import psycopg
import pytest

from bot.sandbox import CutError
from tests.clock import advance_to
from tests.process.conn import Process, environment
from tests.world import TUESDAY_MORNING, until

NOTICED_WITHIN = 10.0
DUE = TUESDAY_MORNING + timedelta(minutes=31)
"""When the second tier is called, if nobody answered before."""

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
FIRED = "SELECT state, count(*) FROM timer WHERE kind = 'escalate' AND due_at < %s GROUP BY state"


@pytest.fixture
async def shared(slack, folder, postgres_url):
    """Give the environment of processes that share a Postgres."""
    await advance_to(postgres_url, TUESDAY_MORNING)
    return environment(slack, folder, DATABASE_URL=postgres_url)


@asynccontextmanager
async def within():
    """Fail what takes too long."""
    async with asyncio.timeout(NOTICED_WITHIN):
        yield


async def declared(slack):
    """Have Fay declare a P1, of which Ana is told, and take command."""
    fay = slack.person("fay")
    assert (await fay.command("/incident", "declare P1 Checkout is down")).error is None
    assert (await fay.command("/incident", "ic INC-1")).error is None
    async with within():
        await until(lambda: slack.person("ana").dms)
    await slack.quiet()


@pytest.mark.long
@pytest.mark.fault("F10")
async def test_killed_inside_the_transaction_that_fires_a_clock_the_next_start_fires_it_once(
    slack, shared, postgres_url
):
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as other:
        async with Process(shared, slack) as first:
            await declared(slack)

            # given somebody who holds the log, so that a clock that is due is fired and cannot be committed
            async with other.transaction():
                await other.execute("LOCK TABLE event IN EXCLUSIVE MODE")
                await advance_to(postgres_url, DUE)
                async with within():
                    while not (await (await other.execute(WAITING)).fetchone())[0]:  # noqa: ASYNC110 - nobody tells
                        await asyncio.sleep(0.02)

                # when the process is killed there
                await first.kill()

        # then nothing of it is kept
        assert await (await other.execute(FIRED, [DUE])).fetchall() == [("armed", 1)]
        assert slack.person("chloe").dms == []

        # and the next start fires it, once
        async with Process(shared, slack) as second:
            async with within():
                await until(lambda: slack.person("chloe").dms and slack.person("dev").dms)
            await slack.quiet()
            assert await second.terminate() == 0
        assert await (await other.execute(FIRED, [DUE])).fetchall() == [("fired", 1)]
    assert [len(slack.person(name).dms) for name in ("ana", "chloe", "dev", "eve")] == [1, 1, 1, 0]


@pytest.mark.long
@pytest.mark.fault("F19")
async def test_while_one_process_stands_still_another_fires_and_the_first_gives_no_sign_of_health(
    slack, shared, postgres_url
):
    async with Process(shared, slack) as stuck, Process(shared, slack), aiohttp.ClientSession() as session:
        await declared(slack)
        soon = aiohttp.ClientTimeout(total=1)

        # given a process whose loop goes no further
        os.kill(stuck.pid, signal.SIGSTOP)
        try:
            # when a clock is due
            await advance_to(postgres_url, DUE)

            # then the other fires it, and whoever asks the first for its health gets no answer
            async with within():
                await until(lambda: slack.person("chloe").dms and slack.person("dev").dms)
            with pytest.raises(TimeoutError):
                await session.get(f"{stuck.address}healthz", timeout=soon)
        finally:
            os.kill(stuck.pid, signal.SIGCONT)

        # and when that one goes on, it does nothing again
        async with within(), session.get(f"{stuck.address}healthz") as response:
            assert response.status in (200, 503)
        await slack.quiet()
    assert [len(slack.person(name).dms) for name in ("ana", "chloe", "dev", "eve")] == [1, 1, 1, 0]


@pytest.mark.slow
@pytest.mark.fault("F11")
async def test_killed_between_firing_and_sending_the_page_is_sent_at_the_next_start_saying_how_late_and_why(
    env, slack, conn, outage
):
    # given a P1 escalated to tier 2, and a Conn that dies when it would send the page to tier 3
    await outage.types("fay", "/escalate primary is silent")
    eve = slack.person("eve")
    struck = asyncio.Event()

    async def strike(seen):
        if seen.method == "chat.postMessage" and seen.args["channel"] in (eve.id, eve.dm.id):
            struck.set()
            await conn.kill()
            raise CutError

    slack.faults.before_call(strike)
    with suppress(ValueError, ConnectionError):
        await conn.skip(301)
    async with within():
        await struck.wait()
    slack.faults.clear()
    assert eve.dms == []

    # when it is started again twenty minutes later
    await advance_to(env["DATABASE_URL"], TUESDAY_MORNING + timedelta(minutes=25))
    async with Process(env, slack) as again:
        await again.settled()
        assert await again.terminate() == 0

    # then the page was sent once, and says how late, and why
    [page] = eve.dms
    assert re.search(r"\b(19|20) min late\b", page.text), page.text
    assert "Conn was not running from" in page.text
