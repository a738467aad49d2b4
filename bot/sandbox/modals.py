"""Working in a modal: filling in, submitting, closing; and what the app's answers do to the screen."""

from collections.abc import Mapping

from bot.sandbox import payloads
from bot.sandbox.delivery import Answer
from bot.sandbox.errors import ImpossibleError, SlackError
from bot.sandbox.forms import Field, Value, complaints, entered, field_named
from bot.sandbox.manifest import Json
from bot.sandbox.methods.views import checked_view
from bot.sandbox.objects import User
from bot.sandbox.replies import Submitted
from bot.sandbox.screens import View
from bot.sandbox.stage import Stage


async def fill(stage: Stage, user: User, view: View, field: Field, value: Value) -> None:
    """Put a value into a field; options that live with the app are asked for first."""
    element = field.element
    if element["type"] in ("external_select", "multi_external_select") and not isinstance(value, Mapping):
        offered = await suggestions(stage, user, view, field, str(value))
        element = {**element, **offered}
    view.values[field.key] = entered(element, value, stage.workspace)


async def suggestions(stage: Stage, user: User, view: View, field: Field, typed: str) -> Json:
    """Ask the app which options fit what was typed."""
    payload = payloads.interactive("block_suggestion", stage.workspace, user)
    payload |= payloads.on_view(stage.workspace, view)
    payload |= {"action_id": field.key[1], "block_id": field.key[0], "value": typed}
    answer = await stage.interact(payload, accepts_answer=True)
    if not isinstance(answer.payload, dict):
        raise ImpossibleError(f"no options came: {answer.error or 'empty answer'}")
    return answer.payload


async def submit(stage: Stage, user: User, view: View, given: Mapping[str, Value]) -> Submitted:
    """Fill in and submit; what the client refuses is never sent."""
    if view.closed:
        raise ImpossibleError("this view is closed")
    if not view.shown.get("submit"):
        raise ImpossibleError("this view has no submit button")
    for name, value in given.items():
        await fill(stage, user, view, field_named(view.blocks, name), value)
    if refused := complaints(view):
        return Submitted(errors=refused, view=view)
    interaction = stage.platform.interactions.begin(user.id)
    payload = payloads.interactive("view_submission", stage.workspace, user)
    payload |= {"trigger_id": interaction.trigger_id, "response_urls": []}
    payload |= {"view": payloads.on_view(stage.workspace, view)["view"]}
    answer = await stage.interact(payload, accepts_answer=True)
    if answer.error:
        return Submitted(error=answer.error, view=view, latency_ms=answer.latency * 1000)
    return _settled(stage, view, answer)


def _settled(stage: Stage, view: View, answer: Answer) -> Submitted:
    given = answer.payload if isinstance(answer.payload, dict) else {}
    latency = answer.latency * 1000
    try:
        errors = _act(stage, view, given)
    except SlackError as refused:
        stage.platform.log.violated("invalid_view_response", f"{refused.code} {refused.extra}")
        return Submitted(error="invalid_view_response", view=view, latency_ms=latency)
    return Submitted(errors=errors, view=stage.platform.screens.top(view.user), latency_ms=latency)


def _act(stage: Stage, view: View, given: Json) -> Mapping[str, str]:
    screens = stage.platform.screens
    match given.get("response_action"):
        case None:
            screens.close(view)
        case "clear":
            screens.clear(view.user)
        case "update":
            screens.update(view, checked_view(given.get("view"), "modal"), expected=None)
        case "push":
            screens.push(view.user, checked_view(given.get("view"), "modal"))
        case "errors":
            return _labelled(view, given.get("errors"))
        case other:
            raise SlackError("unknown_response_action", action=other)
    stage.platform.log.changed("view_answered", view=view.id, action=given.get("response_action") or "close")
    return {}


def _labelled(view: View, errors: object) -> dict[str, str]:
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", errors=errors)
    labels = {b["block_id"]: b["label"]["text"] for b in view.blocks if b["type"] == "input"}
    strangers = [name for name in errors if name not in labels]
    if strangers:
        raise SlackError("errors_without_input_block", blocks=strangers)
    return {labels[name]: str(text) for name, text in errors.items()}


async def close(stage: Stage, user: User, view: View, *, everything: bool) -> Answer:
    """Close a modal, or with the x all of them; the app hears only if it asked to."""
    screens = stage.platform.screens
    if everything:
        screens.clear(user.id)
    else:
        screens.close(view)
    if not view.shown.get("notify_on_close"):
        return Answer()
    payload = payloads.interactive("view_closed", stage.workspace, user)
    payload |= {"view": payloads.on_view(stage.workspace, view)["view"], "is_cleared": everything}
    return await stage.interact(payload)
