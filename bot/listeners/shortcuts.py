"""Shortcuts: declare from anywhere, and declare from a message."""

from slack_bolt.async_app import AsyncApp

from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.forms import open_declare_form
from bot.listeners.payloads import Payload, origin
from bot.listeners.replies import Answer, noted
from bot.listeners.views import origin_metadata
from bot.rendering.forms import DeclareFields

_TITLE = 120


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers which shortcut."""
    app.shortcut("declare_incident")(noted(_declare, desk))
    app.shortcut("declare_from_message")(noted(_declare_from_message, desk))


async def _declare(desk: Desk, body: Payload) -> Answer:
    return await open_declare_form(desk, PersonId(body["user"]["id"]), body["trigger_id"])


async def _declare_from_message(desk: Desk, body: Payload) -> Answer:
    """Start the form with the message: its first line is the title, the whole of it the summary."""
    start = origin(body)
    first = start.text.strip().partition("\n")[0]
    fields = DeclareFields(title=first[:_TITLE], summary=start.text)
    by = PersonId(body["user"]["id"])
    return await open_declare_form(desk, by, body["trigger_id"], fields, metadata=origin_metadata(start))
