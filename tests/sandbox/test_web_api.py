import pytest

from bot.sandbox import Sandbox
from tests.sandbox.conftest import MANIFEST, client_of, manifest, refused


async def test_a_call_without_a_good_token_is_refused(sandbox, session):
    async with session.post(f"{sandbox.api_url}auth.test") as answer:
        assert (await answer.json())["error"] == "not_authed"
    assert await refused(client_of(sandbox, session, "xoxb-wrong").auth_test()) == "invalid_auth"
    assert await refused(client_of(sandbox, session, sandbox.app_token).auth_test()) == "not_allowed_token_type"


async def test_the_token_says_who_it_is_and_what_it_may(client, sandbox):
    answer = await client.auth_test()
    assert answer["user_id"] == sandbox.bot_user_id
    assert answer["team_id"] == sandbox.team_id
    assert "channels:manage" in answer.headers["X-OAuth-Scopes"]


async def test_an_unknown_method_is_refused_and_remembered(client, sandbox):
    assert await refused(client.api_call("conversations.teleport")) == "unknown_method"
    assert [v.rule for v in sandbox.log.violations] == ["unknown_method"]


async def test_an_unknown_argument_is_remembered_though_slack_lets_it_pass(client, sandbox):
    await client.auth_test(nonsense="1")
    assert [(v.rule, v.detail) for v in sandbox.log.violations] == [("unknown_argument", "auth.test: nonsense")]


async def test_a_missing_argument_is_named(client):
    assert await refused(client.api_call("conversations.create")) == "invalid_arguments"


async def test_a_missing_scope_is_named_with_those_there_are(session):
    async with Sandbox(manifest(without=["pins:write"])) as sandbox:
        channel = sandbox.add_channel("inc-1", bot=True)
        client = client_of(sandbox, session)
        with pytest.raises(Exception, match="missing_scope") as caught:
            await client.pins_add(channel=channel.id, timestamp="1.1")
        assert caught.value.response["needed"] == "pins:write"
        assert "chat:write" in caught.value.response["provided"]


async def test_private_channels_ask_for_their_own_scope(session):
    async with Sandbox(manifest(without=["groups:write"])) as sandbox:
        client = client_of(sandbox, session)
        await client.conversations_create(name="open")
        assert await refused(client.conversations_create(name="closed", is_private=True)) == "missing_scope"


@pytest.mark.parametrize("encoding", ["query", "form", "json"])
async def test_arguments_are_read_from_query_form_and_json_alike(sandbox, session, encoding):
    channel = sandbox.add_channel("inc-1", bot=True)
    given = {"channel": channel.id, "topic": "P1 & <b>"}
    how = {"query": {"params": given}, "form": {"data": given}, "json": {"json": given}}[encoding]
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}
    async with session.post(f"{sandbox.api_url}conversations.setTopic", headers=headers, **how) as answer:
        body = await answer.json()
    assert channel.topic == "P1 & <b>"
    assert body["channel"]["topic"]["value"] == "P1 &amp; &lt;b&gt;"


@pytest.mark.parametrize("body", ["{", "[]"])
async def test_a_body_that_is_no_json_object_is_refused(sandbox, session, body):
    headers = {"Authorization": f"Bearer {sandbox.bot_token}", "Content-Type": "application/json"}
    async with session.post(f"{sandbox.api_url}chat.postMessage", headers=headers, data=body) as answer:
        assert (await answer.json())["error"] == "invalid_json"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("Inc 1", "invalid_name_specials"),
        ("general", "name_taken"),
    ],
)
async def test_channel_names_follow_slacks_rules(client, name, code):
    assert await refused(client.conversations_create(name=name)) == code


async def test_the_name_of_an_archived_or_private_channel_stays_taken(client, sandbox, ana):
    old = sandbox.add_channel("inc-1", [ana])
    sandbox.add_channel("secret", [ana], private=True)
    await ana.archives(old)
    assert await refused(client.conversations_create(name="inc-1")) == "name_taken"
    assert await refused(client.conversations_create(name="secret")) == "name_taken"


async def test_a_created_channel_has_the_bot_in_it_and_a_notice_of_that(client, sandbox):
    made = (await client.conversations_create(name="inc-1"))["channel"]
    channel = sandbox.channel(made["id"])
    assert made["creator"] == sandbox.bot_user_id
    assert channel.members == [sandbox.bot_user_id]
    assert [m.subtype for m in channel.messages] == ["channel_join"]


async def test_a_topic_of_more_than_250_characters_is_too_long(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    await client.conversations_setTopic(channel=channel.id, topic="x" * 250)
    assert await refused(client.conversations_setTopic(channel=channel.id, topic="x" * 251)) == "too_long"


async def test_escaping_counts_against_the_topic_as_it_may_in_slack(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    assert await refused(client.conversations_setTopic(channel=channel.id, topic="&" * 51)) == "too_long"


async def test_every_topic_change_is_a_message_everybody_reads(client, sandbox, ana):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    await client.conversations_setTopic(channel=channel.id, topic="P1")
    await client.conversations_setTopic(channel=channel.id, topic="P1")
    await ana.sets_topic(channel, "mine")
    assert [(m.subtype, m.user) for m in channel.messages] == [
        ("channel_topic", sandbox.bot_user_id),
        ("channel_topic", ana.id),
    ]


async def test_an_archived_channel_takes_nothing_any_more(client, sandbox, ana):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    ts = (await client.chat_postMessage(channel=channel.id, text="hello"))["ts"]
    await client.conversations_archive(channel=channel.id)
    assert await refused(client.conversations_archive(channel=channel.id)) == "already_archived"
    assert await refused(client.chat_postMessage(channel=channel.id, text="more")) == "is_archived"
    assert await refused(client.chat_update(channel=channel.id, ts=ts, text="more")) == "is_inactive"
    assert await refused(client.conversations_setTopic(channel=channel.id, topic="x")) == "is_archived"
    assert await refused(client.conversations_invite(channel=channel.id, users=ana.id)) == "is_archived"


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(client, sandbox, ana):
    secret = sandbox.add_channel("secret", [ana], private=True)
    assert await refused(client.conversations_info(channel=secret.id)) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=secret.id, text="x")) == "channel_not_found"
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert [c["name"] for c in listed["channels"]] == ["general"]


async def test_a_public_channel_without_the_bot_must_be_joined_first(client, sandbox, ana):
    channel = sandbox.add_channel("war-room", [ana])
    assert await refused(client.chat_postMessage(channel=channel.id, text="x")) == "not_in_channel"
    assert await refused(client.conversations_setTopic(channel=channel.id, topic="x")) == "not_in_channel"
    assert await refused(client.conversations_history(channel=channel.id)) == "not_in_channel"
    await client.conversations_join(channel=channel.id)
    assert (await client.conversations_join(channel=channel.id))["warning"] == "already_in_channel"
    await client.chat_postMessage(channel=channel.id, text="x")


async def test_inviting_tells_about_each_person_who_cannot_come(client, sandbox, ana, ben):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    gone = sandbox.add_person("gone", deleted=True)
    guest = sandbox.add_person("guest", guest=True)
    wanted = [ana.id, gone.id, guest.id, ben.id, sandbox.bot_user_id, "UNOBODY"]
    with pytest.raises(Exception, match="already_in_channel") as caught:
        await client.conversations_invite(channel=channel.id, users=wanted)
    assert [e["error"] for e in caught.value.response["errors"]] == [
        "already_in_channel",
        "cant_invite",
        "user_is_restricted",
        "cant_invite_self",
        "user_not_found",
    ]
    assert ben.id not in channel.members
    await refused(client.conversations_invite(channel=channel.id, users=wanted, force=True))
    assert ben.id in channel.members
    assert [m.text for m in channel.messages] == [f"<@{ben.id}> has joined the channel"]


async def test_direct_messages_open_by_user_id_and_answer_with_their_own_id(client, ana):
    sent = await client.chat_postMessage(channel=ana.id, text="You are paged.")
    assert sent["channel"].startswith("D")
    assert [m.text for m in ana.dms] == ["You are paged."]
    assert (await client.conversations_open(users=ana.id))["channel"]["id"] == sent["channel"]


async def test_nobody_writes_to_bots_and_people_who_left(client, sandbox):
    gone, robot = sandbox.add_person("gone", deleted=True), sandbox.add_person("robot", bot=True)
    assert await refused(client.conversations_open(users=gone.id)) == "user_disabled"
    assert await refused(client.conversations_open(users=robot.id)) == "cannot_dm_bot"
    assert await refused(client.chat_postMessage(channel=gone.id, text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=robot.id, text="x")) == "cannot_dm_bot"


async def test_direct_messages_need_the_messages_tab(session):
    closed = {"app_home": {"home_tab_enabled": True, "messages_tab_enabled": False}}
    async with Sandbox(manifest(features=closed)) as sandbox:
        ana = sandbox.add_person("ana")
        client = client_of(sandbox, session)
        assert await refused(client.chat_postMessage(channel=ana.id, text="x")) == "messages_tab_disabled"


async def test_what_an_admin_forbids_is_refused(client, sandbox):
    sandbox.workspace.restricted |= {"conversations.create", "pins.add"}
    assert await refused(client.conversations_create(name="inc-1")) == "restricted_action"


async def test_a_message_needs_something_to_say_and_not_too_much(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    silent = client.api_call("chat.postMessage", json={"channel": channel.id, "text": ""})
    assert await refused(silent) == "no_text"
    assert await refused(client.chat_postMessage(channel=channel.id, text="x" * 40_001)) == "msg_too_long"
    ts = (await client.chat_postMessage(channel=channel.id, text="x" * 4001))["ts"]
    assert await refused(client.chat_update(channel=channel.id, ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_bad_blocks_are_refused_with_their_place_and_rule(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    with pytest.raises(Exception, match="invalid_blocks") as caught:
        await client.chat_postMessage(channel=channel.id, text="x", blocks=blocks)
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_only_ones_own_messages_can_be_edited_and_only_while_they_are_there(client, sandbox, ana):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    hers = await ana.says("hello", channel)
    mine = (await client.chat_postMessage(channel=channel.id, text="card"))["ts"]
    assert await refused(client.chat_update(channel=channel.id, ts=hers.ts, text="x")) == "cant_update_message"
    await client.chat_update(channel=channel.id, ts=mine, text="new", blocks=[])
    assert [m.text for m in channel.posts] == ["hello", "new"]
    await ana.deletes(channel.posts[1])
    assert await refused(client.chat_update(channel=channel.id, ts=mine, text="x")) == "message_not_found"


async def test_a_thread_hangs_on_its_parent_never_on_a_reply(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    parent = (await client.chat_postMessage(channel=channel.id, text="parent"))["ts"]
    reply = (await client.chat_postMessage(channel=channel.id, text="reply", thread_ts=parent))["ts"]
    assert float(reply) > float(parent)
    wrong = client.chat_postMessage(channel=channel.id, text="deeper", thread_ts=reply)
    assert await refused(wrong) == "cannot_reply_to_message"
    history = await client.conversations_history(channel=channel.id)
    assert [m["text"] for m in history["messages"]] == ["parent"]
    thread = await client.conversations_replies(channel=channel.id, ts=parent)
    assert [m["text"] for m in thread["messages"]] == ["parent", "reply"]


async def test_metadata_comes_back_whole_only_when_asked_for(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    metadata = {"event_type": "effect", "event_payload": {"key": "e1"}}
    await client.chat_postMessage(channel=channel.id, text="x", metadata=metadata)
    plain = await client.conversations_history(channel=channel.id)
    whole = await client.conversations_history(channel=channel.id, include_all_metadata=True)
    assert plain["messages"][0]["metadata"] == {"event_type": "effect"}
    assert whole["messages"][0]["metadata"] == metadata


async def test_history_is_cut_into_pages_and_periods(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    stamps = [(await client.chat_postMessage(channel=channel.id, text=str(n)))["ts"] for n in range(5)]
    first = await client.conversations_history(channel=channel.id, limit=2)
    assert [m["text"] for m in first["messages"]] == ["4", "3"]
    assert first["has_more"] is True
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=channel.id, limit=2, cursor=cursor)
    assert [m["text"] for m in second["messages"]] == ["2", "1"]
    since = await client.conversations_history(channel=channel.id, oldest=stamps[2])
    assert [m["text"] for m in since["messages"]] == ["4", "3"]
    bad = client.conversations_history(channel=channel.id, cursor="nonsense")
    assert await refused(bad) == "invalid_cursor"


async def test_an_ephemeral_message_reaches_only_members(client, sandbox, ana, ben):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    await client.chat_postEphemeral(channel=channel.id, user=ana.id, text="psst")
    assert ana.sees(channel)[-1].text == "psst"
    missing = client.chat_postEphemeral(channel=channel.id, user=ben.id, text="psst")
    assert await refused(missing) == "user_not_in_channel"


async def test_pins_are_kept_once_and_noticed(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    ts = (await client.chat_postMessage(channel=channel.id, text="card"))["ts"]
    await client.pins_add(channel=channel.id, timestamp=ts)
    assert await refused(client.pins_add(channel=channel.id, timestamp=ts)) == "already_pinned"
    assert [m.ts for m in channel.pins] == [ts]
    assert channel.messages[-1].subtype == "pinned_item"
    notice = channel.messages[-1].ts
    assert await refused(client.pins_add(channel=channel.id, timestamp=notice)) == "not_pinnable"
    assert await refused(client.pins_add(channel=channel.id, timestamp="1.000001")) == "message_not_found"
    assert len((await client.pins_list(channel=channel.id))["items"]) == 1
    await client.pins_remove(channel=channel.id, timestamp=ts)
    assert await refused(client.pins_remove(channel=channel.id, timestamp=ts)) == "no_pin"


async def test_a_channel_holds_a_hundred_pins(session):
    async with Sandbox(MANIFEST, rate_limits=False) as sandbox:
        channel, client = sandbox.add_channel("inc-1", bot=True), client_of(sandbox, session)
        stamps = [(await client.chat_postMessage(channel=channel.id, text="x"))["ts"] for _ in range(101)]
        for ts in stamps[:100]:
            await client.pins_add(channel=channel.id, timestamp=ts)
        assert await refused(client.pins_add(channel=channel.id, timestamp=stamps[100])) == "too_many_pins"


async def test_bookmarks_are_links_and_nothing_stops_two_equal_ones(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    link = {"channel_id": channel.id, "title": "Bridge", "type": "link", "link": "https://meet.example"}
    first = (await client.bookmarks_add(**link))["bookmark"]
    await client.bookmarks_add(**link)
    assert [b.title for b in channel.bookmarks] == ["Bridge", "Bridge"]
    assert await refused(client.bookmarks_add(**{**link, "link": "meet.example"})) == "invalid_link"
    await client.bookmarks_edit(channel_id=channel.id, bookmark_id=first["id"], link="https://other.example")
    listed = (await client.bookmarks_list(channel_id=channel.id))["bookmarks"]
    assert listed[0]["link"] == "https://other.example"
    await client.bookmarks_remove(channel_id=channel.id, bookmark_id=first["id"])
    gone = client.bookmarks_remove(channel_id=channel.id, bookmark_id=first["id"])
    assert await refused(gone) == "not_found"


async def test_people_and_groups_can_be_looked_up(client, sandbox, ana):
    group = sandbox.add_usergroup("sre-oncall", [ana])
    assert (await client.users_info(user=ana.id))["user"]["profile"]["email"] == "ana@example.com"
    assert (await client.users_lookupByEmail(email="ANA@example.com"))["user"]["id"] == ana.id
    assert await refused(client.users_info(user="U0")) == "user_not_found"
    assert await refused(client.users_lookupByEmail(email="x@example.com")) == "users_not_found"
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [ana.id]
    assert await refused(client.usergroups_users_list(usergroup="S0")) == "no_such_subteam"


async def test_an_address_is_shown_only_to_those_who_may_read_it(session):
    async with Sandbox(manifest(without=["users:read.email"])) as sandbox:
        ana, client = sandbox.add_person("ana"), client_of(sandbox, session)
        assert "email" not in (await client.users_info(user=ana.id))["user"]["profile"]
        assert await refused(client.users_lookupByEmail(email="ana@example.com")) == "missing_scope"


async def test_a_reaction_is_added_once(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    ts = (await client.chat_postMessage(channel=channel.id, text="card"))["ts"]
    await client.reactions_add(channel=channel.id, timestamp=ts, name="eyes")
    again = client.reactions_add(channel=channel.id, timestamp=ts, name="eyes")
    assert await refused(again) == "already_reacted"


async def test_the_bot_finds_its_own_channels_by_what_it_is_in(client, sandbox, ana):
    sandbox.add_channel("other", [ana])
    await client.conversations_create(name="inc-1", is_private=True)
    found = await client.users_conversations(types="public_channel,private_channel")
    assert [c["name"] for c in found["channels"]] == ["inc-1"]
    members = await client.conversations_members(channel=found["channels"][0]["id"])
    assert members["members"] == [sandbox.bot_user_id]


async def test_a_channel_holds_a_hundred_bookmarks(session):
    async with Sandbox(MANIFEST, rate_limits=False) as sandbox:
        channel, client = sandbox.add_channel("inc-1", bot=True), client_of(sandbox, session)
        link = {"channel_id": channel.id, "title": "Bridge", "type": "link", "link": "https://meet.example"}
        for _ in range(100):
            await client.bookmarks_add(**link)
        assert await refused(client.bookmarks_add(**link)) == "too_many_bookmarks"


async def test_every_message_has_a_permalink(client, sandbox):
    channel = sandbox.add_channel("inc-1", bot=True)
    ts = (await client.chat_postMessage(channel=channel.id, text="card"))["ts"]
    link = (await client.chat_getPermalink(channel=channel.id, message_ts=ts))["permalink"]
    assert link.endswith(f"/archives/{channel.id}/p{ts.replace('.', '')}")
