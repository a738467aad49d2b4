"""Every message that Conn sends of itself, drawn from the incident as it is now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.effects.command import handoff_place
from bot.domain.events import (
    AskDue,
    AskMade,
    AskReturned,
    BackupAsked,
    BridgeAsked,
    Cancelled,
    Closed,
    CommandLapsed,
    CommandOffered,
    DecisionAsked,
    DecisionOverdue,
    Declared,
    Entry,
    GivenToNextDay,
    HandoffDue,
    HelpAsked,
    Noted,
    OfAsks,
    Paged,
    PhaseBegun,
    PresenceAsked,
    PromiseHanded,
    PromiseNear,
    ReassignmentAsked,
    Reminded,
    Reopened,
    Resolved,
    SeverityChanged,
    StatusChanged,
    Triggered,
    Updated,
    VendorCalled,
    VendorHeard,
)
from bot.domain.ids import label
from bot.domain.incident import Promise
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
from bot.domain.people import PersonId
from bot.domain.policy import PhaseId
from bot.rendering import buttons
from bot.rendering.asks import ask_buttons, back_privately, in_room, privately, reported
from bot.rendering.audiences import told_where
from bot.rendering.blocks import Block, actions
from bot.rendering.brief import offer_brief, offer_buttons, offer_lines
from bot.rendering.catching_up import catch_up_lines
from bot.rendering.drawn import Drawn
from bot.rendering.errands import errand_buttons, errand_lines
from bot.rendering.lateness import delayed
from bot.rendering.lines import (
    At,
    Line,
    Link,
    Person,
    Strong,
    Theirs,
    line,
    people,
    quoted,
    reason,
    rich,
    spoken,
)
from bot.rendering.names import known_as, owed, severity_name, summed_up, title, where
from bot.rendering.near import near_buttons, near_lines
from bot.rendering.pages import page_buttons, page_lines
from bot.rendering.phases import answered, answers_row, boxes, choices_lines, item_lines, list_lines
from bot.rendering.postmortem import after_lines
from bot.rendering.presence import asked_privately, presence_buttons
from bot.rendering.scene import Scene
from bot.rendering.sentences import late, sentence
from bot.rendering.targets import reassign_buttons
from bot.rendering.text import span
from bot.rendering.vendors import chase_buttons

_NEWS = Triggered | HelpAsked | Updated | SeverityChanged | StatusChanged | Resolved | Cancelled | Reopened | Paged
"""What is told in private to people who may not know the incident yet."""


def draw(message: Message, scene: Scene) -> Drawn:
    """Draw a message; drawing it again later shows what became of it, without the buttons that no longer apply."""
    match message:
        case Page():
            return _drawn(page_lines(message, scene), scene, page_buttons(message, scene), in_room=False)
        case Welcome():
            return _drawn(_welcome(scene), scene)
        case CatchUp():
            return _drawn(catch_up_lines(scene.incident, scene.policy, None), scene)
        case Waiting(seconds=seconds):
            return _drawn([_waiting(seconds, scene)], scene)
        case Say():
            return _said(_entry(scene), scene)
        case Repeat():
            return _repeated(_entry(scene), scene)
        case Tell(person=person):
            return _told(person, _entry(scene), scene)
        case Remind():
            return _reminder(message, scene)
        case AskForCommander():
            row = [buttons.take_command(scene.incident, primary=True)] if _wants_commander(scene) else []
            return _drawn([sentence(_entry(scene), scene)], scene, row)
        case ChaseVendor(vendor=vendor):
            row = chase_buttons(scene.incident, vendor)
            return _drawn([line(Strong(f"{label(scene.incident.id)}: "), sentence(_entry(scene), scene))], scene, row)
        case Offer(rule=rule):
            return _drawn([sentence(_entry(scene), scene)], scene, _offered(rule, scene))
        case AskToHandOver():
            return _handoff(message, scene)
        case Retract() | Redraw() | Alert():
            raise ValueError("this changes another message, or goes to a pager, and has no words of its own")
        case other:
            assert_never(other)


def _drawn(
    lines: list[Line],
    scene: Scene,
    row: list[Block] | None = None,
    theirs: str = "",
    *,
    below: Sequence[Line] = (),
    in_room: bool = True,
) -> Drawn:
    """Put a message together: what is said, what a person wrote, where to go, why it is late, what can be pressed."""
    overdue = late(scene.entry, in_room=in_room) if scene.entry else None
    below = [*below, *(excuse for excuse in (overdue, _delayed(scene)) if excuse)]
    if not theirs:
        lines, below = [*lines, *below], []
    blocks = [rich(*lines)]
    if theirs:
        blocks.append(quoted(theirs))
    if below:
        blocks.append(rich(*below))
    if row:
        blocks.append(actions(*row))
    said = [*lines, *([line(Theirs(theirs, 2500))] if theirs else []), *below]
    return Drawn(spoken(*said), tuple(blocks))


def _delayed(scene: Scene) -> Line | None:
    if scene.delay is None or scene.away is None:
        return delayed(scene.delay, scene.due_at)
    gone_at, back_at = scene.away
    why = line("Conn was not running from ", At(gone_at), " to ", At(back_at), "; this was due at ", At(scene.due_at))
    return line(why, f" and comes {span(scene.delay.length)} late.")


def _entry(scene: Scene) -> Entry:
    if scene.entry is None:
        raise ValueError("this message is about a log entry, and none was given")
    return scene.entry


def _said(entry: Entry, scene: Scene) -> Drawn:
    match entry.event:
        case PhaseBegun() as begun:
            return _phase_begun(entry, begun, scene)
        case DecisionAsked(phase=phase):
            return _question(phase, entry, scene)
        case BackupAsked() as asked:
            return _drawn([sentence(entry, scene)], scene, presence_buttons(asked, scene.incident, None))
        case AskMade() | AskReturned() as ask:
            return _drawn(in_room(entry, ask, scene.incident), scene, ask_buttons(entry, ask, scene.incident))
        case Resolved():
            lines = [sentence(entry, scene), *after_lines(scene.incident, scene.policy)]
            return _drawn(lines, scene, theirs=_words(entry))
        case _:
            return _drawn([sentence(entry, scene)], scene, theirs=_words(entry))


def _words(entry: Entry) -> str:
    """Give what a person wrote with what they did."""
    match entry.event:
        case HelpAsked(text=text) | VendorCalled(text=text) | VendorHeard(text=text):
            return text.strip()
        case Updated(text=text) | Resolved(text=text) | Closed(text=text) | StatusChanged(text=text):
            return text.strip()
        case _:
            return ""


def _repeated(entry: Entry, scene: Scene) -> Drawn:
    """Say it to people who do not see the room: what it is about, and where it is run."""
    incident, here = scene.incident, where(scene.incident)
    about = Strong(f"{label(incident.id)} ({severity_name(incident, scene.policy)}) ")
    theirs = entry.event.text if isinstance(entry.event, Noted) else _words(entry)
    first_word = isinstance(entry.event, Declared)  # whose sentence says the title too
    what = line("Declared by ", Person(entry.actor), ".") if first_word else sentence(entry, scene)
    said = [line(about, Theirs(title(incident, 80))), what]
    return _drawn(said, scene, theirs=theirs, below=[line("It is run in ", here, ".")] if here else [])


def _told(person: str, entry: Entry, scene: Scene) -> Drawn:
    incident = scene.incident
    match entry.event:
        case PromiseNear() | PromiseHanded() as about:
            return _drawn(near_lines(about, entry, incident), scene, near_buttons(about, incident), in_room=False)
        case CommandOffered() as offered:
            asked, row = offer_lines(entry, offered, incident, scene.policy), offer_buttons(entry, incident)
            below = [*offer_brief(entry, incident, scene.policy), *_places(scene)]
            return _drawn(asked, scene, row, offered.note, below=below)
        case CommandLapsed():
            back = line(Strong(f"{label(incident.id)}: "), "You left its channel, so nobody has command of it. ")
            row = [buttons.take_command(incident, primary=True)] if _wants_commander(scene) else []
            return _drawn([line(back, "If you still have it, take it back.")], scene, row, below=_places(scene))
        case BridgeAsked() | GivenToNextDay() as left:
            row = errand_buttons(left, incident)
            return _drawn(errand_lines(left, incident, scene.policy), scene, row, in_room=False)
        case PresenceAsked() | BackupAsked() as asked:
            row = presence_buttons(asked, incident, PersonId(person))
            return _drawn(asked_privately(entry, asked, incident), scene, row, in_room=False)
        case event if isinstance(event, OfAsks):
            return _of_ask(person, entry, event, scene)
        case DecisionOverdue(phase=phase):
            return _question(phase, entry, scene)
        case ReassignmentAsked():
            row = reassign_buttons(incident, scene.policy, entry)
            return _drawn([line(Strong(f"{label(incident.id)}: "), sentence(entry, scene))], scene, row)
        case Declared():
            return _drawn([sentence(entry, scene)], scene, theirs=incident.summary, below=_places(scene))
        case event if isinstance(event, _NEWS):
            lines = [line(summed_up(incident, scene.policy)), sentence(entry, scene)]
            return _drawn(lines, scene, theirs=_words(entry), below=_places(scene))
        case _:
            return _drawn([line(Strong(f"{label(incident.id)}: "), sentence(entry, scene))], scene)


def _of_ask(person: str, entry: Entry, event: OfAsks, scene: Scene) -> Drawn:
    """Ask somebody, at first and at the end of their time; tell others what was answered."""
    match event:
        case AskMade(to=asked) | AskDue(person=asked) if asked == person:
            lines = privately(entry, event, scene.incident, asked)
            row, below = ask_buttons(entry, event, scene.incident), _places(scene) if isinstance(event, AskMade) else []
            return _drawn(lines, scene, row, below=below, in_room=False)
        case AskReturned():
            lines, row = back_privately(entry, event, scene.incident), ask_buttons(entry, event, scene.incident)
            return _drawn(lines, scene, row, in_room=False)
        case _:
            return _drawn(reported(entry, event, scene.incident), scene, in_room=False)


def _phase_begun(entry: Entry, begun: PhaseBegun, scene: Scene) -> Drawn:
    """Say what is to be done in a phase, with boxes to tick."""
    phase = scene.incident.phase(begun.phase)
    drawn = _drawn(list_lines(entry, begun, scene.incident), scene)
    if phase is None:
        return drawn
    said = spoken(*list_lines(entry, begun, scene.incident), *item_lines(phase))
    return Drawn(said, (*drawn.blocks, *boxes(phase, scene.incident)))


def _question(phase_id: PhaseId, entry: Entry, scene: Scene) -> Drawn:
    """Ask what a phase wants to know, with a button for each answer; afterwards say the answer."""
    phase = scene.incident.phase(phase_id)
    lines = [sentence(entry, scene), *choices_lines(phase), *answered(phase)]
    return _drawn(lines, scene, answers_row(phase, scene.incident))


def _offered(rule: str, scene: Scene) -> list[Block]:
    wanted = scene.incident.is_open and rule in scene.incident.offers
    return [buttons.press(buttons.FOLLOW_RULE, scene.incident.id, rule, primary=True)] if wanted else []


def _may_take(person: str, scene: Scene) -> bool:
    return scene.incident.is_open and scene.incident.commander != person


def _wants_commander(scene: Scene) -> bool:
    return scene.incident.is_open and scene.incident.commander is None


def _welcome(scene: Scene) -> list[Line]:
    incident, channel = scene.incident, where(scene.incident)
    severity = severity_name(incident, scene.policy)
    acting = "; you act as IC until somebody takes command" if incident.commander is None else ""
    return [
        line(Strong(f"{label(incident.id)} ({severity}) is open: "), Theirs(title(incident))),
        *([line("Go to ", channel, f"{acting}.")] if channel else []),
        *_bridge(scene),
    ]


def _waiting(seconds: int, scene: Scene) -> Line:
    name = label(scene.incident.id)
    return line(
        Strong(f"{name} is recorded and people are being called."),
        f" Slack lets us open about 20 channels a minute; yours comes in about {seconds} s.",
    )


def _reminder(message: Remind, scene: Scene) -> Drawn:
    promise = scene.incident.promise(message.audience)
    name = owed(message.audience)
    if promise is None or promise.n != message.n:
        return _drawn([line(f"The {name} of {label(scene.incident.id)} is no longer owed.")], scene)
    if (until := _snoozed_until(message, promise, scene)) is not None:
        return _drawn([line(f"The {name} was due at ", At(promise.due_at), ". Snoozed until ", At(until), ".")], scene)
    return _drawn(_owed_now(message, promise, scene), scene, buttons.reminder(scene.incident, scene.policy, promise))


def _handoff(message: AskToHandOver, scene: Scene) -> Drawn:
    """Ask privately at first; what was answered says so and has no buttons."""
    incident, privately = scene.incident, message.person is not None
    name = Strong(label(incident.id))
    if incident.is_open and message.place == handoff_place(incident):
        held = span(scene.due_at - incident.commanding_since) if incident.commanding_since else ""
        event = scene.entry.event if scene.entry else None
        asked = event.people if isinstance(event, HandoffDue) else (incident.acting,)
        who = line("You have") if privately else line(people(asked), ": ", Person(incident.acting), " has")
        lines = [line(who, " had command of ", name, f" for {held}. Time for somebody fresh: who takes over?")]
        return _drawn(lines, scene, buttons.handoff(incident, scene.policy), in_room=not privately)
    until = line(" It comes up again at ", At(incident.handoff_at), ".") if incident.handoff_at else ()
    stays = line("You stay in command of ") if privately else line(Person(incident.acting), " stays in command of ")
    return _drawn([line(stays, name, ".", until)], scene, in_room=not privately)


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


def _places(scene: Scene) -> list[Line]:
    channel = where(scene.incident)
    return [*([line("It is run in ", channel, ".")] if channel else []), *_bridge(scene)]


def _bridge(scene: Scene) -> list[Line]:
    return [line("Bridge: ", Link(scene.incident.bridge))] if scene.incident.bridge else []
