"""Slash commands: every word that can follow `/incident`, and `/escalate`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from difflib import get_close_matches

from slack_bolt.async_app import AsyncApp

from bot.domain.declaring import Declaration
from bot.domain.errors import NoIncidentHere
from bot.listeners.desk import Desk
from bot.listeners.forms import open_declare_form, open_update_form
from bot.listeners.payloads import Payload, Typed, typed
from bot.listeners.replies import Answer, answered
from bot.rendering import answers, buttons, guide, refusals
from bot.rendering.forms import DeclareFields
from bot.usecases.acknowledge import Acknowledge, acknowledge
from bot.usecases.command import OfferCommand, TakeCommand, offer_command, take_command
from bot.usecases.declare import Declare, declare
from bot.usecases.escalate import Escalate, escalate
from bot.usecases.look import look, open_incidents
from bot.usecases.resolve import Close, Resolve, close, resolve

NO_REASON = "no reason given"

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
    """`/escalate [why]`: page the next tier for the incident in this channel."""
    said = typed(command)
    return await _picked(desk, replace(said, rest=said.text), _escalate)


async def _picked(desk: Desk, said: Typed, handler: Handler) -> Answer:
    """Do it; where it is not clear for which incident, offer the open ones, each with the button that does it."""
    try:
        return await handler(desk, said)
    except NoIncidentHere as nowhere:
        action, policy = PICKS.get(handler), desk.deps.models.current
        return refusals.sentence(nowhere, policy, reader=said.where.by, action=action, command=desk.incident_command)


async def _bare(desk: Desk, said: Typed) -> Answer:
    open_here = said.where.incident is not None or await _is_a_room(desk, said)
    return await _show(desk, said) if open_here else await open_declare_form(desk, said.where.by, said.trigger)


async def _is_a_room(desk: Desk, said: Typed) -> bool:
    try:
        await look(said.where, desk.deps)
    except NoIncidentHere:
        return False
    return True


async def _declare(desk: Desk, said: Typed) -> Answer:
    policy = desk.deps.models.current
    first, _, title = said.rest.partition(" ")
    severity = policy.severity(first)
    title = (title if severity else said.rest).strip().strip('"')
    if severity is None or not title:
        prefill = DeclareFields(title=title, severity=severity.id if severity else "")
        return await open_declare_form(desk, said.where.by, said.trigger, prefill)
    request = Declare(
        declaration=Declaration(title=unescaped(title), severity=severity.id),
        by=said.where.by,
        delivery=f"command/{said.trigger}",
    )
    return answers.declared(await declare(request, desk.deps), policy)


async def _acknowledge(desk: Desk, said: Typed) -> Answer:
    outcome = await acknowledge(Acknowledge(where=said.where), desk.deps)
    return answers.acknowledged(outcome.incident, desk.deps.models.current)


async def _command(desk: Desk, said: Typed) -> Answer:
    if said.person and said.person != said.where.by:
        outcome = await offer_command(OfferCommand(where=said.where, to=said.person), desk.deps)
        return answers.offered(outcome.incident, said.person)
    outcome = await take_command(TakeCommand(where=said.where), desk.deps)
    return answers.in_command(outcome.incident, desk.deps.models.current)


async def _escalate(desk: Desk, said: Typed) -> Answer:
    request = Escalate(where=said.where, reason=unescaped(said.rest) or NO_REASON, delivery=f"command/{said.trigger}")
    outcome = await escalate(request, desk.deps)
    return answers.escalated(outcome.incident, desk.deps.models.current)


async def _update(desk: Desk, said: Typed) -> Answer:
    return await open_update_form(desk, said.where, said.trigger, unescaped(said.rest) or None)


async def _resolve(desk: Desk, said: Typed) -> Answer:
    outcome = await resolve(Resolve(where=said.where, text=unescaped(said.rest)), desk.deps)
    return answers.resolved(outcome.incident, desk.deps.models.current)


async def _close(desk: Desk, said: Typed) -> Answer:
    outcome = await close(Close(where=said.where, text=unescaped(said.rest)), desk.deps)
    return answers.closed(outcome.incident)


async def _list(desk: Desk, said: Typed) -> Answer:
    found = await open_incidents(said.where, desk.deps)
    return answers.open_incidents(found, desk.deps.models.current, desk.incident_command)


async def _show(desk: Desk, said: Typed) -> Answer:
    seen = await look(said.where, desk.deps)
    return answers.summary(seen.incident, seen.policy, seen.now)


async def _help(desk: Desk, _said: Typed) -> Answer:
    return guide.help_text(desk.incident_command, desk.escalate_command)


def unescaped(text: str) -> str:
    """Undo the escaping that Slack puts on what people type, so that it is escaped once where it is shown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


WORDS: dict[str, Handler] = {
    **dict.fromkeys(("declare", "new", "open", "create", "start"), _declare),
    **dict.fromkeys(("ack", "acknowledge"), _acknowledge),
    **dict.fromkeys(("ic", "lead", "take"), _command),
    **dict.fromkeys(("escalate", "page"), _escalate),
    **dict.fromkeys(("update", "post"), _update),
    "resolve": _resolve,
    "close": _close,
    "list": _list,
    "show": _show,
    "help": _help,
}
"""Every word after the command; several lead to the same, because people bring them from other tools."""

PICKS: dict[Handler, str] = {
    _acknowledge: buttons.ACKNOWLEDGE,
    _command: buttons.TAKE_COMMAND,
    _escalate: buttons.ESCALATE,
    _update: buttons.POST_UPDATE,
    _resolve: buttons.RESOLVE,
    _close: buttons.CLOSE,
}
"""The button that does the same as a command, for when somebody has to pick the incident first."""
