"""One sentence for each kind of event, for the room and for the timeline."""

from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.climbing import path_of
from bot.domain.events import (
    Acknowledged,
    AskDue,
    AskReturned,
    BackupAsked,
    BridgeSet,
    Cancelled,
    Closed,
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    DecisionAsked,
    DecisionOverdue,
    Declared,
    Departure,
    Entry,
    FactsChanged,
    GivenToNextDay,
    HandoffDue,
    HandoffPutOff,
    HelpAsked,
    ItemsDue,
    Mended,
    Missed,
    ModelAdopted,
    Noted,
    NotReached,
    OfAsks,
    OfAuthority,
    OfCommand,
    OfferDeclined,
    OfferLapsed,
    OfLadder,
    OfPhases,
    OfPromises,
    OfRoom,
    OfTargets,
    OfVendors,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    PhaseEnded,
    PhaseOverrun,
    PhoneRang,
    PhoneSilent,
    PhoneTaken,
    PhoneUnheard,
    PresenceAsked,
    PresenceConfirmed,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    ReassignmentAsked,
    Reminded,
    Reopened,
    Resolved,
    RoleAssigned,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    StoodDown,
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
from bot.domain.ids import CONN, label
from bot.domain.people import SLACK_ID
from bot.domain.policy import Audience, Goal, PhaseId, Policy
from bot.domain.timers import TimerKind
from bot.rendering.asks import of_asks
from bot.rendering.changing import change
from bot.rendering.errands import Errand, errand
from bot.rendering.facts import facts_changed
from bot.rendering.lines import At, Line, Person, Place, Strong, Theirs, joined, line, people, reason
from bot.rendering.names import audience_name, called, group_name, owed, severity_label, standing_in, target_name
from bot.rendering.permitting import sentence_of
from bot.rendering.phases import of_phases
from bot.rendering.phones import phone_sentence
from bot.rendering.presence import OfPresence, of_presence
from bot.rendering.rooms import of_room
from bot.rendering.rules import triggered
from bot.rendering.scene import Scene
from bot.rendering.targets import of_targets, target_words
from bot.rendering.text import listed, span
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
        return _of_the_ladder(entry, scene)
    if isinstance(entry.event, OfPromises):
        return _of_promises(entry, scene)
    if isinstance(entry.event, OfCommand):
        return _of_command(entry, scene)
    if isinstance(entry.event, OfAsks):
        return of_asks(entry, entry.event, scene.incident)
    if isinstance(entry.event, Errand):
        return errand(entry.event, scene.policy)
    match entry.event:
        case (
            CommandOffered()
            | OfferDeclined()
            | OfferLapsed()
            | CommandTaken()
            | CommandLapsed()
            | CommandMissing()
            | HandoffDue()
            | HandoffPutOff()
        ):
            return _of_command(entry, scene)
        case PresenceAsked() | PresenceConfirmed() | BackupAsked():
            return of_presence(entry, entry.event)
        case Updated():
            return _of_promises(entry, scene)
        case PhoneSilent() | PhoneRang() | PhoneTaken() | PhoneUnheard():
            return phone_sentence(entry, scene)
        case WasAway() as away:
            return _was_away(away, scene.policy)
        case Mended(what=what):
            amount = "one thing was" if len(what) == 1 else f"{len(what)} things were"
            return line(f"What was stored of {label(scene.incident.id)} contradicted itself; {amount} put right.")
        case Declared() | RoomOpened() | TopicEdited() | Undelivered() | Verified() | Resolved() | Closed():
            return _of_the_incident(entry, scene)
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


def _was_away(away: WasAway, policy: Policy) -> Line:
    """Say what came due while nobody was there: what is made up for now, and what people still owe."""
    due = sorted(away.missed, key=lambda missed: missed.due_at)
    owed_kinds = (TimerKind.PROMISE, TimerKind.TARGET)
    owed_words = [_missed(m, policy) for m in due if m.kind in owed_kinds]
    sent = [_missed(m, policy) for m in due if m.kind not in owed_kinds]
    return line(
        Strong("Conn was not running from "),
        At(away.gone_at),
        " to ",
        At(away.back_at),
        ".",
        *([" Overdue now: ", *joined(owed_words), "."] if owed_words else []),
        *([" Late, and made up for now: ", *joined(sent), "."] if sent else []),
    )


def _missed(missed: Missed, policy: Policy) -> Line:
    match missed.kind:
        case TimerKind.PROMISE:
            what = f"the {owed(Audience(missed.subject))}"
        case TimerKind.VENDOR:
            what = "the reminder to ask a vendor again"
        case TimerKind.TRIGGER:
            what = "a rule of the model"
        case TimerKind.ESCALATE:
            what = "the next call"
        case TimerKind.INVESTIGATE:
            what = "the end of the time to find the cause"
        case TimerKind.NEXT_DAY:
            what = "what was left for the day"
        case TimerKind.OFFER:
            what = "the end of an offer of command"
        case TimerKind.PHONE:
            what = "the word that perhaps no phone rings"
        case TimerKind.PRESENCE:
            what = "the question whether command is still held"
        case TimerKind.ASK:
            what = "the end of somebody's time for an ask"
        case TimerKind.HANDOFF:
            what = "the question about a handoff"
        case TimerKind.TARGET:
            goal, _, tier = missed.subject.partition("/")
            what = f"the {target_words(Goal(goal), tier, policy)}"
        case TimerKind.PHASE:
            phase = policy.phases.get(PhaseId(missed.subject))
            what = f"what comes next in {phase.name if phase else missed.subject}"
        case _:
            what = "the call for an incident commander"
    return line(f"{what} (", At(missed.due_at), ")")


def _of_the_ladder(entry: Entry, scene: Scene) -> Line:
    match entry.event:
        case Paged() as paged:
            return _paged(entry, paged, scene)
        case PassedOver(name=name, why=why):
            who = Person(name) if SLACK_ID.fullmatch(name) else Strong(name)
            return line(who, " was passed over: ", reason(why), ".")
        case PathEnded() as ended:
            return _path_ended(ended, scene)
        case StoodDown(why=why):
            because = line(": ", reason(why)) if why else ()
            return line(_actor(entry), " stood the call down", because, ". Nobody further is called by itself.")
        case HelpAsked(target=target):
            return line(_actor(entry), " asks ", Strong(target_name(target, scene.policy)), " for help:")
        case Triggered() as ruled:
            return triggered(ruled, scene.policy)
        case Unanswered(target=target, people=who, waited=waited):
            named = called(target, who, scene.policy)
            return line(named, f" did not acknowledge within {span(waited)}. Reach them another way.")
        case PageDeclined(target=target):
            return line(_actor(entry), f" cannot come for {target_name(target, scene.policy)}.")
        case NotReached(person=person, why=why):
            return line(
                "Slack could not deliver the page to ", Person(person), ": ", reason(why), ". Call them another way."
            )
        case Acknowledged(rung=number, target=target):
            rung = scene.rung(number)
            took = f" after {span(entry.at - rung.paged_at)}" if rung else ""
            group = group_name(target, scene.policy)
            return line(_actor(entry), f" acknowledged{f' for {group}' if group else ''}{took}.")
        case _:
            return ()


def _path_ended(ended: PathEnded, scene: Scene) -> Line:
    """Say that the ladder is at its end, in the model's own words where it has some."""
    ask = " Ask for help by name."
    if not ended.after:
        return line(Strong("Nobody on the path could be called."), ask)
    path = path_of(scene.policy, scene.incident.path)
    end = path.end if path else "Nobody is left to call."
    return line(reason(ended.why), ". ", Theirs(end), ask)


def _paged(entry: Entry, paged: Paged, scene: Scene) -> Line:
    who = called(paged.target, paged.people, scene.policy)
    wait = f" They have {span(paged.wait)} to acknowledge." if paged.wait else ""
    unsigned = line(" Not signed off: ", people(paged.unsigned), ".") if paged.unsigned else ()
    instead = line(unsigned, *(part for one in paged.stands_in for part in (" ", *standing_in(one))))
    if entry.actor == CONN:
        return line(who, " was called: ", reason(paged.why), ".", wait, instead)
    return line(_actor(entry), " escalated to ", who, ": ", reason(paged.why), ".", wait, instead)


def _of_command(entry: Entry, scene: Scene) -> Line:
    if isinstance(entry.event, OfPresence):
        return of_presence(entry, entry.event)
    match entry.event:
        case CommandOffered(to=to):
            return line(_actor(entry), " asked ", Person(to), " to take command. They have it when they press.")
        case OfferDeclined(by=by):
            return line(_actor(entry), " did not take the command that ", Person(by), " offered. ", _stays(scene))
        case OfferLapsed(to=to):
            return line(Person(to), " did not answer the offer of command in time. ", _stays(scene))
        case CommandTaken(instead_of=before):
            after = line(", in place of ", Person(before)) if before else ()
            return line(_actor(entry), " is incident commander", after, ".")
        case CommandLapsed(person=person, left=left):
            how = " left the channel" if left is Departure.CHANNEL else " was deactivated"
            return line(Person(person), f"{how}, so nobody has command of ", Strong(label(scene.incident.id)), ".")
        case CommandMissing(times=times):
            said = "" if times == 1 else f" This is the {_nth(times)} call."
            return line(
                Strong(f"{label(scene.incident.id)} has no incident commander."),
                " ",
                Person(scene.incident.acting),
                f" is acting. Who takes command?{said}",
            )
        case HandoffDue(people=who):
            return line(people(who), " was asked whether somebody fresh should take command.")
        case HandoffPutOff(until=until):
            return line(_actor(entry), " put the handoff off until ", At(until), ".")
        case _:
            return ()


def _stays(scene: Scene) -> Line:
    if scene.incident.commander is None:
        return line("Nobody is incident commander.")
    return line(Person(scene.incident.commander), " stays in command.")


def _of_promises(entry: Entry, scene: Scene) -> Line:
    match entry.event:
        case PromiseMade(audience=audience, due_at=due_at, why=why):
            return line(f"The {owed(audience)} is due by ", At(due_at), " (", reason(why), ").")
        case PromiseKept(audience=audience, late=late_by):
            how = f"{span(late_by)} late" if late_by > timedelta(0) else "in time"
            return line(f"The {owed(audience)} was given {how}.")
        case PromiseNear(audience=audience, people=who):
            return line(people(who), f" was told that the {owed(audience)} is due soon.")
        case PromiseHanded(audience=audience, to=to):
            return line(_actor(entry), f" handed the {owed(audience)} to ", Person(to), ".")
        case PromiseSnoozed(audience=audience, until=until):
            words = f" snoozed the reminder for the {owed(audience)} until "
            return line(_actor(entry), words, At(until), ". When it was due stays on the record.")
        case PromiseWaived(audience=audience, why=why):
            because = line(": ", reason(why)) if why else ()
            return line(_actor(entry), f" decided that no {owed(audience)} is needed", because, ".")
        case Reminded(audience=audience, people=who):
            return line(people(who), f": the {owed(audience)} is due.")
        case Updated() as updated:
            return _updated(entry, updated, scene)
        case _:
            return ()


def _updated(entry: Entry, updated: Updated, scene: Scene) -> Line:
    to = listed([audience_name(a).lower() for a in updated.audiences]) or "nobody"
    what = line(Strong("Update"), " from ") if updated.text else line(Strong("No change"), ", says ")
    nexts = [
        line(f"{audience_name(audience).lower()} by ", At(due_at))
        for audience in updated.audiences
        if (due_at := _next_word(entry, updated, audience, scene)) is not None
    ]
    following = line(" Next: ", joined(nexts), ".") if nexts else ()
    unheeded = line(" Said all the same: ", Theirs(listed(updated.unheeded)), ".") if updated.unheeded else ()
    return line(what, _actor(entry), f" ({to}).", following, unheeded)


def _next_word(entry: Entry, updated: Updated, audience: Audience, scene: Scene) -> datetime | None:
    """Say when this audience hears next: as the writer promised, else as its cadence has it."""
    if audience in updated.next_in:
        return entry.at + updated.next_in[audience]
    promise = scene.incident.promise(audience)
    return promise.due_at if promise and promise.due_at > entry.at else None


def _of_the_incident(entry: Entry, scene: Scene) -> Line:
    match entry.event:
        case Declared(title=title, severity=severity):
            name = severity_label(scene.policy.severities[severity])
            return line(
                _actor(entry), " declared ", Strong(f"{label(scene.incident.id)} ({name})"), ": ", Theirs(title)
            )
        case RoomOpened(channel=channel, thread=thread):
            return line("It is run in a thread of " if thread else "It is run in ", Place(channel), ".")
        case TopicEdited():
            return _topic_edited(entry, scene)
        case Undelivered(what=what, why=why, person=person):
            of = line(" of ", Person(person)) if person else ()
            return line("Slack refused ", Theirs(what), of, ": ", reason(why), ". The incident itself is safe.")
        case Verified() as checked:
            return _verified(entry, checked)
        case Resolved():
            lasted = span(entry.at - scene.incident.declared.at)
            said = f"{label(scene.incident.id)} is resolved"
            return line(Strong(said), f" after {lasted}, by ", _actor(entry), ". Nobody is called any more.")
        case Closed():
            return line(
                Strong(f"{label(scene.incident.id)} is closed"), " by ", _actor(entry), ". Nothing is left to do."
            )
        case _:
            return ()


def _verified(entry: Entry, checked: Verified) -> Line:
    """Say what was confirmed before resolving, and what was not."""
    done = listed([f"{do}{f' ({times} times)' if times > 1 else ''}" for do, times in checked.done])
    confirmed = line(" confirmed: ", Theirs(done, 900), ".") if done else line(" confirmed nothing.")
    if not checked.missing:
        return line(_actor(entry), confirmed)
    missing = line(" Not confirmed: ", Theirs(listed(checked.missing), 900), ". Why: ", reason(checked.why), ".")
    return line(_actor(entry), confirmed, missing)


def _topic_edited(entry: Entry, scene: Scene) -> Line:
    if scene.incident.topic_edits <= 1:
        return line(
            _actor(entry),
            " changed the topic. It was put back, because people who join find the IC and the bridge there.",
        )
    return line(
        _actor(entry),
        " changed the topic again. It stays until the incident next changes. ",
        Person(scene.incident.acting),
        ", is that all right?",
    )


def _actor(entry: Entry) -> Line:
    return (Person(entry.actor),)


def _nth(number: int) -> str:
    tens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if tens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
