"""What people type to change something: each word of a command, one use case, the answer."""

from bot.domain.declaring import Declaration
from bot.domain.durations import Deadline, DurationError
from bot.domain.errors import BadField, UnknownRole
from bot.domain.policy import Role
from bot.listeners.change_forms import open_facts_form, open_handover_form
from bot.listeners.desk import Console, Desk
from bot.listeners.forms import open_declare_form
from bot.listeners.payloads import Typed, unescaped
from bot.listeners.replies import Answer
from bot.listeners.updating import open_update_form
from bot.rendering import answers, buttons
from bot.rendering.forms import DeclareFields
from bot.usecases.acknowledge import Acknowledge, acknowledge
from bot.usecases.assign import Assign
from bot.usecases.assign import assign as assign_role
from bot.usecases.change_severity import ChangeSeverity, change_severity
from bot.usecases.change_status import ChangeStatus, change_status
from bot.usecases.command import PutOffHandoff, TakeCommand, put_off_handoff, take_command
from bot.usecases.declare import Declare
from bot.usecases.declare import declare as declare_incident
from bot.usecases.look import look
from bot.usecases.note import AddNote, add_note
from bot.usecases.post_update import Snooze
from bot.usecases.post_update import snooze as snooze_reminder
from bot.usecases.reopen import Cancel, Reopen
from bot.usecases.reopen import cancel as cancel_incident
from bot.usecases.reopen import reopen as reopen_incident
from bot.usecases.resolve import Close
from bot.usecases.resolve import close as close_incident
from bot.usecases.set_bridge import SetBridge, set_bridge

ROLES = (Role.COMMS, Role.SCRIBE, Role.OPS, Role.DEPUTY)
"""Roles that are given by command; command itself is only ever taken."""


async def declare(desk: Desk, said: Typed) -> Answer:
    """Declare at once when severity and title are given; else open the form with what is known."""
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
        delivery=said.where.delivery,
    )
    incident = await declare_incident(request, desk.deps)
    return answers.declared(incident, policy, typed_in=said.channel_name)


async def ack(desk: Console, said: Typed) -> Answer:
    """Acknowledge."""
    outcome = await acknowledge(Acknowledge(where=said.where), desk.deps)
    return answers.acknowledged(outcome.incident, desk.deps.models.current)


async def take_or_offer(desk: Desk, said: Typed) -> Answer:
    """Take command; with somebody named, ask for the handoff note first."""
    if said.person and said.person != said.where.by:
        return await open_handover_form(desk, said.where, said.trigger, said.person)
    outcome = await take_command(TakeCommand(where=said.where), desk.deps)
    return answers.in_command(outcome.incident, desk.deps.models.current)


async def update(desk: Desk, said: Typed) -> Answer:
    """Open the update form, with the words typed already in it."""
    return await open_update_form(desk, said.where, said.trigger, unescaped(said.rest) or None)


async def close(desk: Console, said: Typed) -> Answer:
    """Say that nothing is left to do."""
    outcome = await close_incident(Close(where=said.where, text=unescaped(said.rest)), desk.deps)
    return answers.closed(outcome.incident)


async def role(desk: Console, said: Typed) -> Answer:
    """Give somebody a role; oneself when nobody is named."""
    word = said.rest.partition(" ")[0].lower()
    found = next((role for role in ROLES if role.value == word), None)
    if found is None:
        raise UnknownRole(word=word, known=tuple(role.value for role in ROLES))
    to = said.person or said.where.by
    outcome = await assign_role(Assign(where=said.where, role=found, to=to), desk.deps)
    return answers.assigned(outcome.incident, desk.deps.models.current, found, to)


async def severity(desk: Console, said: Typed) -> Answer:
    """Change the severity."""
    to, _, why = said.rest.partition(" ")
    outcome = await change_severity(ChangeSeverity(where=said.where, to=to, why=unescaped(why)), desk.deps)
    return answers.severity_changed(outcome.incident, desk.deps.models.current)


async def status(desk: Console, said: Typed) -> Answer:
    """Change the status."""
    to, _, text = said.rest.partition(" ")
    outcome = await change_status(ChangeStatus(where=said.where, to=to, text=unescaped(text)), desk.deps)
    return answers.status_changed(outcome.incident, desk.deps.models.current)


async def bridge(desk: Console, said: Typed) -> Answer:
    """Set the bridge, or show it."""
    if not said.rest:
        return answers.bridge((await look(said.where, desk.deps)).incident)
    outcome = await set_bridge(SetBridge(where=said.where, url=unescaped(said.rest)), desk.deps)
    return answers.bridge(outcome.incident)


async def note(desk: Console, said: Typed) -> Answer:
    """Keep something in the timeline."""
    request = AddNote(where=said.where, text=unescaped(said.rest))
    outcome = await add_note(request, desk.deps)
    return answers.noted(outcome.incident)


async def facts(desk: Desk, said: Typed) -> Answer:
    """Open the form for what is known."""
    return await open_facts_form(desk, said.where, said.trigger)


async def snooze(desk: Console, said: Typed) -> Answer:
    """Quiet the reminder that is due first; a question about a handoff when no word is owed."""
    incident = (await look(said.where, desk.deps)).incident
    first = min(incident.promises, key=lambda promise: promise.remind_at, default=None)
    try:
        length = Deadline.parse(said.rest).elapsed if said.rest else None
    except DurationError as wrong:
        raise BadField(field="Snooze", why=str(wrong)) from wrong
    if first is None and incident.handoff_asked:
        shortly = length or buttons.snooze_length(desk.deps.models.current)
        outcome = await put_off_handoff(PutOffHandoff(where=said.where, length=shortly), desk.deps)
        return answers.handoff_put_off(outcome.incident)
    if first is None:
        return answers.nothing_due(incident)
    outcome = await snooze_reminder(Snooze(where=said.where, audience=first.audience, length=length), desk.deps)
    return answers.snoozed(outcome.incident, desk.deps.models.current, first.audience)


async def reopen(desk: Console, said: Typed) -> Answer:
    """Say that it is not over."""
    outcome = await reopen_incident(Reopen(where=said.where, why=unescaped(said.rest)), desk.deps)
    return answers.reopened(outcome.incident, desk.deps.models.current)


async def cancel(desk: Console, said: Typed) -> Answer:
    """Say that it was no incident."""
    outcome = await cancel_incident(Cancel(where=said.where, why=unescaped(said.rest)), desk.deps)
    return answers.cancelled(outcome.incident)
