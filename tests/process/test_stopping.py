"""Stopping and coming back: nothing is left held, and what was due meanwhile is said once, with how late and why."""

import re
import time

import pytest

from tests.process.conn import Process, command
from tests.process.stored import held, path_of

STOPS_WITHIN = 10.0


@pytest.mark.fault("F18")
async def test_told_to_stop_it_ends_within_ten_seconds_and_holds_nothing(env, slack):
    # given a Conn in the middle of a declare, with a Slack that takes its time
    async with Process(env, slack) as conn:
        slack.latency = 0.5
        await slack.person("fay").command("/incident", "declare P1 Checkout is down")

        # when it is told to stop
        began = time.monotonic()
        code = await conn.terminate()

    # then it ends in good order and in time, and holds nothing
    assert code == 0
    assert time.monotonic() - began < STOPS_WITHIN
    assert held(path_of(env["DATABASE_URL"])) == []

    # and the next start finishes the rest, once
    slack.latency = 0.0
    async with Process(env, slack) as again:
        await again.settled()
    assert len(slack.person("ana").dms) == 1
    assert [channel.name for channel in slack.channels() if channel.name.startswith("inc-")] == [
        "inc-1-checkout-is-down"
    ]
    assert len(slack.channel("incidents").posts) == 1


@pytest.mark.fault("F18")
async def test_told_to_stop_while_slack_is_silent_it_still_ends_in_time(env, slack):
    # given a Conn that waits for a call to which Slack never answers
    async with Process(env, slack) as conn:
        slack.faults.hang("conversations.create", 30.0, after=True)
        await slack.person("fay").command("/incident", "declare P1 Checkout is down")

        # when it is told to stop
        began = time.monotonic()
        code = await conn.terminate()

    # then it ends in time all the same, and holds nothing
    assert code == 0
    assert time.monotonic() - began < STOPS_WITHIN
    assert held(path_of(env["DATABASE_URL"])) == []


@pytest.mark.fault("F9", "F16")
async def test_killed_while_a_page_was_due_it_is_sent_at_the_next_start_once_saying_how_late_and_why(
    env, slack, conn, outage
):
    # given a P1 escalated to tier 2, whose five minutes end while Conn is dead
    await outage.types("fay", "/escalate primary is silent")
    await conn.kill()
    skipped = await command("clock", "skip", "25m", env=env)
    assert skipped.code == 0, skipped.err
    assert slack.person("eve").dms == []

    # when Conn is started again, twice
    for _ in range(2):
        async with Process(env, slack) as again:
            await again.settled()
            assert await again.terminate() == 0

    # then tier 3 was called once, and is told how late, and why
    [page] = slack.person("eve").dms
    assert re.search(r"\b20 min late\b", page.text), page.text
    assert "Conn was not running from" in page.text

    # and every reminder that was due meanwhile was sent once
    texts = [text.splitlines()[0] for text in outage.said]
    assert len(texts) == len(set(texts))
    assert any("no incident commander" in text for text in texts)
