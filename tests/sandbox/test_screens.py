import aiohttp
import pytest

from bot.sandbox import ImpossibleError, Sandbox
from tests.sandbox.conftest import MANIFEST, client_of, manifest, refused
from tests.sandbox.test_people import BUTTONS, MODAL

HOME = {"type": "home", "blocks": BUTTONS}


@pytest.fixture
def triggers(app):
    """Collect the triggers the command brings."""
    seen = []

    @app.command("/incident")
    async def incident(ack, command):
        seen.append(command["trigger_id"])
        await ack()

    return seen


@pytest.fixture
def asked(connect, client, ana, triggers):
    """Let Ana run the command, and open or push a view for it."""

    async def ask(view, *, push=False):
        if not triggers:
            await connect()
        await ana.command("/incident")
        await (client.views_push if push else client.views_open)(trigger_id=triggers[-1], view=view)

    return ask


@pytest.fixture
def urls(app):
    """Collect the response URLs the command brings."""
    seen = []

    @app.command("/oncall")
    async def oncall(ack, command):
        seen.append(command["response_url"])
        await ack()

    return seen


def titled(text):
    return {**MODAL, "title": {"type": "plain_text", "text": text}}


async def test_a_trigger_opens_one_view_within_three_seconds(client, sandbox, ana, connect, triggers):
    await connect()
    await ana.command("/incident")
    await client.views_open(trigger_id=triggers[0], view=MODAL)
    again = client.views_open(trigger_id=triggers[0], view=MODAL)
    assert await refused(again) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.abc", view=MODAL)) == "invalid_trigger_id"
    await ana.command("/incident")
    sandbox.age_interactions(3.1)
    assert await refused(client.views_open(trigger_id=triggers[1], view=MODAL)) == "expired_trigger_id"


async def test_a_refused_view_does_not_use_up_its_trigger(client, ana, connect, triggers):
    await connect()
    await ana.command("/incident")
    bad = client.views_open(trigger_id=triggers[0], view=titled("x" * 25))
    assert await refused(bad) == "invalid_arguments"
    await client.views_open(trigger_id=triggers[0], view=MODAL)
    assert ana.view.title == "Declare"


async def test_a_view_is_updated_only_while_open_and_only_over_the_version_seen(client, ana, connect, triggers):
    await connect()
    await ana.command("/incident")
    opened = (await client.views_open(trigger_id=triggers[0], view=MODAL))["view"]
    await ana.change(ana.view, "Title", "Checkout")
    newer = (await client.views_update(view_id=opened["id"], hash=opened["hash"], view=titled("Two")))["view"]
    assert ana.view.title == "Two"
    assert newer["state"]["values"]["title"]["title"]["value"] == "Checkout"
    stale = client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)
    assert await refused(stale) == "hash_conflict"
    await ana.close()
    assert await refused(client.views_update(view_id=opened["id"], view=MODAL)) == "not_found"


async def test_at_most_three_views_lie_on_another(client, ana, connect, triggers):
    await connect()
    for number in range(4):
        await ana.command("/incident")
        call = (client.views_push if number else client.views_open)(trigger_id=triggers[-1], view=titled(str(number)))
        if number == 3:
            assert await refused(call) == "push_limit_reached"
        else:
            await call
    assert [view.title for view in ana.views] == ["0", "1", "2"]
    await ana.close()
    assert ana.view.title == "1"
    await ana.close(everything=True)
    assert ana.view is None


@pytest.mark.parametrize(
    ("answer", "views"),
    [
        ({}, ["Under"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": titled("Next")}, ["Under", "Next"]),
        ({"response_action": "push", "view": titled("Over")}, ["Under", "Declare", "Over"]),
    ],
)
async def test_the_answer_to_a_submission_decides_what_is_seen_next(app, ana, asked, answer, views):
    @app.view("declare")
    async def declare(ack):
        await ack(**answer)

    await asked(titled("Under"))
    await asked(MODAL, push=True)
    result = await ana.submit(ana.view, {"Title": "x", "Severity": "P2"})
    assert result.ok
    assert [view.title for view in ana.views] == views


async def test_errors_stand_under_their_fields_and_what_was_typed_stays(app, client, ana, connect, triggers):
    @app.view("declare")
    async def declare(ack):
        await ack(response_action="errors", errors={"title": "Too vague"})

    await connect()
    await ana.command("/incident")
    await client.views_open(trigger_id=triggers[0], view=MODAL)
    result = await ana.submit(ana.view, {"Title": "broken", "Severity": "P1"})
    assert result.errors == {"Title": "Too vague"}
    again = await ana.submit(ana.view)
    assert again.errors == {"Title": "Too vague"}


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no_such_block": "x"}},
        {"response_action": "vanish"},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    ],
)
async def test_a_wrong_answer_to_a_submission_is_an_error_for_the_person(app, sandbox, ana, asked, answer):
    @app.view("declare")
    async def declare(ack):
        await ack(**answer)

    await asked(MODAL)
    result = await ana.submit(ana.view, {"Title": "broken", "Severity": "P1"})
    assert (result.ok, result.error) == (False, "invalid_view_response")
    assert [v.rule for v in sandbox.log.violations] == ["invalid_view_response"]


async def test_a_field_that_dispatches_tells_the_app_while_the_form_is_filled_in(app, client, ana, connect, triggers):
    @app.action("severity")
    async def severity(ack, body):
        await ack()
        await client.views_update(
            view_id=body["view"]["id"], view=titled(body["actions"][0]["selected_option"]["value"])
        )

    await connect()
    await ana.command("/incident")
    await client.views_open(trigger_id=triggers[0], view=MODAL)
    await ana.change(ana.view, "Severity", "P2")
    assert ana.view.title == "P2"
    with pytest.raises(ImpossibleError, match="no option 'P9'"):
        await ana.change(ana.view, "Severity", "P9")


async def test_the_app_hears_of_a_closed_view_only_if_it_asked_to(app, client, ana, connect, triggers):
    closed = []

    @app.view_closed("declare")
    async def declare(ack, body):
        closed.append(body["is_cleared"])
        await ack()

    await connect()
    for view in (MODAL, {**MODAL, "notify_on_close": False}):
        await ana.command("/incident")
        await client.views_open(trigger_id=triggers[-1], view=view)
        await ana.close()
    assert closed == [False]


@pytest.fixture
def opened(app, client):
    """Publish a Home tab for whoever opens it, and collect the events that told of it."""
    events = []

    @app.event("app_home_opened")
    async def opens(event):
        events.append(event)
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=HOME)

    return events


async def test_the_home_tab_is_each_persons_own(sandbox, ana, ben, connect, opened):
    await connect()
    await ana.opens_home()
    await sandbox.quiet()
    assert (ana.home.type, ben.home) == ("home", None)
    assert opened[0] | {"event_ts": ""} == {
        "type": "app_home_opened", "user": ana.id, "channel": ana.dm.id, "tab": "home", "event_ts": "",
    }  # fmt: skip


async def test_who_opens_the_home_tab_again_brings_what_it_shows(sandbox, ana, connect, opened):
    await connect()
    for tab in ("home", "home", "messages"):
        await ana.opens_home(tab)
        await sandbox.quiet()
    assert [event["tab"] for event in opened] == ["home", "home", "messages"]
    assert [event.get("view", {}).get("id") for event in opened] == [None, ana.home.id, None]
    assert opened[1]["view"]["blocks"] == BUTTONS


async def test_a_press_on_the_home_tab_names_the_view_and_no_channel(app, sandbox, ana, connect, opened):
    pressed = []

    @app.action("acknowledge")
    async def acknowledge(ack, body):
        pressed.append(body)
        await ack()

    await connect()
    await ana.opens_home()
    await sandbox.quiet()
    reply = await ana.press(ana.home, "Acknowledge")
    (body,) = pressed
    assert reply.error is None
    assert len(opened) == 1
    assert body["container"] == {"type": "view", "view_id": ana.home.id}
    assert (body["view"]["type"], body["view"]["hash"]) == ("home", ana.home.hash)
    assert not {"channel", "message", "response_url"} & set(body)


async def test_a_newer_home_tab_is_not_overwritten_unseen(client, ana):
    first = (await client.views_publish(user_id=ana.id, view=HOME))["view"]
    second = (await client.views_publish(user_id=ana.id, view=HOME, hash=first["hash"]))["view"]
    assert first["id"] == second["id"]
    assert await refused(client.views_publish(user_id=ana.id, view=HOME, hash=first["hash"])) == "hash_conflict"


async def test_a_hash_of_what_was_never_published_is_a_conflict(client, ana):
    assert await refused(client.views_publish(user_id=ana.id, view=HOME, hash="1.a")) == "hash_conflict"
    assert ana.home is None


@pytest.mark.parametrize(
    "view",
    [
        MODAL,
        {"type": "home", "blocks": [{"type": "divider"}] * 101},
        {**HOME, "title": {"type": "plain_text", "text": "Home"}},
        {**HOME, "private_metadata": "x" * 3001},
    ],
)
async def test_a_home_tab_slack_would_refuse_is_not_shown(client, ana, view):
    assert await refused(client.views_publish(user_id=ana.id, view=view)) == "invalid_arguments"
    assert ana.home is None


async def test_a_home_tab_belongs_to_a_person(client, sandbox):
    for nobody in ("U0NOBODY", sandbox.bot_user_id, sandbox.add_person("gone", deleted=True).id):
        assert await refused(client.views_publish(user_id=nobody, view=HOME)) == "invalid_arguments"


async def test_an_app_without_a_home_tab_can_neither_fill_it_nor_hear_of_it(session):
    tabs = {"home_tab_enabled": False, "messages_tab_enabled": True}
    async with Sandbox(manifest(features={**MANIFEST["features"], "app_home": tabs})) as closed:
        gil = closed.add_person("gil")
        publish = client_of(closed, session).views_publish(user_id=gil.id, view=HOME)
        assert await refused(publish) == "not_enabled"
        with pytest.raises(ImpossibleError, match="no tab 'home'"):
            await gil.opens_home()
        await gil.opens_home("messages")


async def test_shortcuts_are_chosen_by_their_names(app, client, ana, connect):
    seen = []

    @app.shortcut("declare_incident")
    async def declare(ack, body):
        seen.append((body["type"], body.get("response_url")))
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    @app.shortcut("declare_from_message")
    async def declare_from_message(ack, body):
        seen.append((body["type"], body["message"]["text"]))
        await ack()

    await connect()
    assert (await ana.shortcut("Declare incident")).view is ana.view
    message = await ana.says("it is down")
    await ana.message_shortcut("Declare from message", message)
    assert seen == [("shortcut", None), ("message_action", "it is down")]
    with pytest.raises(ImpossibleError, match="no shortcut"):
        await ana.shortcut("Make coffee")


async def post(url, **given):
    async with aiohttp.ClientSession() as session, session.post(url, json=given) as answer:
        return answer.status, (await answer.json()).get("error")


async def test_a_response_url_takes_five_answers(ana, ben, connect, urls):
    await connect()
    reply = await ana.command("/oncall")
    for number in range(4):
        assert await post(urls[0], text=str(number)) == (200, None)
    assert await post(urls[0], text="for all", response_type="in_channel") == (200, None)
    assert await post(urls[0], text="too much") == (404, "used_url")
    assert [m.text for m in reply.messages] == ["0", "1", "2", "3", "for all"]
    assert [m.text for m in ben.sees("general")] == ["for all"]


async def test_a_response_url_lives_half_an_hour(sandbox, ana, connect, urls):
    await connect()
    await ana.command("/oncall")
    sandbox.age_interactions(1801)
    assert await post(urls[0], text="late") == (404, "expired_url")
    assert await post(urls[0].replace("response/", "response/x"), text="x") == (404, "expired_url")


async def test_the_buttons_of_a_private_message_can_take_it_away(app, ana, connect):
    @app.command("/incident")
    async def incident(ack):
        await ack(text="Sure?", blocks=BUTTONS)

    @app.action("acknowledge")
    async def acknowledge(ack, respond):
        await respond(delete_original=True)
        await ack()

    await connect()
    reply = await ana.command("/incident")
    await ana.press(reply.message, "Acknowledge")
    assert ana.sees("general") == []
    with pytest.raises(ImpossibleError, match="gone"):
        await ana.press(reply.messages[0], "Acknowledge")


async def test_an_answer_slack_would_refuse_is_an_error_for_the_person(app, sandbox, ana, connect):
    @app.command("/incident")
    async def incident(ack):
        await ack(text="x", blocks=[{"type": "alert"}])

    await connect()
    assert (await ana.command("/incident")).error == "invalid_command_response"
    assert [v.rule for v in sandbox.log.violations] == ["invalid_command_response"]
