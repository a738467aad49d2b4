"""Forms that were sent; what is wrong is said under the field it concerns, and nothing that was typed is lost."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.declaring import Declaration
from bot.domain.errors import AlreadyDeclared, BadField, DeclaredOften, UnknownSeverity
from bot.domain.events import Origin
from bot.domain.ids import ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.domain.policy import RoomKind
from bot.domain.words import kept
from bot.listeners import anyway, asks, changing, duty, escalating
from bot.listeners.desk import Desk
from bot.listeners.forms import declare_view
from bot.listeners.home import redraw
from bot.listeners.patience import is_ready
from bot.listeners.payloads import Payload, of_form
from bot.listeners.replies import sentence_for
from bot.listeners.resolving import resolve_sent
from bot.listeners.updating import update_sent
from bot.rendering import (
    answers,
    ask_form,
    change_forms,
    duty_forms,
    escalation_form,
    facts_form,
    forms,
    permitting,
    refusals,
    resolve_form,
    vendor_form,
)
from bot.rendering.drawn import Drawn
from bot.usecases.command import OfferCommand, offer_command
from bot.usecases.declare import Declare, declare
from bot.usecases.note import AddNote, add_note

Response = dict[str, Any]
Handler = Callable[[Desk, Payload], Awaitable[Response]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers which form; one that Conn does not know is from an older version."""
    for callback, handler in FORMS.items():
        app.view(callback)(_answering(handler, desk))
    app.view(re.compile(".*"))(_answering(_unknown, desk))


def _answering(handler: Handler, desk: Desk) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: Payload) -> None:
        sending = asyncio.create_task(sent(handler, desk, body))
        if await is_ready(sending):
            await ack(**sending.result())
        else:
            await ack(**_under(body["view"], "", refusals.form_not_yet().text))
            desk.later(sending)
        redraw(desk, PersonId(body["user"]["id"]))

    return listener


async def sent(handler: Handler, desk: Desk, body: Payload) -> Response:
    """Run a form's handler; a refusal stays in the form, beside what was typed."""
    view = body["view"]

    async def handled() -> Response:
        try:
            return await handler(desk, body)
        except BadField as bad:
            return _under(view, bad.field, bad.why)
        except UnknownSeverity as unknown:
            return _under(view, "Severity", f"There is no severity {unknown.word}.")

    said = await sentence_for(handled, desk, PersonId(body["user"]["id"]), refusals.stale_form())
    return _under(view, "", said.text) if isinstance(said, Drawn) else said


async def _unknown(_desk: Desk, body: Payload) -> Response:
    raise ValueError(f"no form of this release is called {body['view']['callback_id']!r}")


async def _declare(desk: Desk, body: Payload) -> Response:
    view, by = body["view"], PersonId(body["user"]["id"])
    fields = forms.read_declare(view)
    said = {name: value for name, value in vars(fields).items() if name not in ("asked_again", "anyway")}
    declaration = Declaration(**said, origin=_origin(view["private_metadata"]))
    request = Declare(declaration=declaration, by=by, delivery=f"view/{view['id']}", anyway=fields.anyway)
    try:
        incident = await declare(request, desk.deps)
    except (AlreadyDeclared, DeclaredOften) as before:
        asked, lines = replace(fields, asked_again=True), refusals.declared_before(before)
        drawn = await declare_view(desk, by, asked, metadata=view["private_metadata"], before=lines)
        return {"response_action": "update", "view": drawn}
    policy = desk.deps.models.current
    if policy.severities[incident.severity].room.kind is RoomKind.NONE:
        return _closing(answers.declared(incident, policy))
    return {}


async def _note(desk: Desk, body: Payload) -> Response:
    fields = change_forms.read_note(body["view"])
    await add_note(AddNote(where=of_form(body, fields.incident), text=fields.text, kind=fields.kind), desk.deps)
    return {}


async def _hand_over(desk: Desk, body: Payload) -> Response:
    fields = change_forms.read_handover(body["view"])
    if fields.to is None:
        raise BadField(field="Incident commander", why="Say who should take command.")
    where = of_form(body, fields.incident)
    await offer_command(OfferCommand(where=where, to=fields.to, note=fields.note), desk.deps)
    return {}


FORMS: dict[str, Handler] = {
    forms.DECLARE: _declare,
    forms.UPDATE: update_sent,
    change_forms.SEVERITY: changing.severity_sent,
    change_forms.STATUS: changing.status_sent,
    change_forms.NOTE: _note,
    change_forms.BRIDGE: changing.bridge_sent,
    change_forms.HANDOVER: _hand_over,
    change_forms.HAND_WORD: changing.word_handed,
    permitting.ANYWAY: anyway.given,
    resolve_form.RESOLVE: resolve_sent,
    facts_form.FACTS: changing.facts_sent,
    escalation_form.ESCALATE: escalating.escalation_sent,
    vendor_form.HEARD: escalating.heard_sent,
    duty_forms.OVERRIDE: duty.sent_override,
    ask_form.ANSWER: asks.answer_sent,
}


def _under(view: Payload, field: str, why: str) -> Response:
    return {"response_action": "errors", "errors": forms.errors(view, {field: why})}


def _closing(drawn: Drawn) -> Response:
    """Say in the form itself what came of it, where no channel or thread will."""
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Declared"}, "blocks": list(drawn.blocks)}
    return {"response_action": "update", "view": view}


def origin_metadata(origin: Origin) -> str:
    """Keep which message a form came from; its text is kept as well, cut to what a form may carry."""
    return json.dumps({"channel": origin.channel, "message": origin.message, "text": origin.text[:1500]})


def _origin(metadata: str) -> Origin | None:
    """Read it back; ValueError when it is not what Conn put there."""
    if not metadata:
        return None
    match json.loads(metadata):
        case {"channel": str(channel), "message": str(message), "text": str(text)}:
            return Origin(channel=ChannelId(channel), message=MessageTs(message), text=kept(text))
        case _:
            raise ValueError("not the message that a form came from")
