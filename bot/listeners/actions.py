"""Buttons: on the card, on a page, on a reminder, and the severity choice inside the declare form."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.declaring import Declaration
from bot.domain.errors import NothingPromised
from bot.domain.people import PersonId
from bot.domain.policy import Audience
from bot.domain.promises import Word
from bot.listeners import anyway, asks, escalating, phases
from bot.listeners.change_forms import (
    open_bridge_form,
    open_hand_word_form,
    open_handover_form,
    open_note_form,
    open_severity_form,
    open_status_form,
    severity_view,
)
from bot.listeners.desk import Desk
from bot.listeners.forms import declare_view, open_declare_form
from bot.listeners.payloads import Payload, Pressed, of_form, pressed
from bot.listeners.replies import Answer, noted
from bot.listeners.resolving import resolve_pressed
from bot.listeners.updating import open_update_form
from bot.rendering import answers, buttons, refusals
from bot.rendering.change_forms import CHOOSE_OTHER, read_severity
from bot.rendering.escalation_form import CHOOSE_HELPER
from bot.rendering.forms import CATEGORY, CHOOSE_SEVERITY, TITLE, DeclareFields, read_declare
from bot.rendering.phases import TICK
from bot.usecases.acknowledge import Acknowledge, DeclinePage, acknowledge, decline_page
from bot.usecases.command import (
    ConfirmCommand,
    DeclineCommand,
    PutOffHandoff,
    TakeCommand,
    confirm_command,
    decline_command,
    put_off_handoff,
    take_command,
)
from bot.usecases.declare import Declare, declare
from bot.usecases.follow_rule import FollowRule, follow_rule
from bot.usecases.look import look
from bot.usecases.post_update import PostUpdate, Snooze, Waive, post_update, snooze, waive
from bot.usecases.reopen import Reopen, reopen
from bot.usecases.resolve import Close, close
from bot.usecases.stand_down import StandDown, stand_down


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers which button; one that Conn does not know is from an older version."""
    app.action(CHOOSE_SEVERITY)(_chosen(desk, _declare_redrawn))
    app.action(CATEGORY)(_chosen(desk, _declare_redrawn))
    app.action(TITLE)(_chosen(desk, _declare_redrawn))
    app.action(CHOOSE_HELPER)(_chosen(desk, _escalation_redrawn))
    app.action(CHOOSE_OTHER)(_chosen(desk, _severity_redrawn))
    app.action(buttons.OPEN_DECLARE)(noted(_open_declare, desk))
    app.action(buttons.DECLARE_ANYWAY)(noted(_declare_anyway, desk))
    app.action(re.compile(f"{TICK}/.*"))(noted(phases.ticked, desk))
    app.action(re.compile(".*"))(noted(press, desk))


async def press(desk: Desk, body: Payload) -> Answer:
    """Do what a button says; its value is what the person saw, never what they may do."""
    action = body["actions"][0]
    if action.get("type") != "button" or action.get("url"):
        return None
    name = action["action_id"].partition("/")[0]  # several buttons of a kind in one row are numbered
    if name not in PRESSES:
        return refusals.stale_button()
    return await PRESSES[name](desk, pressed(body))


async def _acknowledge(desk: Desk, press: Pressed) -> Answer:
    rung = int(press.value.guard) if press.value.guard else None
    await acknowledge(Acknowledge(where=press.where, rung=rung), desk.deps)
    return None


async def _decline_page(desk: Desk, press: Pressed) -> Answer:
    await decline_page(DeclinePage(where=press.where, rung=int(press.value.guard)), desk.deps)
    return None


async def _stand_down(desk: Desk, press: Pressed) -> Answer:
    await stand_down(StandDown(where=press.where), desk.deps)
    return None


async def _take_command(desk: Desk, press: Pressed) -> Answer:
    holder = PersonId(press.value.guard) if press.value.guard else None
    await take_command(TakeCommand(where=press.where, instead_of=holder), desk.deps)
    return None


async def _follow_rule(desk: Desk, press: Pressed) -> Answer:
    await follow_rule(FollowRule(where=press.where, place=press.value.guard), desk.deps)
    return None


async def _close(desk: Desk, press: Pressed) -> Answer:
    await close(Close(where=press.where), desk.deps)
    return None


async def _post_update(desk: Desk, press: Pressed) -> Answer:
    audience = Audience(press.value.guard.partition("/")[0]) if press.value.guard else None
    return await open_update_form(desk, press.where, press.trigger, None, audience=audience)


async def _no_change(desk: Desk, press: Pressed) -> Answer:
    audience = await _promised(desk, press)
    request = PostUpdate(where=press.where, word=Word(text="", audiences=(audience,)))
    await post_update(request, desk.deps)
    return None


async def _snooze(desk: Desk, press: Pressed) -> Answer:
    audience = await _promised(desk, press)
    outcome = await snooze(Snooze(where=press.where, audience=audience), desk.deps)
    return answers.snoozed(outcome.incident, desk.deps.models.current, audience)


async def _not_needed(desk: Desk, press: Pressed) -> Answer:
    audience = await _promised(desk, press)
    outcome = await waive(Waive(where=press.where, audience=audience), desk.deps)
    return answers.waived(outcome.incident, desk.deps.models.current, audience)


async def _hand_word(desk: Desk, press: Pressed) -> Answer:
    return await open_hand_word_form(desk, press.where, press.trigger, await _promised(desk, press))


async def _snooze_handoff(desk: Desk, press: Pressed) -> Answer:
    length = buttons.snooze_length(desk.deps.models.current)
    outcome = await put_off_handoff(PutOffHandoff(where=press.where, length=length), desk.deps)
    return answers.handoff_put_off(outcome.incident)


async def _handoff_not_needed(desk: Desk, press: Pressed) -> Answer:
    outcome = await put_off_handoff(PutOffHandoff(where=press.where), desk.deps)
    return answers.handoff_put_off(outcome.incident)


async def _still_in_command(desk: Desk, press: Pressed) -> Answer:
    await confirm_command(ConfirmCommand(where=press.where), desk.deps)
    return None


async def _decline_command(desk: Desk, press: Pressed) -> Answer:
    await decline_command(DeclineCommand(where=press.where), desk.deps)
    return None


async def _promised(desk: Desk, press: Pressed) -> Audience:
    """Read which promise a reminder was about; refused when it was kept, or another took its place, meanwhile."""
    name, _, n = press.value.guard.partition("/")
    audience = Audience(name)
    promise = (await look(press.where, desk.deps)).incident.promise(audience)
    if promise is None or str(promise.n) != n:
        raise NothingPromised(audience=audience)
    return audience


async def _open_declare(desk: Desk, body: Payload) -> Answer:
    severity, title = buttons.to_declare(str(body["actions"][0].get("value", "")))
    prefill = DeclareFields(severity=severity, title=title)
    return await open_declare_form(desk, PersonId(body["user"]["id"]), body["trigger_id"], prefill)


async def _declare_anyway(desk: Desk, body: Payload) -> Answer:
    severity, title = buttons.to_declare(str(body["actions"][0].get("value", "")))
    by, answer = PersonId(body["user"]["id"]), body.get("container", {}).get("message_ts")
    if answer is None:
        raise ValueError("this is offered in an answer, and nowhere else")
    declaration = Declaration(title=title, severity=severity)
    request = Declare(declaration=declaration, by=by, delivery=f"anyway/{by}/{answer}", anyway=True)
    return answers.declared(await declare(request, desk.deps), desk.deps.models.current)


def _chosen(desk: Desk, redraw: Callable[[Desk, Payload], Coroutine[Any, Any, None]]) -> Callable[..., Awaitable[None]]:
    """Show the consequences of another choice; the form keeps what was typed into it."""

    async def listener(ack: AsyncAck, body: Payload) -> None:
        await ack()
        desk.later(redraw(desk, body))

    return listener


async def _declare_redrawn(desk: Desk, body: Payload) -> None:
    view = body["view"]
    fields = read_declare(view)
    drawn = await declare_view(desk, PersonId(body["user"]["id"]), fields, metadata=view["private_metadata"])
    if _small_print(drawn) == _small_print(view):
        return  # each character that is typed comes here; most change nothing
    await desk.slack.call("views.update", view_id=view["id"], hash=view["hash"], view=drawn)


def _small_print(view: Payload) -> list[str]:
    return [str(one.get("text")) for block in view["blocks"] if block["type"] == "context" for one in block["elements"]]


async def _severity_redrawn(desk: Desk, body: Payload) -> None:
    view = body["view"]
    fields = read_severity(view)
    where = of_form(body, fields.incident)
    drawn = await severity_view(desk, where, replace(fields, to=_choice(body)))
    await desk.slack.call("views.update", view_id=view["id"], hash=view["hash"], view=drawn)


async def _escalation_redrawn(desk: Desk, body: Payload) -> None:
    await escalating.escalation_redrawn(desk, body, _choice(body))


def _choice(body: Payload) -> str:
    chosen = body["actions"][0].get("selected_option")
    if not chosen:
        raise ValueError("nothing was chosen")
    return str(chosen["value"])


async def _hand_over(desk: Desk, press: Pressed) -> Answer:
    return await open_handover_form(desk, press.where, press.trigger)


async def _severity(desk: Desk, press: Pressed) -> Answer:
    return await open_severity_form(desk, press.where, press.trigger)


async def _status(desk: Desk, press: Pressed) -> Answer:
    return await open_status_form(desk, press.where, press.trigger)


async def _bridge(desk: Desk, press: Pressed) -> Answer:
    return await open_bridge_form(desk, press.where, press.trigger)


async def _note(desk: Desk, press: Pressed) -> Answer:
    return await open_note_form(desk, press.where, press.trigger)


async def _reopen(desk: Desk, press: Pressed) -> Answer:
    await reopen(Reopen(where=press.where), desk.deps)
    return None


async def _show(desk: Desk, press: Pressed) -> Answer:
    seen = await look(press.where, desk.deps)
    return answers.summary(seen.incident, seen.policy, seen.now)


PRESSES: dict[str, Callable[[Desk, Pressed], Awaitable[Answer]]] = {
    buttons.ACKNOWLEDGE: _acknowledge,
    buttons.DECLINE_PAGE: _decline_page,
    buttons.STAND_DOWN: _stand_down,
    buttons.TAKE_COMMAND: _take_command,
    buttons.ESCALATE: escalating.escalate_pressed,
    buttons.ESCALATE_ON: escalating.escalate_on_pressed,
    buttons.HEARD_FROM: escalating.heard_pressed,
    buttons.VENDOR_SOLVED: escalating.solved_pressed,
    buttons.STOP_CHASING: escalating.stop_pressed,
    buttons.FOLLOW_RULE: _follow_rule,
    buttons.RESOLVE: resolve_pressed,
    buttons.CLOSE: _close,
    buttons.POST_UPDATE: _post_update,
    buttons.NO_CHANGE: _no_change,
    buttons.SNOOZE: _snooze,
    buttons.NOT_NEEDED: _not_needed,
    buttons.HAND_WORD: _hand_word,
    buttons.HAND_OVER: _hand_over,
    buttons.SNOOZE_HANDOFF: _snooze_handoff,
    buttons.PUT_OFF_HANDOFF: _handoff_not_needed,
    buttons.STILL_IN_COMMAND: _still_in_command,
    buttons.DECLINE_COMMAND: _decline_command,
    buttons.SEVERITY: _severity,
    buttons.STATUS: _status,
    buttons.NOTE: _note,
    buttons.REOPEN: _reopen,
    buttons.SHOW: _show,
    buttons.ANYWAY: anyway.ask,
    buttons.DECIDE: phases.decide,
    buttons.SET_BRIDGE: _bridge,
    buttons.ASK_ACCEPT: asks.accept,
    buttons.ASK_DECLINE: asks.decline,
    buttons.ASK_DONE: asks.done,
    buttons.ASK_MORE: asks.more,
    buttons.ASK_BLOCKED: asks.blocked,
    buttons.ASK_NOTE: asks.noted,
    buttons.ASK_TAKE: asks.accept,
    buttons.ASK_DROP: asks.drop,
}
