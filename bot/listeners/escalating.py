"""Asking for help: typed, from the card, and by the form that asks what the model wants said first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import BadField, MoreNeeded
from bot.domain.help import Helper, asks, check_first, helper_named, helper_of, next_helper
from bot.domain.helping import Asked, foreseen
from bot.domain.policy import VendorId
from bot.listeners.desk import Console, Desk
from bot.listeners.payloads import Payload, Pressed, Typed, of_form, unescaped
from bot.listeners.replies import Answer, open_form
from bot.rendering import answers
from bot.rendering.buttons import ButtonValue
from bot.rendering.drawn import Drawn
from bot.rendering.escalation_form import (
    CHECKED,
    EscalationFields,
    answered_by,
    escalation_form,
    read_escalation,
    text_of,
)
from bot.rendering.filled import known_values
from bot.rendering.helping import preview
from bot.rendering.text import listed
from bot.rendering.vendor_form import heard_form, read_heard
from bot.usecases.ask_help import AskHelp, ask_help
from bot.usecases.chase_vendor import HeardFrom, StopChasing, heard_from, stop_chasing
from bot.usecases.escalate import Escalate, escalate
from bot.usecases.look import Story, look, story
from bot.usecases.stand_down import StandDown, stand_down

NO_REASON = "no reason given"
PRESSED_ESCALATE = "asked for from the card"


@dataclass(frozen=True, kw_only=True)
class Call:
    """Whom somebody wants called, and why; without a `helper` the next step of the path."""

    seen: Story
    helper: Helper | None
    why: str


async def escalate_typed(desk: Desk, said: Typed) -> Answer:
    """Call the tier, team or vendor named, else the next step; the form where more has to be said first."""
    call = await call_typed(desk, said)
    if call.helper is None:
        return await call_next(desk, said, call, again=call.why)
    try:
        return await call_helper(desk, said, call, call.helper)
    except MoreNeeded:
        return await _open(desk, said.trigger, call.seen, call.helper, call.why)


async def call_typed(desk: Console, said: Typed) -> Call:
    """Find whom somebody names; whoever is next on the path only where the model has something said to them first."""
    seen = await story(said.where, desk.deps)
    word, _, rest = said.rest.partition(" ")
    named = helper_named(seen.policy, word) if word else None
    why = unescaped(rest if named else said.rest).strip()
    helper = named or next_helper(seen.incident, seen.policy)
    if named is None and helper is not None and not asks(seen.policy, helper):
        helper = None
    return Call(seen=seen, helper=helper, why=why)


async def call_next(desk: Console, said: Typed, call: Call, *, again: str | None) -> Drawn:
    """Call the next step; refused where the words `again` were typed just now as well."""
    outcome = await escalate(Escalate(where=said.where, reason=call.why or NO_REASON, again=again), desk.deps)
    return answers.escalated(outcome.incident, desk.deps.models.current)


async def call_helper(
    desk: Console,
    said: Typed,
    call: Call,
    helper: Helper,
    given: Mapping[str, str] | None = None,
    checked: frozenset[str] = frozenset(),
) -> Drawn:
    """Call somebody with what is known, and what was `given` by label; MoreNeeded where that is not all."""
    seen = call.seen
    known = answered_by(seen.policy, helper, known_values(seen.incident, seen.policy, seen.log, seen.now))
    told = {**known, **(given or {})}
    text = text_of(seen.policy, helper, told)
    asked = Asked(helper=helper.id, reason=call.why or NO_REASON, answers=told, checked=checked, text=text)
    outcome = await ask_help(AskHelp(where=said.where, asked=asked), desk.deps)
    return answers.help_asked(outcome.incident, seen.policy, helper)


async def stand_down_typed(desk: Console, said: Typed) -> Answer:
    """Stop the calls."""
    outcome = await stand_down(StandDown(where=said.where, why=unescaped(said.rest)), desk.deps)
    return answers.stood_down(outcome.incident)


async def escalate_pressed(desk: Desk, press: Pressed) -> Answer:
    """Open the form where something has to be said first; else call the next step, if it is still the one shown."""
    seen = await story(press.where, desk.deps)
    helper = next_helper(seen.incident, seen.policy)
    if seen.incident.is_open and helper and asks(seen.policy, helper):
        return await _open(desk, press.trigger, seen, helper, "")
    rung = int(press.value.guard) if press.value.guard else None
    await escalate(Escalate(where=press.where, reason=PRESSED_ESCALATE, seen_rung=rung), desk.deps)
    return None


async def escalate_on_pressed(desk: Desk, press: Pressed) -> Answer:
    """Call the next one too, after the same words were typed twice."""
    rung = int(press.value.guard)
    outcome = await escalate(Escalate(where=press.where, reason=PRESSED_ESCALATE, seen_rung=rung), desk.deps)
    return answers.escalated(outcome.incident, desk.deps.models.current)


async def escalation_sent(desk: Desk, body: Payload) -> dict[str, Any]:
    """Call whom the form says; what is missing is asked for in it."""
    seen = await _seen(desk, body)
    policy, fields = seen.policy, read_escalation(body["view"], seen.policy)
    helper = helper_of(policy, fields.helper)
    asked = Asked(
        helper=fields.helper,
        reason=fields.why or _first(fields) or NO_REASON,
        answers=fields.answers,
        checked=fields.checked,
        text=text_of(policy, helper, fields.answers),
        seen_rung=fields.seen_rung,
    )
    try:
        await ask_help(AskHelp(where=of_form(body, fields.incident), asked=asked), desk.deps)
    except MoreNeeded as more:
        unchecked = [what for what in more.missing if what in check_first(helper)]
        label, words = (CHECKED, f"First: {listed(unchecked)}.") if unchecked else (more.missing[0], "Say this first.")
        raise BadField(field=label, why=words) from more
    return {}


async def escalation_redrawn(desk: Desk, body: Payload, chosen: str) -> None:
    """Ask what another helper has to know."""
    seen, view = await _seen(desk, body), body["view"]
    drawn = _drawn(desk, seen, helper_of(seen.policy, chosen), why=read_escalation(view, seen.policy).why)
    await desk.slack.call("views.update", view_id=view["id"], hash=view["hash"], view=drawn)


async def heard_pressed(desk: Desk, press: Pressed) -> Answer:
    """Ask what the vendor said."""
    seen = await look(press.where, desk.deps)
    return await open_form(desk, press.trigger, heard_form(seen.incident, VendorId(press.value.guard)))


async def heard_sent(desk: Desk, body: Payload) -> dict[str, Any]:
    """Keep what the vendor said."""
    incident, vendor, text = read_heard(body["view"])
    await heard_from(HeardFrom(where=of_form(body, incident), vendor=vendor, text=text), desk.deps)
    return {}


async def solved_pressed(desk: Desk, press: Pressed) -> Answer:
    """Chase a vendor no more, since they solved it."""
    await stop_chasing(StopChasing(where=press.where, vendor=VendorId(press.value.guard), solved=True), desk.deps)
    return None


async def stop_pressed(desk: Desk, press: Pressed) -> Answer:
    """Chase a vendor no more."""
    await stop_chasing(StopChasing(where=press.where, vendor=VendorId(press.value.guard), solved=False), desk.deps)
    return None


async def _open(desk: Desk, trigger: str, seen: Story, helper: Helper, why: str) -> Answer:
    return await open_form(desk, trigger, _drawn(desk, seen, helper, why=why))


def _drawn(desk: Desk, seen: Story, helper: Helper, *, why: str) -> dict[str, Any]:
    known = answered_by(seen.policy, helper, known_values(seen.incident, seen.policy, seen.log, seen.now))
    does = preview(foreseen(seen.incident, seen.policy, desk.deps.directory, helper, at=seen.now), helper)
    return escalation_form(seen.incident, seen.policy, helper, does, answers=known, why=why)


async def _seen(desk: Desk, body: Payload) -> Story:
    """Read the incident that a form is about."""
    incident = ButtonValue.read(str(body["view"]["private_metadata"])).incident
    return await story(of_form(body, incident), desk.deps)


def _first(fields: EscalationFields) -> str:
    return next((answer for answer in fields.answers.values() if answer), "")
