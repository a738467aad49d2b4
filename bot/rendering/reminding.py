"""The reminder of word that is due, and the question who takes over, for as long as they stand."""

from datetime import datetime, timedelta

from bot.domain.effects.command import handoff_place
from bot.domain.events import HandoffDue, Reminded
from bot.domain.ids import label
from bot.domain.incident import Promise
from bot.domain.messages import AskToHandOver, Remind
from bot.rendering import buttons
from bot.rendering.audiences import told_where
from bot.rendering.composing import composed
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, line, people, reason
from bot.rendering.names import known_as, owed
from bot.rendering.scene import Scene
from bot.rendering.text import span


def reminder(message: Remind, scene: Scene) -> Drawn:
    """Ask for the word that is due; once it was dealt with, say how."""
    promise = scene.incident.promise(message.audience)
    name = owed(message.audience)
    if promise is None or promise.n != message.n:
        return composed([line(f"The {name} of {label(scene.incident.id)} is no longer owed.")], scene)
    if (until := _snoozed_until(message, promise, scene)) is not None:
        snoozed = line(f"The {name} was due at ", At(promise.due_at), ". Snoozed until ", At(until), ".")
        return composed([snoozed], scene)
    return composed(_owed_now(message, promise, scene), scene, buttons.reminder(scene.incident, scene.policy, promise))


def handoff_question(message: AskToHandOver, scene: Scene) -> Drawn:
    """Ask privately at first; what was answered says so and has no buttons."""
    incident, privately = scene.incident, message.person is not None
    name = Strong(label(incident.id))
    if incident.is_open and message.place == handoff_place(incident):
        held = span(scene.due_at - incident.commanding_since) if incident.commanding_since else ""
        event = scene.entry.event if scene.entry else None
        asked = event.people if isinstance(event, HandoffDue) else (incident.acting,)
        who = line("You have") if privately else line(people(asked), ": ", Person(incident.acting), " has")
        lines = [line(who, " had command of ", name, f" for {held}. Time for somebody fresh: who takes over?")]
        return composed(lines, scene, buttons.handoff(incident, scene.policy), in_room=not privately)
    until = line(" It comes up again at ", At(incident.handoff_at), ".") if incident.handoff_at else ()
    stays = line("You stay in command of ") if privately else line(Person(incident.acting), " stays in command of ")
    return composed([line(stays, name, ".", until)], scene, in_room=not privately)


def _owed_now(message: Remind, promise: Promise, scene: Scene) -> list[Line]:
    event = scene.entry.event if scene.entry else None
    who = event.people if isinstance(event, Reminded) else (scene.incident.acting,)
    audience = known_as(message.audience, scene.policy)
    name = Strong(f"{owed(message.audience)} of {label(scene.incident.id)}{f' for {audience}' if audience else ''}")
    overdue = scene.due_at - promise.due_at if scene.entry else timedelta(0)
    ago = f", {span(overdue)} ago" if overdue >= timedelta(minutes=1) else ""
    first = line(
        people(who), ": the ", name, " was due at " if ago else " is due now, at ", At(promise.due_at), f"{ago}."
    )
    return [first, line("Rule: ", reason(promise.why), "."), *told_where(message.audience, scene.policy)]


def _snoozed_until(message: Remind, promise: Promise, scene: Scene) -> datetime | None:
    """Say until when this reminder was snoozed: the promise is spoken of next at another time than it said."""
    event = scene.entry.event if scene.entry else None
    if not isinstance(event, Reminded) or promise.reminders != message.times:
        return None
    return promise.remind_at if promise.remind_at != event.again_at else None
