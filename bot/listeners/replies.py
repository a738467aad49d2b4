"""Answers: a result, a refusal's sentence, or the admission that nothing was recorded. No listener raises."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.delivery.calls import CallFailed
from bot.domain.errors import Refusal
from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.home import redraw
from bot.listeners.payloads import Payload
from bot.rendering import refusals
from bot.rendering.drawn import Drawn
from bot.usecases.deps import refuse_outsiders
from store.errors import Conflict, StoreUnavailable

Answer = Drawn | None
Handler = Callable[[Desk, Payload], Awaitable[Answer]]

log = logging.getLogger(__name__)


def private(drawn: Drawn) -> dict[str, Any]:
    """Say something to one person, where they asked."""
    return {"response_type": "ephemeral", "text": drawn.text, "blocks": list(drawn.blocks)}


def answered(handler: Handler, desk: Desk) -> Callable[..., Awaitable[None]]:
    """Answer a command with what its handler says; acknowledged means committed."""

    async def listener(ack: AsyncAck, command: Payload) -> None:
        person = PersonId(command["user_id"])
        drawn = await outcome(handler, desk, command, person)
        await (ack(**private(drawn)) if drawn else ack())
        redraw(desk, person)

    return listener


def noted(handler: Handler, desk: Desk) -> Callable[..., Awaitable[None]]:
    """Acknowledge a press or shortcut; what its handler says reaches the person who pressed, and nobody else."""

    async def listener(ack: AsyncAck, body: Payload) -> None:
        person = PersonId(body["user"]["id"])
        drawn = await outcome(handler, desk, body, person)
        await ack()
        if drawn:
            desk.later(whisper(desk, drawn, person, body.get("response_url")))
        redraw(desk, person)

    return listener


async def outcome(handler: Handler, desk: Desk, payload: Payload, person: PersonId) -> Answer:
    """Run a handler, and turn whatever stops it into a sentence for the person."""
    try:
        refuse_outsiders(person, desk.deps)
        return await handler(desk, payload)
    except Refusal as refusal:
        return refused(refusal, desk, person)
    except (StoreUnavailable, Conflict) as error:
        log.warning("Not recorded: %s", error)
        return refusals.not_stored()
    except ValueError as error:
        log.info("A button or form that Conn did not draw like this: %s", error)
        return refusals.stale_button()
    except Exception:
        log.exception("A listener failed")
        return refusals.not_stored()


def refused(refusal: Refusal, desk: Desk, person: PersonId) -> Drawn:
    """Say no in a sentence that helps."""
    policy = desk.deps.models.current
    return refusals.sentence(refusal, policy, reader=person, command=desk.incident_command, oncall=desk.oncall_command)


async def whisper(desk: Desk, drawn: Drawn, person: PersonId, response_url: str | None) -> None:
    """Tell one person privately; where Slack gave no address for that, by direct message."""
    if response_url:
        client = AsyncWebhookClient(response_url, timeout=5, retry_handlers=[])
        await client.send(text=drawn.text, blocks=list(drawn.blocks), response_type="ephemeral", replace_original=False)
        return
    await desk.slack.call("chat.postMessage", channel=person, text=drawn.text, blocks=list(drawn.blocks))


async def open_form(desk: Desk, trigger: str, view: dict[str, Any]) -> Answer:
    """Open a form while its trigger is warm (3 s); a cold one cannot be used again, so the person is asked to."""
    try:
        await desk.slack.call("views.open", trigger_id=trigger, view=view)
    except CallFailed as failed:
        log.warning("A form could not be opened: %r", failed)
        return refusals.form_not_opened()
    return None
