"""Moving the clock from the command line: only in tests, only forward, only by a length one can read."""

import re

import pytest

from tests.process.conn import Process, command


async def test_without_the_test_clock_time_cannot_be_moved(env):
    # when somebody tries to move the time of a Conn that is not under test
    skipped = await command("clock", "skip", "5m", env={**env, "CONN_TEST_CLOCK": "0"})

    # then they are told what that takes
    assert skipped.code == 1
    assert skipped.err == "Time can be moved only with CONN_TEST_CLOCK=1.\n"


async def test_the_time_of_a_running_conn_cannot_be_moved_without_the_test_clock(env, slack):
    # given a Conn that is not under test
    real = {**env, "CONN_TEST_CLOCK": "0"}
    async with Process(real, slack):
        # when somebody tries to move its time
        skipped = await command("clock", "skip", "5m", env=real)

    # then they are told what that takes
    assert skipped.code == 1
    assert "Time can be moved only with CONN_TEST_CLOCK=1." in skipped.err


@pytest.mark.parametrize("length", ["", "soon", "5", "-5m", "5 light years", "1e9h", "1bd", "end_of_shift"])
async def test_a_length_that_cannot_be_read_is_refused_with_an_example(env, length):
    # when somebody lets a nonsense of a time pass
    skipped = await command("clock", "skip", "--", length, env=env)

    # then they are told in a sentence, and nothing moves
    assert skipped.code == 1
    assert "Traceback" not in skipped.err
    assert re.search(r"such as (30s, 5m|10m or 2h)", skipped.err), skipped.err


async def test_the_clock_of_a_workspace_elsewhere_cannot_be_moved(env):
    # when the workspace is not on this machine
    skipped = await command("clock", "skip", "5m", env={**env, "SLACK_API_URL": "https://slack.com/api/"})

    # then the sentence names the setting that stands in the way
    assert skipped.code == 1
    assert skipped.err == "CONN_TEST_CLOCK is allowed only with a SLACK_API_URL on this machine\n"
