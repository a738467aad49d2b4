"""A changed support model in the processes that run it: a signal, a restart, and replicas that switch together."""

import asyncio
import os
import signal

import pytest

from tests.clock import advance_to
from tests.process.conn import DEMO, Process, environment
from tests.world import TUESDAY_MORNING

FREE = f"extends: {DEMO}\nchange_control: {{sign_offs: []}}\n"
SOONER = FREE + "tiers: {tier2: {response: 30m}}\n"
BROKEN = FREE + "tierz: {}\n"
FOLLOWS_WITHIN = 10.0


@pytest.fixture
def model(folder):
    """Give the file of a model that asks for nobody's agreement."""
    file = folder / "model.yaml"
    file.write_text(FREE)
    return file


async def says(slack, words):
    """Ask until the answer holds these words."""
    async with asyncio.timeout(FOLLOWS_WITHIN):
        while words not in (await slack.person("fay").command("/oncall", "tier2")).text:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def logs(conn, words):
    """Wait until a process has printed these words."""
    async with asyncio.timeout(FOLLOWS_WITHIN):
        while words not in conn.printed:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def test_a_hang_up_has_the_file_looked_at(env, slack, model):
    # given a Conn that runs by a file
    async with Process({**env, "CONN_POLICY": str(model)}, slack) as conn:
        await says(slack, "1 h")

        # when the file changes and the operator says so
        model.write_text(SOONER)
        os.kill(conn.pid, signal.SIGHUP)

        # then it runs by the new one
        await says(slack, "30 min")

        # and a broken one changes nothing, and is said with its place
        model.write_text(BROKEN)
        os.kill(conn.pid, signal.SIGHUP)
        await logs(conn, "cannot be used; nothing was changed")
        assert f"{model}:3:1" in conn.printed
        await says(slack, "30 min")
        assert await conn.terminate() == 0


async def test_a_start_with_a_broken_file_runs_by_the_stored_model_and_says_so(env, slack, model):
    # given a Conn that ran by a file that was broken since
    settings = {**env, "CONN_POLICY": str(model)}
    async with Process(settings, slack) as conn:
        assert await conn.terminate() == 0
    model.write_text(BROKEN)

    # when it starts again
    async with Process(settings, slack) as conn:
        # then it answers, and its log says loudly what is wrong and what holds
        await says(slack, "1 h")
        assert f"{model}:3:1" in conn.printed
        assert "cannot be used, and changes nothing: revision " in conn.printed
        assert await conn.terminate() == 0


async def test_replicas_switch_together(slack, folder, model, postgres_url):
    # given two replicas on one Postgres, one of which hears Slack
    settings = environment(slack, folder, DATABASE_URL=postgres_url, CONN_POLICY=str(model))
    await advance_to(postgres_url, TUESDAY_MORNING)
    async with Process(settings, slack, "web") as web, Process({**settings}, slack, "worker") as worker:
        await says(slack, "1 h")

        # when the other one is told that the file changed
        model.write_text(SOONER)
        os.kill(worker.pid, signal.SIGHUP)

        # then both run by it
        await says(slack, "30 min")
        assert await web.terminate() == 0
        assert await worker.terminate() == 0
