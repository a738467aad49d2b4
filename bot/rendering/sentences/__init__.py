"""One sentence for each kind of event, for the room and for the timeline."""

from typing import assert_never

from bot.domain.events import (
    AskDue,
    AskReturned,
    BackupAsked,
    BridgeSet,
    Cancelled,
    Closed,
    CommandLineUsed,
    CommandMissing,
    DecisionAsked,
    DecisionOverdue,
    Declared,
    Entry,
    FactsChanged,
    GivenToNextDay,
    HandoffDue,
    ItemsDue,
    Mended,
    ModelAdopted,
    Noted,
    OfAsks,
    OfAuthority,
    OfCommand,
    OfferLapsed,
    OfLadder,
    OfPhases,
    OfPromises,
    OfRoom,
    OfTargets,
    OfVendors,
    Paged,
    PathEnded,
    PhaseEnded,
    PhaseOverrun,
    PhoneRang,
    PhoneSilent,
    PhoneTaken,
    PhoneUnheard,
    PresenceAsked,
    PromiseNear,
    ReassignmentAsked,
    Reminded,
    Reopened,
    Resolved,
    RoleAssigned,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    TargetBroken,
    TargetMissed,
    TargetWarned,
    TopicEdited,
    Triggered,
    Unanswered,
    Undelivered,
    Updated,
    VendorChased,
    Verified,
    WasAway,
)
from bot.rendering.asks import of_asks
from bot.rendering.changing import change
from bot.rendering.errands import Errand, errand
from bot.rendering.facts import facts_changed
from bot.rendering.lines import At, Line, line
from bot.rendering.permitting import sentence_of
from bot.rendering.phases import of_phases
from bot.rendering.phones import phone_sentence
from bot.rendering.rooms import of_room
from bot.rendering.scene import Scene
from bot.rendering.sentences.absence import was_away
from bot.rendering.sentences.command import of_command
from bot.rendering.sentences.course import of_the_incident
from bot.rendering.sentences.ladder import of_the_ladder
from bot.rendering.sentences.record import of_the_record
from bot.rendering.sentences.word import of_promises
from bot.rendering.targets import of_targets
from bot.rendering.text import span
from bot.rendering.vendors import of_vendors

_MAY_BE_LATE = (
    Paged
    | PhoneUnheard
    | PathEnded
    | Triggered
    | Unanswered
    | VendorChased
    | CommandMissing
    | OfferLapsed
    | PresenceAsked
    | BackupAsked
    | AskDue
    | AskReturned
    | HandoffDue
    | PromiseNear
    | Reminded
    | TargetWarned
    | TargetMissed
    | TargetBroken
    | ReassignmentAsked
    | PhaseOverrun
    | PhaseEnded
    | ItemsDue
    | DecisionAsked
    | DecisionOverdue
    | GivenToNextDay
)


def sentence(entry: Entry, scene: Scene) -> Line:
    """Say what happened, who did it, and what follows."""
    if isinstance(entry.event, OfTargets):
        return of_targets(entry, entry.event, scene.incident, scene.policy)
    if isinstance(entry.event, OfAuthority):
        return sentence_of(entry, entry.event, scene.policy)
    if isinstance(entry.event, OfVendors):
        return of_vendors(entry.actor, entry.event, scene.incident, scene.policy)
    if isinstance(entry.event, OfPhases):
        return of_phases(entry, entry.event, scene.incident)
    if isinstance(entry.event, OfRoom):
        return of_room(entry, entry.event, scene.incident)
    if isinstance(entry.event, OfLadder):
        return of_the_ladder(entry, scene)
    if isinstance(entry.event, OfPromises):
        return of_promises(entry, scene)
    if isinstance(entry.event, OfCommand):
        return of_command(entry, scene)
    if isinstance(entry.event, OfAsks):
        return of_asks(entry, entry.event, scene.incident)
    if isinstance(entry.event, Errand):
        return errand(entry.event, scene.policy)
    match entry.event:
        case Updated():
            return of_promises(entry, scene)
        case PhoneSilent() | PhoneRang() | PhoneTaken() | PhoneUnheard():
            return phone_sentence(entry, scene)
        case WasAway() as away:
            return was_away(away, scene.policy)
        case Mended() | CommandLineUsed() as kept:
            return of_the_record(entry, kept, scene.incident)
        case Declared() | RoomOpened() | TopicEdited() | Undelivered() | Verified() | Resolved() | Closed():
            return of_the_incident(entry, scene)
        case FactsChanged() as told:
            return facts_changed(entry.actor, told, scene.policy)
        case (
            RoleAssigned()
            | ModelAdopted()
            | SeverityChanged()
            | StatusChanged()
            | BridgeSet()
            | Noted()
            | Reopened()
            | Cancelled()
        ) as changed:
            return change(entry, changed, scene.incident, scene.policy)
        case other:
            assert_never(other)


def late(entry: Entry, *, in_room: bool) -> Line | None:
    """Say why something comes after its time; None when it does not. The room was told of an absence as such."""
    event = entry.event
    late = event.late if isinstance(event, _MAY_BE_LATE) else None
    if late is None:
        return None
    why = line(": Conn was held up")
    if late.gone_at and late.back_at:
        why = () if in_room else line(": Conn was not running from ", At(late.gone_at), " to ", At(late.back_at))
    return line("This was due at ", At(late.due_at), f" and comes {span(entry.at - late.due_at)} late", why, ".")
