"""Slash commands: every word that can follow `/incident`, and `/escalate`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from difflib import get_close_matches

from slack_bolt.async_app import AsyncApp

from bot.domain.errors import NoIncidentHere
from bot.listeners import acting, anyway, asks, directions, escalating, model, phases, reading, resolving
from bot.listeners.desk import Desk
from bot.listeners.forms import open_declare_form
from bot.listeners.oncall import on_call
from bot.listeners.payloads import Payload, Typed, typed
from bot.listeners.replies import Answer, answered
from bot.rendering import buttons, refusals
from bot.usecases.look import look

Handler = Callable[[Desk, Typed], Awaitable[Answer]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers which command."""
    app.command(desk.incident_command)(answered(incident_command, desk))
    app.command(desk.escalate_command)(answered(escalate_command, desk))


async def incident_command(desk: Desk, command: Payload) -> Answer:
    """`/incident …`: the word decides; nothing at all means the form, or the controls inside a room."""
    said = typed(command)
    if not said.word:
        return await _bare(desk, said)
    if said.word in WORDS:
        return await _picked(desk, said, WORDS[said.word])
    nearest = get_close_matches(said.word, WORDS, n=1)
    return refusals.unknown_command(said.word, nearest[0] if nearest else None, desk.incident_command)


async def escalate_command(desk: Desk, command: Payload) -> Answer:
    """`/escalate [tier, team or vendor] [why]`: call them, or the next step, for the incident in this channel."""
    said = typed(command)
    return await _picked(desk, replace(said, rest=said.text), escalating.escalate_typed)


async def _picked(desk: Desk, said: Typed, handler: Handler) -> Answer:
    """Do it; where it is not clear for which incident, offer the open ones, each with the button that does it."""
    try:
        return await handler(desk, said)
    except NoIncidentHere as nowhere:
        action, policy = PICKS.get(handler), desk.deps.models.current
        return refusals.sentence(nowhere, policy, reader=said.where.by, action=action, command=desk.incident_command)


async def _bare(desk: Desk, said: Typed) -> Answer:
    open_here = said.where.incident is not None or await _is_a_room(desk, said)
    return await reading.show(desk, said) if open_here else await open_declare_form(desk, said.where.by, said.trigger)


async def _is_a_room(desk: Desk, said: Typed) -> bool:
    try:
        await look(said.where, desk.deps)
    except NoIncidentHere:
        return False
    return True


async def _timeline(desk: Desk, said: Typed) -> Answer:
    """With words it is a note, as in other tools; without, the timeline."""
    return await (acting.note if said.rest else reading.timeline)(desk, said)


WORDS: dict[str, Handler] = {
    **dict.fromkeys(("declare", "new", "open", "create", "start"), acting.declare),
    **dict.fromkeys(("ack", "acknowledge"), acting.ack),
    **dict.fromkeys(("ic", "lead", "take"), acting.take_or_offer),
    **dict.fromkeys(("escalate", "page"), escalating.escalate_typed),
    **dict.fromkeys(("update", "post"), acting.update),
    **dict.fromkeys(("catchup", "summary"), reading.catchup),
    **dict.fromkeys(("oncall", "who"), on_call),
    "standdown": escalating.stand_down_typed,
    "role": acting.role,
    "severity": acting.severity,
    "status": acting.status,
    "bridge": acting.bridge,
    "facts": acting.facts,
    "note": acting.note,
    "ask": asks.ask,
    "asks": asks.asks,
    "timeline": _timeline,
    "snooze": acting.snooze,
    "resolve": resolving.resolve,
    "reopen": acting.reopen,
    "cancel": acting.cancel,
    "close": acting.close,
    "list": reading.listed,
    "show": reading.show,
    "promises": reading.promises,
    "since": reading.since,
    "why": reading.why,
    "checklist": phases.checklist,
    "route": directions.route,
    "channel": directions.channel,
    "can": directions.can,
    "contacts": directions.contacts,
    "runbook": directions.runbook,
    "health": reading.health,
    "model": model.model,
    "anyway": anyway.anyway,
    "help": reading.help_,
}
"""Every word after the command; several lead to the same, because people bring them from other tools."""

PICKS: dict[Handler, str] = {
    acting.ack: buttons.ACKNOWLEDGE,
    acting.take_or_offer: buttons.TAKE_COMMAND,
    escalating.escalate_typed: buttons.ESCALATE,
    acting.update: buttons.POST_UPDATE,
    acting.severity: buttons.SEVERITY,
    acting.status: buttons.STATUS,
    acting.note: buttons.NOTE,
    resolving.resolve: buttons.RESOLVE,
    acting.reopen: buttons.REOPEN,
    acting.close: buttons.CLOSE,
    reading.show: buttons.SHOW,
}
"""The button that does the same as a command, for when somebody has to pick the incident first."""
