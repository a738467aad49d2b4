"""What one person is told privately of an entry of the log."""

from bot.domain.events import (
    AskDue,
    AskMade,
    AskReturned,
    BackupAsked,
    BridgeAsked,
    Cancelled,
    CommandLapsed,
    CommandOffered,
    DecisionOverdue,
    Declared,
    Entry,
    GivenToNextDay,
    HelpAsked,
    OfAsks,
    Paged,
    PresenceAsked,
    PromiseHanded,
    PromiseNear,
    ReassignmentAsked,
    Reopened,
    Resolved,
    SeverityChanged,
    StatusChanged,
    Triggered,
    Updated,
)
from bot.domain.ids import label
from bot.domain.people import PersonId
from bot.rendering import buttons
from bot.rendering.asks import ask_buttons, back_privately, privately, reported
from bot.rendering.brief import offer_brief, offer_buttons, offer_lines
from bot.rendering.composing import composed, places, wants_commander, words_of
from bot.rendering.drawn import Drawn
from bot.rendering.errands import errand_buttons, errand_lines
from bot.rendering.lines import Strong, line
from bot.rendering.names import summed_up
from bot.rendering.near import near_buttons, near_lines
from bot.rendering.phase_messages import question
from bot.rendering.presence import asked_privately, presence_buttons
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence
from bot.rendering.targets import reassign_buttons

_NEWS = Triggered | HelpAsked | Updated | SeverityChanged | StatusChanged | Resolved | Cancelled | Reopened | Paged
"""What is told in private to people who may not know the incident yet."""


def told(person: str, entry: Entry, scene: Scene) -> Drawn:
    """Tell a person what the entry means to them, with what they can do about it."""
    incident = scene.incident
    match entry.event:
        case PromiseNear() | PromiseHanded() as about:
            return composed(near_lines(about, entry, incident), scene, near_buttons(about, incident), in_room=False)
        case CommandOffered() as offered:
            asked, row = offer_lines(entry, offered, incident, scene.policy), offer_buttons(entry, incident)
            below = [*offer_brief(entry, incident, scene.policy), *places(scene)]
            return composed(asked, scene, row, offered.note, below=below)
        case CommandLapsed():
            back = line(Strong(f"{label(incident.id)}: "), "You left its channel, so nobody has command of it. ")
            row = [buttons.take_command(incident, primary=True)] if wants_commander(scene) else []
            return composed([line(back, "If you still have it, take it back.")], scene, row, below=places(scene))
        case BridgeAsked() | GivenToNextDay() as left:
            row = errand_buttons(left, incident)
            return composed(errand_lines(left, incident, scene.policy), scene, row, in_room=False)
        case PresenceAsked() | BackupAsked() as asked:
            row = presence_buttons(asked, incident, PersonId(person))
            return composed(asked_privately(entry, asked, incident), scene, row, in_room=False)
        case event if isinstance(event, OfAsks):
            return _of_ask(person, entry, event, scene)
        case DecisionOverdue(phase=phase):
            return question(phase, entry, scene)
        case ReassignmentAsked():
            row = reassign_buttons(incident, scene.policy, entry)
            return composed([line(Strong(f"{label(incident.id)}: "), sentence(entry, scene))], scene, row)
        case Declared():
            return composed([sentence(entry, scene)], scene, theirs=incident.summary, below=places(scene))
        case event if isinstance(event, _NEWS):
            lines = [line(summed_up(incident, scene.policy)), sentence(entry, scene)]
            return composed(lines, scene, theirs=words_of(entry), below=places(scene))
        case _:
            return composed([line(Strong(f"{label(incident.id)}: "), sentence(entry, scene))], scene)


def _of_ask(person: str, entry: Entry, event: OfAsks, scene: Scene) -> Drawn:
    """Ask somebody, at first and at the end of their time; tell others what was answered."""
    match event:
        case AskMade(to=asked) | AskDue(person=asked) if asked == person:
            lines = privately(entry, event, scene.incident, asked)
            row, below = ask_buttons(entry, event, scene.incident), places(scene) if isinstance(event, AskMade) else []
            return composed(lines, scene, row, below=below, in_room=False)
        case AskReturned():
            lines, row = back_privately(entry, event, scene.incident), ask_buttons(entry, event, scene.incident)
            return composed(lines, scene, row, in_room=False)
        case _:
            return composed(reported(entry, event, scene.incident), scene, in_room=False)
