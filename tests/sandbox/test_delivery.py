import asyncio
import json

import pytest
from slack_bolt.response import BoltResponse

from bot.sandbox import Sandbox
from bot.sandbox.delivery import ACK_WITHIN
from tests.sandbox.conftest import MANIFEST, client_of, manifest, raw_socket, refused


@pytest.fixture
def events(app):
    seen = []

    @app.event("message")
    async def message(event):
        seen.append(event["text"])

    return seen


@pytest.fixture
def channel(sandbox, ana):
    return sandbox.add_channel("inc-1", [ana], bot=True)


async def test_without_a_connection_a_command_fails_for_the_person(sandbox, ana):
    reply = await ana.command("/incident", "help")
    assert reply.error == "dispatch_failed"
    assert [d.missed for d in sandbox.log.deliveries()] == ["connection_failed"]


async def test_a_command_nobody_acknowledges_times_out_and_is_never_repeated(sandbox, session, ana):
    socket = await raw_socket(sandbox, session)
    reply = await ana.command("/incident", "help")
    assert reply.error == "operation_timeout"
    assert [d.missed for d in sandbox.log.deliveries()] == ["timeout"]
    hello = await socket.receive_json()
    assert (hello["type"], hello["connection_info"]["app_id"]) == ("hello", sandbox.workspace.app_id)
    late = await socket.receive_json()
    await socket.send_str(json.dumps({"envelope_id": late["envelope_id"]}))
    await asyncio.sleep(0.05)
    assert [v.rule for v in sandbox.log.violations] == ["late_ack"]
    assert ACK_WITHIN == 3.0
    await socket.close()


async def test_a_command_the_app_does_not_have_is_never_sent(sandbox, ana):
    assert (await ana.command("/teleport")).error == "unknown_command"
    assert sandbox.log.deliveries() == []


async def test_events_wait_for_a_connection(sandbox, ana, connect, channel, events):
    await ana.says("nobody is listening", channel)
    assert sandbox.deliveries.held == 0 or events == []
    await asyncio.sleep(0.02)
    assert sandbox.deliveries.held == 1
    await connect()
    await sandbox.quiet()
    assert events == ["nobody is listening"]


async def test_an_event_without_an_ack_comes_again_with_its_reason(sandbox, session, ana, channel):
    socket = await raw_socket(sandbox, session)
    await socket.receive_json()
    await ana.says("hello", channel)
    first = await socket.receive_json()
    await socket.close()
    again = await raw_socket(sandbox, session)
    await again.receive_json()
    second = await again.receive_json()
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
    assert second["retry_reason"] == "connection_failed"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    await again.send_str(json.dumps({"envelope_id": second["envelope_id"]}))
    await sandbox.quiet()
    assert [d.missed for d in sandbox.log.deliveries("events_api")] == ["connection_failed", None]
    await again.close()


async def test_an_address_opens_one_socket(sandbox, session):
    client = client_of(sandbox, session, sandbox.app_token)
    url = (await client.apps_connections_open(app_token=sandbox.app_token))["url"]
    socket = await session.ws_connect(url)
    with pytest.raises(Exception, match="403"):
        await session.ws_connect(url)
    await socket.close()


async def test_the_eleventh_socket_is_sent_away(sandbox, session):
    sandbox.limits.enabled = False
    sockets = [await raw_socket(sandbox, session) for _ in range(10)]
    await sandbox.connected(10)
    eleventh = await raw_socket(sandbox, session)
    goodbye = await eleventh.receive_json()
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    for socket in (*sockets, eleventh):
        await socket.close()


async def test_each_payload_goes_to_one_of_the_connections(connect, ana, app):
    @app.command("/incident")
    async def incident(ack):
        await ack("ok")

    handlers = await connect(3)
    counts = dict.fromkeys(range(3), 0)
    for number, handler in enumerate(handlers):

        async def count(message, number=number):
            counts[number] += "envelope_id" in message.data

        handler.client.on_message_listeners.append(count)
    for _ in range(30):
        assert (await ana.command("/incident")).text == "ok"
    assert all(counts.values())
    assert sum(counts.values()) == 30


async def test_a_refresh_asks_the_app_to_reconnect_and_nothing_is_lost(sandbox, connect, ana, channel, events):
    await connect()
    await sandbox.sockets.refresh()
    await ana.says("during", channel)
    async with asyncio.timeout(5):
        await sandbox.connected()
    await sandbox.quiet()
    assert events == ["during"]


@pytest.mark.parametrize("how", ["drop", "reset", "down"])
async def test_after_a_lost_socket_the_app_comes_back_and_gets_what_was_held(
    sandbox, connect, ana, channel, events, how
):
    await connect()
    if how == "drop":
        await sandbox.faults.drop_sockets()
    elif how == "reset":
        sandbox.faults.reset_sockets()
    else:
        await sandbox.faults.down()
    await ana.says("meanwhile", channel)
    if how == "down":
        await sandbox.faults.up()
    async with asyncio.timeout(5):
        await sandbox.connected()
    await sandbox.quiet()
    assert events == ["meanwhile"]


async def test_a_payload_can_come_twice(sandbox, connect, ana, channel, events):
    await connect()
    sandbox.faults.duplicate_deliveries(1)
    await ana.says("once", channel)
    await ana.says("then", channel)
    await sandbox.quiet()
    assert sorted(events) == ["once", "once", "then"]
    assert sandbox.log.violations == []


async def test_events_can_come_in_another_order(sandbox, connect, ana, channel, events):
    await connect()
    sandbox.faults.reorder(2)
    await ana.says("first", channel)
    await ana.says("second", channel)
    await ana.says("third", channel)
    await sandbox.quiet()
    assert events == ["second", "first", "third"]


async def test_an_ack_may_carry_an_answer_only_where_slack_takes_one(sandbox, session, ana, channel):
    socket = await raw_socket(sandbox, session)
    await socket.receive_json()
    await ana.says("hello", channel)
    envelope = await socket.receive_json()
    assert envelope["accepts_response_payload"] is False
    await socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": "x"}}))
    await socket.send_str(json.dumps({"envelope_id": "unheard-of"}))
    await socket.send_str("nonsense")
    await asyncio.sleep(0.05)
    rules = [v.rule for v in sandbox.log.violations]
    assert rules == ["unexpected_response_payload", "unknown_envelope", "malformed_ack"]
    await socket.close()


async def test_the_app_hears_only_what_it_subscribed_to_and_where_it_is_in(sandbox, ana, ben, connect, app):
    seen = []

    @app.middleware
    async def note(body):
        seen.append((body["event"]["type"], body["event"].get("subtype")))
        return BoltResponse(status=200)

    inside = sandbox.add_channel("inc-1", [ana], bot=True)
    outside = sandbox.add_channel("war-room", [ana])
    secret = sandbox.add_channel("inc-2", [ana], private=True, bot=True)
    await connect()
    said = await ana.says("here", inside)
    await ana.says("elsewhere", outside)
    await ana.reacts(said, "pushpin")
    await ana.reacts(said, "pushpin")  # taking it back is not subscribed to
    await ana.invites(ben, inside)
    await ana.pins(said)
    await ana.sets_topic(inside, "mine")
    await ana.renames(inside, "inc-one")
    await ana.archives(secret)
    await ana.opens_home()
    await ben.deactivated()
    await sandbox.quiet()
    assert sorted(seen, key=str) == sorted(
        [
            ("message", None),
            ("reaction_added", None),
            ("message", "channel_join"),
            ("member_joined_channel", None),
            ("message", "pinned_item"),
            ("pin_added", None),
            ("message", "channel_topic"),
            ("message", "channel_name"),
            ("channel_rename", None),
            ("message", "channel_archive"),
            ("group_archive", None),
            ("app_home_opened", None),
            ("user_change", None),
        ],
        key=str,
    )


async def test_limits_are_kept_per_method_and_say_when_to_come_back(sandbox, client):
    sandbox.limits.per_minute["auth.test"] = 2
    await client.auth_test()
    await client.auth_test()
    with pytest.raises(Exception, match="ratelimited") as caught:
        await client.auth_test()
    assert caught.value.response.status_code == 429
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60
    assert await refused(client.auth_test()) == "ratelimited"
    assert [v.rule for v in sandbox.log.violations] == ["called_before_retry_after"]
    await client.users_list()


async def test_topics_are_a_tier_two_method(sandbox, client):
    channel = sandbox.add_channel("inc-1", bot=True)
    for number in range(20):
        await client.conversations_setTopic(channel=channel.id, topic=str(number))
    more = client.conversations_setTopic(channel=channel.id, topic="more")
    assert await refused(more) == "ratelimited"


async def test_posting_is_limited_per_channel(sandbox, client):
    one, other = sandbox.add_channel("inc-1", bot=True), sandbox.add_channel("inc-2", bot=True)
    for _ in range(5):
        await client.chat_postMessage(channel=one.id, text="x")
    assert await refused(client.chat_postMessage(channel=one.id, text="x")) == "ratelimited"
    await client.chat_postMessage(channel=other.id, text="x")


async def test_limits_can_be_switched_off(session):
    async with Sandbox(MANIFEST, rate_limits=False) as sandbox:
        client = client_of(sandbox, session)
        channel = sandbox.add_channel("inc-1", bot=True)
        for _ in range(25):
            await client.conversations_setTopic(channel=channel.id, topic="x")
            await client.chat_postMessage(channel=channel.id, text="x")


async def test_what_becomes_of_channels_and_pins_is_told_as_slack_tells_it(session):
    wanted = ["pin_removed", "channel_shared", "message.groups", "group_deleted", "channel_deleted"]
    events = {"event_subscriptions": {"bot_events": wanted}, "socket_mode_enabled": True}
    async with Sandbox(manifest(settings=events)) as sandbox:
        ana = sandbox.add_person("ana")
        first = sandbox.add_channel("inc-1", [ana], bot=True)
        second = sandbox.add_channel("inc-2", [ana], bot=True)
        socket = await raw_socket(sandbox, session)
        await socket.receive_json()

        async def told():
            envelope = await socket.receive_json()
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
            return envelope["payload"]["event"]

        said = await ana.says("look here", first)
        await ana.pins(said)
        await ana.unpins(said)
        unpinned = await told()
        assert (unpinned["type"], unpinned["channel_id"], unpinned["has_pins"]) == ("pin_removed", first.id, False)
        assert unpinned["item"]["message"]["ts"] == said.ts

        await ana.shares(first, "T0OTHER")
        assert (await told())["connected_team_id"] == "T0OTHER"

        await ana.makes_private(first)
        private = await told()
        assert (private["subtype"], private["channel_type"]) == ("channel_convert_to_private", "group")

        await ana.deletes_channel(first)
        await ana.deletes_channel(second)
        gone = [await told() for _ in range(2)]
        assert {(event["type"], event["channel"]) for event in gone} == {
            ("group_deleted", first.id),
            ("channel_deleted", second.id),
        }
        assert first not in sandbox.channels()
        await socket.close()
