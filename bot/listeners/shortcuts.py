"""Shortcuts: declare from anywhere or from a message, and keep a message in the timeline."""

from slack_bolt.async_app import AsyncApp

from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.forms import open_declare_form
from bot.listeners.payloads import Payload, marked, origin
from bot.listeners.replies import Answer, noted
from bot.listeners.views import origin_metadata
from bot.rendering import answers
from bot.rendering.forms import DeclareFields
from bot.usecases.deps import Where
from bot.usecases.note import AddNote, add_note

_TITLE = 120


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers which shortcut."""
    app.shortcut("declare_incident")(noted(_declare, desk))
    app.shortcut("declare_from_message")(noted(_declare_from_message, desk))
    app.shortcut("add_to_timeline")(noted(_add_to_timeline, desk))


async def _declare(desk: Desk, body: Payload) -> Answer:
    return await open_declare_form(desk, PersonId(body["user"]["id"]), body["trigger_id"])


async def _declare_from_message(desk: Desk, body: Payload) -> Answer:
    """Start the form with the message: its first line is the title, the whole of it the summary."""
    start = origin(body)
    first = start.text.strip().partition("\n")[0]
    fields = DeclareFields(title=first[:_TITLE], summary=start.text)
    by = PersonId(body["user"]["id"])
    return await open_declare_form(desk, by, body["trigger_id"], fields, metadata=origin_metadata(start))


async def _add_to_timeline(desk: Desk, body: Payload) -> Answer:
    """Keep a message of the room in the timeline; the same message is kept once, however often it is marked."""
    start = origin(body)
    message = body["message"]
    where = Where(
        by=PersonId(body["user"]["id"]),
        delivery=marked(start.channel, start.message),
        channel=start.channel,
        thread=message.get("thread_ts"),
    )
    request = AddNote(
        where=where,
        text=start.text,
        origin=start,
        said_by=str(message.get("user", "")),
    )
    return answers.noted((await add_note(request, desk.deps)).incident)
