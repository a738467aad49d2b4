import pytest

from bot.sandbox import ImpossibleError, Sandbox
from tests.sandbox.conftest import manifest, raw_socket, refused

GROUP_EVENTS = {"event_subscriptions": {"bot_events": ["subteam_members_changed"]}}

ACKNOWLEDGE = {
    "type": "button",
    "action_id": "acknowledge",
    "value": "1",
    "text": {"type": "plain_text", "text": "Acknowledge"},
}
BUTTONS = [{"type": "actions", "block_id": "card", "elements": [ACKNOWLEDGE]}]
MODAL = {
    "type": "modal",
    "callback_id": "declare",
    "title": {"type": "plain_text", "text": "Declare"},
    "submit": {"type": "plain_text", "text": "Declare"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "title"},
        },
        {
            "type": "input",
            "block_id": "severity",
            "dispatch_action": True,
            "label": {"type": "plain_text", "text": "Severity"},
            "element": {
                "type": "static_select",
                "action_id": "severity",
                "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("P1", "P2")],
            },
        },
    ],
}


async def test_a_command_reaches_the_app_and_its_answer_reaches_only_the_person(app, connect, ana, ben):
    seen = {}

    @app.command("/incident")
    async def incident(ack, command):
        seen.update(command)
        await ack({"response_type": "ephemeral", "text": "Declared."})

    await connect()
    reply = await ana.command("/incident", "declare P1 @ben https://x.example/a?b")

    assert (reply.text, reply.error) == ("Declared.", None)
    assert seen["text"] == f"declare P1 <@{ben.id}|ben> <https://x.example/a?b>"
    assert "Declared." in [m.text for m in ana.sees("general")]
    assert "Declared." not in [m.text for m in ben.sees("general")]
    assert reply.latency_ms < 500


async def test_an_answer_in_channel_is_read_by_everybody(app, connect, ana, ben):
    @app.command("/oncall")
    async def oncall(ack):
        await ack({"response_type": "in_channel", "text": "Ana is on call."})

    await connect()
    await ana.command("/oncall")
    assert ben.sees("general")[-1].text == "Ana is on call."


async def test_a_command_opens_a_modal_that_can_be_filled_in_and_submitted(app, connect, client, ana):
    @app.command("/incident")
    async def incident(ack, command):
        await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
        await ack()

    submitted = {}

    @app.view("declare")
    async def declare(ack, view):
        submitted.update(view["state"]["values"])
        await ack()

    await connect()
    reply = await ana.command("/incident")
    assert reply.view is ana.view
    result = await ana.submit(ana.view, {"Title": "Checkout", "Severity": "P1"})

    assert result.ok
    assert ana.view is None
    assert submitted["title"]["title"] == {"type": "plain_text_input", "value": "Checkout"}
    assert submitted["severity"]["severity"]["selected_option"]["value"] == "P1"


async def test_slacks_client_refuses_an_empty_required_field_by_itself(app, connect, client, ana, sandbox):
    @app.command("/incident")
    async def incident(ack, command):
        await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
        await ack()

    await connect()
    await ana.command("/incident")
    result = await ana.submit(ana.view, {"Severity": "P1"})
    assert result.errors == {"Title": "Please complete this required field."}
    assert [d.kind for d in sandbox.log.deliveries()] == ["slash_commands"]


async def test_a_button_is_pressed_by_its_words_and_its_message_can_be_replaced(app, connect, client, sandbox, ana):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)

    @app.action("acknowledge")
    async def acknowledge(ack, respond):
        await ack()
        await respond(text="Acknowledged", replace_original=True)

    await connect()
    await client.chat_postMessage(channel=channel.id, text="Card", blocks=BUTTONS)
    card = channel.posts[0]
    assert card.buttons == ["Acknowledge"]
    reply = await ana.press(card, "Acknowledge")
    await sandbox.quiet()
    assert reply.error is None
    assert card.text == "Acknowledged"


async def test_nobody_writes_where_slack_has_no_place_to_write(sandbox, ana, ben):
    channel = sandbox.add_channel("inc-1", [ana])
    with pytest.raises(ImpossibleError, match="ben is not in #inc-1"):
        await ben.says("hello", channel)
    await ana.archives(channel)
    with pytest.raises(ImpossibleError, match="archived"):
        await ana.command("/incident", channel=channel)


async def test_nobody_presses_a_button_that_is_not_there(ana, sandbox, client):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    await client.chat_postMessage(channel=channel.id, text="Card", blocks=BUTTONS)
    with pytest.raises(ImpossibleError, match="there is 'Acknowledge'"):
        await ana.press(channel.posts[0], "Resolve")


async def test_options_that_live_with_the_app_are_asked_for_as_the_person_types(app, connect, client, ana):
    element = {"type": "external_select", "action_id": "service", "min_query_length": 0}
    label = {"type": "plain_text", "text": "Service"}
    service = {"type": "input", "block_id": "service", "label": label, "element": element}
    chosen = []

    @app.command("/incident")
    async def incident(ack, command):
        await client.views_open(trigger_id=command["trigger_id"], view={**MODAL, "blocks": [service]})
        await ack()

    @app.options("service")
    async def services(ack, payload):
        name = f"{payload['value']}-api"
        await ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name}])

    @app.view("declare")
    async def declare(ack, view):
        chosen.append(view["state"]["values"]["service"]["service"]["selected_option"]["value"])
        await ack()

    await connect()
    await ana.command("/incident")
    assert await ana.options(ana.view, "Service", "checkout") == ["checkout-api"]
    await ana.submit(ana.view, {"Service": {"text": {"type": "plain_text", "text": "x"}, "value": "x"}})
    assert chosen == ["x"]


async def test_a_menu_on_a_message_tells_the_app_what_was_picked(app, connect, client, sandbox, ana):
    channel = sandbox.add_channel("inc-1", [ana], bot=True)
    option = {"text": {"type": "plain_text", "text": "Hand off"}, "value": "handoff"}
    menu = {"type": "overflow", "action_id": "more", "options": [option]}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Card"}, "accessory": menu}
    picked = []

    @app.action("more")
    async def more(ack, action):
        picked.append(action["selected_option"]["value"])
        await ack()

    await connect()
    await client.chat_postMessage(channel=channel.id, text="Card", blocks=[section])
    await ana.select(channel.posts[0], "more", "Hand off")
    assert picked == ["handoff"]


async def test_a_changed_user_group_is_told_to_an_app_that_subscribed(session, ana, ben):
    async with Sandbox(manifest(settings=GROUP_EVENTS)) as sandbox:
        group = sandbox.add_usergroup("sre-oncall", [ana])
        socket = await raw_socket(sandbox, session)
        await socket.receive_json()
        sandbox.change_usergroup(group, [ben])
        event = (await socket.receive_json())["payload"]["event"]
        assert (event["added_users"], event["removed_users"]) == ([ben.id], [ana.id])
        await socket.close()


async def test_the_app_knows_nothing_of_what_two_people_say_to_each_other(app, sandbox, client, connect, ana):
    heard = []

    @app.event("message")
    async def said(event):
        heard.append(event["text"])

    await connect()
    ben = sandbox.add_person("ben")
    between = ana.direct(ben)
    await ana.says("Are you awake?", between)
    await ana.says("for the app", "dm")
    await sandbox.quiet()
    assert ben.direct(ana) is between
    assert [m.text for m in ben.sees(between)] == ["Are you awake?"]
    assert heard == ["for the app"]
    assert await refused(client.conversations_info(channel=between.id)) == "channel_not_found"
    assert await refused(client.conversations_history(channel=between.id)) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=between.id, text="x")) == "channel_not_found"
    listed = await client.conversations_list(types="im")
    assert [channel["id"] for channel in listed["channels"]] == [ana.dm.id]


async def test_a_command_typed_between_two_people_is_answered_there_to_the_one_who_typed_it(app, connect, ana, ben):
    @app.command("/incident")
    async def incident(ack, command):
        await ack(text=f"typed in {command['channel_name']}")

    await connect()
    reply = await ana.command("/incident", "", ana.direct(ben))
    assert reply.text == "typed in directmessage"
    assert [m.text for m in ben.sees(ana.direct(ben))] == []
