"""Opening the forms that change an incident, each with how it stands now."""

from collections.abc import Sequence

from bot.domain.errors import AlreadyInCommand, NothingPromised
from bot.domain.guards import refuse_if_over
from bot.domain.people import PersonId
from bot.domain.policy import Audience
from bot.listeners.desk import Desk
from bot.listeners.replies import Answer, open_form
from bot.rendering import buttons, change_forms
from bot.rendering.blocks import Block
from bot.rendering.change_forms import SeverityFields
from bot.rendering.consequences import change_preview
from bot.rendering.facts_form import facts_form
from bot.rendering.lines import Line
from bot.usecases.deps import Where
from bot.usecases.look import Look, look, severity_consequences


async def open_severity_form(desk: Desk, where: Where, trigger: str) -> Answer:
    """Ask for the new severity."""
    seen = await look(where, desk.deps)
    return await open_form(
        desk, trigger, change_forms.severity_form(seen.incident, seen.policy, ""), _again(buttons.SEVERITY, seen)
    )


async def severity_view(
    desk: Desk, where: Where, fields: SeverityFields, notice: Sequence[Line] = ()
) -> dict[str, object]:
    """Draw the severity form anew, with what another choice leads to."""
    seen = await look(where, desk.deps)
    foreseen = await severity_consequences(where, fields.to, desk.deps)
    preview = change_preview(foreseen, seen.policy) if foreseen else ""
    return change_forms.severity_form(seen.incident, seen.policy, preview, fields=fields, notice=notice)


async def open_status_form(desk: Desk, where: Where, trigger: str) -> Answer:
    """Ask where the work stands."""
    seen = await look(where, desk.deps)
    return await open_form(
        desk, trigger, change_forms.status_form(seen.incident, seen.policy), _again(buttons.STATUS, seen)
    )


async def open_bridge_form(desk: Desk, where: Where, trigger: str) -> Answer:
    """Ask where people meet."""
    seen = await look(where, desk.deps)
    return await open_form(desk, trigger, change_forms.bridge_form(seen.incident))


async def open_note_form(desk: Desk, where: Where, trigger: str) -> Answer:
    """Ask what to keep."""
    seen = await look(where, desk.deps)
    return await open_form(desk, trigger, change_forms.note_form(seen.incident), _again(buttons.NOTE, seen))


async def open_facts_form(desk: Desk, where: Where, trigger: str) -> Answer:
    """Ask what is known by now."""
    seen = await look(where, desk.deps)
    refuse_if_over(seen.incident)
    return await open_form(desk, trigger, facts_form(seen.incident, seen.policy), _again(buttons.SHOW, seen))


async def open_handover_form(desk: Desk, where: Where, trigger: str, to: PersonId | None = None) -> Answer:
    """Ask who should take command, and what they must know; refused for whoever has it."""
    seen = await look(where, desk.deps)
    incident = seen.incident
    if to is not None and to == incident.commander:
        since = incident.commanding_since or incident.declared.at
        raise AlreadyInCommand(incident=incident.id, commander=to, since=since)
    return await open_form(
        desk, trigger, change_forms.handover_form(seen.incident, to), _again(buttons.HAND_OVER, seen)
    )


async def open_hand_word_form(desk: Desk, where: Where, trigger: str, audience: Audience) -> Answer:
    """Ask who gives the word that is due next; refused when none is owed."""
    seen = await look(where, desk.deps)
    promise = seen.incident.promise(audience)
    if promise is None:
        raise NothingPromised(audience=audience)
    return await open_form(
        desk,
        trigger,
        change_forms.hand_word_form(seen.incident, promise),
        buttons.press(buttons.HAND_WORD, seen.incident.id, buttons.promise_guard(promise)),
    )


def _again(action: str, seen: Look) -> Block:
    return buttons.plain_press(action, seen.incident)
