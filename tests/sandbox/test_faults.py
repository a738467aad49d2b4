import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import CutError
from tests.sandbox.conftest import client_of, refused


@pytest.fixture
def channel(sandbox):
    return sandbox.add_channel("inc-1", bot=True)


def post(client, channel):
    return client.chat_postMessage(channel=channel.id, text="hello")


async def test_an_injected_rate_limit_says_how_long_to_wait_and_calls_before_that_are_remembered(
    sandbox, client, channel
):
    sandbox.faults.ratelimited("chat.postMessage", retry_after=7)
    with pytest.raises(Exception, match="ratelimited") as caught:
        await post(client, channel)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert await refused(post(client, channel)) == "ratelimited"
    assert [v.rule for v in sandbox.log.violations] == ["called_before_retry_after"]
    assert channel.posts == []


@pytest.mark.parametrize("after", [False, True])
async def test_a_server_error_comes_before_or_after_the_effect(sandbox, client, channel, after):
    sandbox.faults.status("chat.postMessage", 503, after=after)
    with pytest.raises(SlackApiError) as caught:
        await post(client, channel)
    assert caught.value.response.status_code == 503
    assert len(channel.posts) == (1 if after else 0)


@pytest.mark.parametrize("after", [False, True])
async def test_an_error_code_comes_before_or_after_the_effect(sandbox, client, channel, after):
    sandbox.faults.error("chat.postMessage", "internal_error", after=after)
    assert await refused(post(client, channel)) == "internal_error"
    assert len(channel.posts) == (1 if after else 0)


async def test_a_cut_connection_hides_whether_anything_happened(sandbox, client, channel):
    sandbox.faults.cut_before("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await post(client, channel)
    assert channel.posts == []
    sandbox.faults.cut_after("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await post(client, channel)
    assert len(channel.posts) == 1


async def test_a_garbled_answer_comes_after_the_effect(sandbox, client, channel):
    sandbox.faults.garbage("chat.postMessage")
    with pytest.raises(Exception, match="Received a response in a non-JSON format"):
        await post(client, channel)
    assert len(channel.posts) == 1


async def test_a_late_effect_comes_after_the_caller_gave_up(sandbox, client, channel):
    sandbox.faults.late("chat.postMessage", 0.1)
    with pytest.raises(aiohttp.ClientError):
        await post(client, channel)
    assert channel.posts == []
    await asyncio.sleep(0.2)
    assert len(channel.posts) == 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_hanging_call_acts_before_or_after_the_wait(sandbox, client, channel, after):
    sandbox.faults.hang("chat.postMessage", 0.2, after=after)
    call = asyncio.create_task(post(client, channel))
    await asyncio.sleep(0.1)
    assert len(channel.posts) == (1 if after else 0)
    await call
    assert len(channel.posts) == 1


async def test_stopping_does_not_wait_for_what_hangs(sandbox, client, channel):
    sandbox.faults.hang("chat.postMessage", 60)
    call = asyncio.create_task(post(client, channel))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await sandbox.stop()
    assert time.monotonic() - began < 2
    await asyncio.gather(call, return_exceptions=True)


async def test_a_fault_can_wait_for_the_nth_call_and_strike_several_times(sandbox, client, channel):
    sandbox.faults.error(
        lambda method, args: method == "chat.postMessage" and args["text"] == "hello",
        "fatal_error",
        skip=1,
        times=2,
    )
    outcomes = []
    for _ in range(4):
        answer = await client.api_call("chat.postMessage", json={"channel": channel.id, "text": "other"})
        assert answer["ok"]
        try:
            await post(client, channel)
        except SlackApiError as error:
            outcomes.append(error.response["error"])
        else:
            outcomes.append("ok")
        sandbox.limits.enabled = False
    assert outcomes == ["ok", "fatal_error", "fatal_error", "ok"]


async def test_hooks_freeze_a_call_before_and_after_its_effect(sandbox, client, channel):
    seen = []

    async def before(call):
        seen.append(("before", call.method, call.of_method, len(channel.posts)))

    async def after(call):
        seen.append(("after", call.method, call.of_method, len(channel.posts)))

    sandbox.faults.before_call(before)
    stop = sandbox.faults.after_call(after)
    await post(client, channel)
    stop()
    await post(client, channel)
    assert seen == [
        ("before", "chat.postMessage", 1, 0),
        ("after", "chat.postMessage", 1, 1),
        ("before", "chat.postMessage", 2, 1),
    ]


@pytest.mark.parametrize(("moment", "posts"), [("before_call", 0), ("after_call", 1)])
async def test_a_hook_can_drop_the_call_where_it_stands(sandbox, client, channel, moment, posts):
    async def drop(_call):
        raise CutError

    getattr(sandbox.faults, moment)(drop)
    with pytest.raises(aiohttp.ClientError):
        await post(client, channel)
    assert len(channel.posts) == posts


async def test_while_slack_is_down_every_connection_is_refused_and_then_all_is_well(sandbox, client, channel):
    await client.auth_test()
    await sandbox.faults.down()
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.auth_test()
    await sandbox.faults.up()
    await post(client, channel)
    assert len(channel.posts) == 1


async def test_refused_connections_leave_open_ones_alone(sandbox, client):
    await client.auth_test()
    await sandbox.faults.refuse_connections()
    await client.auth_test()
    async with aiohttp.ClientSession() as fresh:
        with pytest.raises(aiohttp.ClientConnectorError):
            await client_of(sandbox, fresh).auth_test()


async def test_calls_take_as_long_as_they_are_told_to(sandbox, client):
    sandbox.latency = 0.1
    began = time.monotonic()
    await client.auth_test()
    assert 0.1 <= time.monotonic() - began < 0.3
    sandbox.latency = lambda rng: rng.uniform(0.05, 0.06)
    await client.auth_test()
    assert sandbox.log.calls("auth.test")[-1].took >= 0.02  # the way there


async def test_every_call_is_written_down_with_its_outcome(sandbox, client, channel):
    await post(client, channel)
    sandbox.faults.cut_after("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await post(client, channel)
    await refused(client.chat_postMessage(channel="C0", text="x"))
    assert [(c.outcome, c.error) for c in sandbox.log.calls("chat.postMessage")] == [
        ("ok", None),
        ("fault", "cut after"),
        ("error", "channel_not_found"),
    ]
    first = sandbox.log.calls()[0]
    assert (first.token, first.args["text"]) == ("xoxb", "hello")
    assert first.connection.startswith("127.0.0.1:")
    assert [c.detail["text"] for c in sandbox.log.changes("message_posted")] == ["hello", "hello"]


async def test_what_was_just_written_is_not_read_yet_where_slack_lags(sandbox, client, channel):
    sandbox.faults.lag("conversations.history")
    await post(client, channel)
    assert (await client.conversations_history(channel=channel.id))["messages"] == []
    [said] = [m for m in (await client.conversations_history(channel=channel.id))["messages"] if m["text"] == "hello"]
    assert said["ts"] == channel.posts[0].ts
