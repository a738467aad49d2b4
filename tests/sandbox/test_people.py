import pytest

from bot.sandbox import ImpossibleError

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
