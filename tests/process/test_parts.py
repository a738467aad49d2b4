"""`web` and `worker` on one Postgres, with a Slack that speaks HTTP: together they do what `run` does alone."""

import asyncio
import time
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.clock import advance_to
from tests.process.conn import Process, command, environment
from tests.world import TUESDAY_MORNING, until

STOPS_WITHIN = 10.0


@pytest.fixture
async def shared(slack, folder, postgres_url):
    """Give the environment of processes that share a Postgres and hear Slack over HTTP."""
    await advance_to(postgres_url, TUESDAY_MORNING)
    secrets = {"SLACK_APP_TOKEN": None, "SLACK_SIGNING_SECRET": slack.signing_secret}
    return environment(slack, folder, DATABASE_URL=postgres_url, **secrets)


async def seen(true, within=10.0):
    """Wait until something can be seen in Slack."""
    async with asyncio.timeout(within):
        await until(true)


async def status(session, url):
    """Ask for a page's status."""
    async with session.get(url) as response:
        return response.status


async def test_an_incident_runs_its_course_in_two_processes_which_can_be_replaced(slack, shared):
    worker_env = {name: value for name, value in shared.items() if name != "SLACK_SIGNING_SECRET"}
    fay, ana, chloe = (slack.person(name) for name in ("fay", "ana", "chloe"))
    async with AsyncExitStack() as processes, aiohttp.ClientSession() as session:
        # given a web and a worker, both ready, of which only one hears Slack
        worker = await processes.enter_async_context(Process(worker_env, slack, "worker"))
        web = await processes.enter_async_context(Process(shared, slack, "web"))
        await slack.set_request_url(f"{web.address}slack/events")
        for process in (web, worker):
            assert [await status(session, process.address + page) for page in ("healthz", "readyz", "metrics")] == [
                200, 200, 200,
            ]  # fmt: skip
        async with session.post(f"{worker.address}slack/events") as refused:
            assert refused.status == 404

        # when an incident is declared, what the one stored the other delivers
        reply = await fay.command("/incident", "declare P1 Checkout is down")
        assert reply.text.startswith("INC-1 (P1) is declared")
        await seen(lambda: ana.dms)
        room = slack.channel("inc-1-checkout-is-down")
        await seen(lambda: room.pins)
        assert (await fay.command("/incident", "ic", room)).error is None

        # and when time is moved by a third, the worker notices
        skipped = await command("clock", "skip", "31m", env=shared)
        assert skipped.code == 0, skipped.err
        await seen(lambda: chloe.dms)

        # then another worker takes over from the first, and web is asked to end while it answers
        async with Process(worker_env, slack, "worker"):
            assert await _stopped(worker) < STOPS_WITHIN
            assert (await fay.command("/incident", "resolve all is well", room)).error is None
            await seen(lambda: room.topic.startswith("P1 | Resolved"))
            asked = asyncio.create_task(fay.command("/incident", "list"))
            await asyncio.sleep(0)
            assert await _stopped(web) < STOPS_WITHIN
            await asked
    assert len(ana.dms) == 1
    assert slack.log.violations == []


@pytest.mark.parametrize("what", ["web", "worker"])
async def test_on_sqlite_there_are_no_parts(env, what):
    # when a part is run on a file
    ended = await command(what, env=env)

    # then it says what to run instead
    assert ended.code == 1
    assert ended.err.startswith("DATABASE_URL: an SQLite file belongs to one process")
    assert "`run`" in ended.err
    assert "Traceback" not in ended.err


async def _stopped(process: Process) -> float:
    """Have a process stop in good order, and say how many seconds that took."""
    began = time.monotonic()
    assert await process.terminate() == 0, process.printed
    return time.monotonic() - began
