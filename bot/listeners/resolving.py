"""Resolving: at once, or after the model's checks were asked for."""

from typing import Any

from bot.domain.errors import BadField, NotVerified
from bot.domain.verifying import Confirmed
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, Pressed, Typed, of_form, unescaped
from bot.listeners.replies import Answer, open_form
from bot.rendering import answers, buttons
from bot.rendering.resolve_form import WHY, read_resolve, resolve_form
from bot.rendering.text import listed
from bot.usecases.deps import Where
from bot.usecases.look import look
from bot.usecases.resolve import Resolve
from bot.usecases.resolve import resolve as resolve_incident


async def resolve(desk: Desk, said: Typed) -> Answer:
    """Say that the impact is over."""
    text = unescaped(said.rest)
    try:
        outcome = await resolve_incident(Resolve(where=said.where, text=text), desk.deps)
    except NotVerified:
        return await _ask(desk, said.where, said.trigger, text)
    return answers.resolved(outcome.incident, desk.deps.models.current)


async def resolve_pressed(desk: Desk, press: Pressed) -> Answer:
    """Say by a press that the impact is over."""
    try:
        await resolve_incident(Resolve(where=press.where), desk.deps)
    except NotVerified:
        return await _ask(desk, press.where, press.trigger, "")
    return None


async def resolve_sent(desk: Desk, body: Payload) -> dict[str, Any]:
    """Resolve with what was confirmed; what is missing is asked for in the form."""
    fields = read_resolve(body["view"])
    confirmed = Confirmed(times=fields.times, why=fields.why)
    request = Resolve(where=of_form(body, fields.incident), text=fields.text, confirmed=confirmed)
    try:
        await resolve_incident(request, desk.deps)
    except NotVerified as unverified:
        missing = listed([f"“{do}”" for do in unverified.missing])
        raise BadField(field=WHY, why=f"Not confirmed: {missing}. Confirm it, or say why not.") from unverified
    return {}


async def _ask(desk: Desk, where: Where, trigger: str, text: str) -> Answer:
    seen = await look(where, desk.deps)
    view = resolve_form(seen.incident, seen.policy, text)
    return await open_form(desk, trigger, view, buttons.resolve(seen.incident, seen.policy), text)
