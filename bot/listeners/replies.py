"""Answers: a result, a refusal's sentence, or the admission that nothing was recorded. No listener raises."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.delivery.calls import CallFailed
from bot.domain.errors import Refusal
from bot.domain.people import PersonId
from bot.listeners.desk import Console, Desk
from bot.listeners.home import redraw
from bot.listeners.patience import is_ready
from bot.listeners.payloads import Payload
from bot.rendering import refusals
from bot.rendering.blocks import Block
from bot.rendering.drawn import Drawn
from bot.usecases.deps import refuse_outsiders
from store.errors import CommitUnknown, Conflict, StoreUnavailable
from store.trying import tried

Answer = Drawn | None
Handler = Callable[[Desk, Payload], Awaitable[Answer]]
T = TypeVar("T")

log = logging.getLogger(__name__)


def private(drawn: Drawn) -> dict[str, Any]:
    """Say something to one person, where they asked."""
    return {"response_type": "ephemeral", "text": drawn.text, "blocks": list(drawn.blocks)}


def answered(handler: Handler, desk: Desk) -> Callable[..., Awaitable[None]]:
    """Answer a command with what its handler says; acknowledged means committed, unless the answer says otherwise."""

    async def listener(ack: AsyncAck, command: Payload) -> None:
        person = PersonId(command["user_id"])
        saying = asyncio.create_task(outcome(handler, desk, command, person))
        if await is_ready(saying):
            drawn = saying.result()
            await (ack(**private(drawn)) if drawn else ack())
        else:
            await ack(**private(refusals.not_yet()))
            desk.later(_told_later(desk, saying, person, command.get("response_url")))
        redraw(desk, person)

    return listener


def noted(handler: Handler, desk: Desk) -> Callable[..., Awaitable[None]]:
    """Acknowledge a press or shortcut; what its handler says reaches the person who pressed, and nobody else."""

    async def listener(ack: AsyncAck, body: Payload) -> None:
        person, address = PersonId(body["user"]["id"]), body.get("response_url")
        saying = asyncio.create_task(outcome(handler, desk, body, person))
        ready = await is_ready(saying)
        await ack()
        if not ready:
            desk.later(whisper(desk, refusals.not_yet(), person, address))
            desk.later(_told_later(desk, saying, person, address))
        elif drawn := saying.result():
            desk.later(whisper(desk, drawn, person, address))
        redraw(desk, person)

    return listener


async def outcome(handler: Handler, desk: Desk, payload: Payload, person: PersonId) -> Answer:
    """Run a handler, and turn whatever stops it into a sentence for the person."""
    return await sentence_for(lambda: handler(desk, payload), desk, person, refusals.stale_button())


async def sentence_for(work: Callable[[], Awaitable[T]], desk: Console, person: PersonId, stale: Drawn) -> T | Drawn:
    """Do what a person asked, and turn whatever stops it into a sentence; `stale` is for what Conn draws otherwise."""
    try:
        refuse_outsiders(person, desk.deps)
        return await tried(work)
    except Refusal as refusal:
        return refused(refusal, desk, person)
    except CommitUnknown as error:
        log.warning("Perhaps recorded: %s", error)
        return refusals.perhaps_stored()
    except (StoreUnavailable, Conflict) as error:
        log.warning("Not recorded: %s", error)
        return refusals.not_stored()
    except ValueError as error:
        log.info("A button or form that Conn did not draw like this: %s", error)
        return stale
    except Exception:
        log.exception("A listener failed")
        return refusals.not_stored()


def refused(refusal: Refusal, desk: Console, person: PersonId) -> Drawn:
    """Say no in a sentence that helps."""
    policy = desk.deps.models.current
    return refusals.sentence(refusal, policy, reader=person, command=desk.incident_command, oncall=desk.oncall_command)


async def _told_later(desk: Desk, saying: asyncio.Task[Answer], person: PersonId, response_url: str | None) -> None:
    """Say what came of something that took too long; whoever was asked to wait hears of it in any case."""
    await whisper(desk, await saying or refusals.stored_by_now(), person, response_url)


async def whisper(desk: Desk, drawn: Drawn, person: PersonId, response_url: str | None) -> None:
    """Tell one person privately: by direct message where Slack gave no address for that, or it is not Slack's."""
    if response_url and response_url.startswith(desk.hooks_url):
        client = AsyncWebhookClient(response_url, timeout=5, retry_handlers=[])
        await client.send(text=drawn.text, blocks=list(drawn.blocks), response_type="ephemeral", replace_original=False)
        return
    await desk.slack.call("chat.postMessage", channel=person, text=drawn.text, blocks=list(drawn.blocks))


async def open_form(
    desk: Desk, trigger: str, view: dict[str, Any], again: Block | None = None, typed: str = ""
) -> Answer:
    """Open a form while its trigger is warm (3 s); a cold one works no more, but the button `again` brings another."""
    try:
        await desk.slack.call("views.open", trigger_id=trigger, view=view)
    except CallFailed as failed:
        log.warning("A form could not be opened: %r", failed)
        return refusals.form_not_opened(again, typed)
    return None
