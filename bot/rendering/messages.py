"""Every message that Conn sends of itself, drawn from the incident as it is now."""

from dataclasses import replace
from typing import assert_never

from bot.domain.events import (
    AskMade,
    AskReturned,
    BackupAsked,
    DecisionAsked,
    Declared,
    Entry,
    Noted,
    PhaseBegun,
    Resolved,
)
from bot.domain.ids import label
from bot.domain.messages import (
    Alert,
    AskForCommander,
    AskToHandOver,
    CatchUp,
    ChaseVendor,
    Message,
    Offer,
    Page,
    Redraw,
    Remind,
    Repeat,
    Retract,
    Say,
    Tell,
    Waiting,
    Welcome,
)
from bot.rendering import buttons
from bot.rendering.asks import ask_buttons, in_room
from bot.rendering.blocks import Block
from bot.rendering.catching_up import catch_up_lines
from bot.rendering.composing import bridge, composed, entry_of, wants_commander, words_of
from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Person, Strong, Theirs, line
from bot.rendering.names import severity_name, title, where
from bot.rendering.pages import page_buttons, page_lines
from bot.rendering.phase_messages import phase_begun, question
from bot.rendering.postmortem import after_lines
from bot.rendering.presence import presence_buttons
from bot.rendering.reminding import handoff_question, reminder
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence
from bot.rendering.telling import told
from bot.rendering.vendors import chase_buttons


def draw(message: Message, scene: Scene) -> Drawn:
    """Draw a message; drawing it again later shows what became of it, without the buttons that no longer apply."""
    match message:
        case Page():
            return composed(page_lines(message, scene), scene, page_buttons(message, scene), in_room=False)
        case Welcome():
            return composed(_welcome(scene), scene)
        case CatchUp():
            as_it_stands = replace(scene, delay=None)  # and so it is never late
            return composed(catch_up_lines(scene.incident, scene.policy, None), as_it_stands)
        case Waiting(seconds=seconds):
            return composed([_waiting(seconds, scene)], scene)
        case Say():
            return _said(entry_of(scene), scene)
        case Repeat():
            return _repeated(entry_of(scene), scene)
        case Tell(person=person):
            return told(person, entry_of(scene), scene)
        case Remind():
            return reminder(message, scene)
        case AskForCommander():
            row = [buttons.take_command(scene.incident, primary=True)] if wants_commander(scene) else []
            return composed([sentence(entry_of(scene), scene)], scene, row)
        case ChaseVendor(vendor=vendor):
            row = chase_buttons(scene.incident, vendor)
            said = line(Strong(f"{label(scene.incident.id)}: "), sentence(entry_of(scene), scene))
            return composed([said], scene, row)
        case Offer(rule=rule):
            return composed([sentence(entry_of(scene), scene)], scene, _offered(rule, scene))
        case AskToHandOver():
            return handoff_question(message, scene)
        case Retract() | Redraw() | Alert():
            raise ValueError("this changes another message, or goes to a pager, and has no words of its own")
        case other:
            assert_never(other)


def _said(entry: Entry, scene: Scene) -> Drawn:
    match entry.event:
        case PhaseBegun() as begun:
            return phase_begun(entry, begun, scene)
        case DecisionAsked(phase=phase):
            return question(phase, entry, scene)
        case BackupAsked() as asked:
            return composed([sentence(entry, scene)], scene, presence_buttons(asked, scene.incident, None))
        case AskMade() | AskReturned() as ask:
            return composed(in_room(entry, ask, scene.incident), scene, ask_buttons(entry, ask, scene.incident))
        case Resolved():
            lines = [sentence(entry, scene), *after_lines(scene.incident, scene.policy)]
            return composed(lines, scene, theirs=words_of(entry))
        case _:
            return composed([sentence(entry, scene)], scene, theirs=words_of(entry))


def _repeated(entry: Entry, scene: Scene) -> Drawn:
    """Say it to people who do not see the room: what it is about, and where it is run."""
    incident, here = scene.incident, where(scene.incident)
    about = Strong(f"{label(incident.id)} ({severity_name(incident, scene.policy)}) ")
    theirs = entry.event.text if isinstance(entry.event, Noted) else words_of(entry)
    first_word = isinstance(entry.event, Declared)  # whose sentence says the title too
    what = line("Declared by ", Person(entry.actor), ".") if first_word else sentence(entry, scene)
    said = [line(about, Theirs(title(incident, 80))), what]
    return composed(said, scene, theirs=theirs, below=[line("It is run in ", here, ".")] if here else [])


def _offered(rule: str, scene: Scene) -> list[Block]:
    wanted = scene.incident.is_open and rule in scene.incident.offers
    return [buttons.press(buttons.FOLLOW_RULE, scene.incident.id, rule, primary=True)] if wanted else []


def _welcome(scene: Scene) -> list[Line]:
    incident, channel = scene.incident, where(scene.incident)
    severity = severity_name(incident, scene.policy)
    acting = "; you act as IC until somebody takes command" if incident.commander is None else ""
    return [
        line(Strong(f"{label(incident.id)} ({severity}) is open: "), Theirs(title(incident))),
        *([line("Go to ", channel, f"{acting}.")] if channel else []),
        *bridge(scene),
    ]


def _waiting(seconds: int, scene: Scene) -> Line:
    name = label(scene.incident.id)
    return line(
        Strong(f"{name} is recorded and people are being called."),
        f" Slack lets us open about 20 channels a minute; yours comes in about {seconds} s.",
    )
