"""Doing what the model leaves to others: the reason, by command or by form, and then the deed again."""

from bot.listeners.desk import Console, Desk
from bot.listeners.payloads import Payload, Pressed, Typed, of_form, unescaped
from bot.listeners.replies import Answer, open_form
from bot.rendering import permitting
from bot.rendering.buttons import ButtonValue
from bot.rendering.form_state import State
from bot.usecases.look import look
from bot.usecases.waive_authority import WaiveAuthority, waive_authority


async def anyway(desk: Console, said: Typed) -> Answer:
    """Take the reason from the command."""
    outcome = await waive_authority(WaiveAuthority(where=said.where, why=unescaped(said.rest)), desk.deps)
    return permitting.waived(outcome.incident.id)


async def ask(desk: Desk, press: Pressed) -> Answer:
    """Ask for the reason."""
    seen = await look(press.where, desk.deps)
    return await open_form(desk, press.trigger, permitting.anyway_form(seen.incident.id))


async def given(desk: Desk, body: Payload) -> dict[str, object]:
    """Take the reason from the form."""
    view = body["view"]
    incident = ButtonValue.read(str(view.get("private_metadata"))).incident
    await waive_authority(WaiveAuthority(where=of_form(body, incident), why=State(view).text("why")), desk.deps)
    return {}
