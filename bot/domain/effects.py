"""What people are told because of what happened: each message once, under a key that any replay arrives at again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum

from bot.domain import phones
from bot.domain.echoes import heard_in
from bot.domain.events import (
    Acknowledged,
    AuthorityWaived,
    BeyondAuthority,
    BridgeAsked,
    BridgeSet,
    Cancelled,
    Closed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    DecisionAsked,
    DecisionMade,
    DecisionOverdue,
    Entry,
    FactsChanged,
    GivenToNextDay,
    HandoffDue,
    HandoffPutOff,
    HelpAsked,
    ItemsDue,
    ItemTicked,
    ItemUnticked,
    LeftForNextDay,
    ModelAdopted,
    NotReached,
    OfPhases,
    OfTargets,
    OfVendors,
    Paged,
    PassedOver,
    PathEnded,
    PhaseEnded,
    PhaseOverrun,
    PhoneRang,
    PhoneSilent,
    PromiseKept,
    PromiseMade,
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
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
    TopicEdited,
    Triggered,
    Unanswered,
    Undelivered,
    Updated,
    VendorCalled,
    VendorChased,
    Verified,
    WasAway,
)
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Promise, Rung
from bot.domain.messages import (
    Alert,
    AlertAction,
    AskForCommander,
    AskToHandOver,
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
from bot.domain.model_messages import ModelMessage
from bot.domain.people import PersonId
from bot.domain.policy import Audience, ChannelKey
from bot.domain.rota.messages import DutyMessage
from bot.domain.running_phases import RunningPhase
from bot.domain.time_targets import TimeTarget
from bot.domain.vendor_cases import VendorCase

AnyMessage = Message | DutyMessage | ModelMessage

PAGE_WAITS_FOR_ROOM = timedelta(seconds=2)
"""How long a page waits for the link it would like to carry; when Slack makes channels wait, it goes without."""

ECHO_WAITS_FOR_ROOM = timedelta(seconds=30)
"""How long what is repeated elsewhere waits for the link to the place it comes from."""


class Urgency(IntEnum):
    """Which of two messages goes first when Slack lets only one through."""

    PAGE = 0
    ANSWER = 1
    ROOM = 2
    DECORATION = 3


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A message to be delivered once, about an incident or, where that is None, about none.

    `order` names the queue in which it keeps its place (None: it waits for nobody); `in_room` says that it can go only
    when the incident has its place in Slack, `room_patience` that it would like to name that place, but waits so long
    for it at most.
    """

    key: str
    incident: IncidentId | None
    urgency: Urgency
    message: AnyMessage
    order: str | None = None
    in_room: bool = False
    room_patience: timedelta = timedelta()


_JUST_SAID = (
    Updated
    | AuthorityWaived
    | ModelAdopted
    | PassedOver
    | PathEnded
    | NotReached
    | Unanswered
    | PhoneSilent
    | PhoneRang
    | WasAway
    | SeverityChanged
    | StatusChanged
    | BridgeSet
    | FactsChanged
    | Reopened,
)


def effects_of(before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of a log entry, and how; those who watch other channels come last."""
    heard = heard_in(entry.event, after.echoes)
    rings = phones.alerts(before.phones if before else (), entry, after.phones)
    return (
        *_heard(before, entry, after),
        *(_alert(after, alert) for alert in rings),
        *(_repeat(after, entry, channel) for channel in heard),
    )


def _heard(before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    if isinstance(entry.event, OfVendors):
        return _of_vendors(entry.event, before, entry, after)
    if isinstance(entry.event, OfTargets):
        return _of_targets(entry.event, before, entry, after)
    if isinstance(entry.event, OfPhases):
        return _of_phases(entry.event, before, entry, after)
    match entry.event:
        case BridgeAsked(people=people) | GivenToNextDay(people=people):
            return tuple(_tell(after, person, entry) for person in people)
        case StoodDown(people=people):
            tells = (_tell(after, person, entry) for person in people if person != entry.actor)
            pages = (e for r in after.ladder if not r.acknowledged for e in _redrawn_pages(after, r.number, entry))
            return (*tells, _say(after, entry), *pages)
        case HelpAsked(told=told, post_in=post_in):
            return _said_and_told(after, told, post_in, entry)
        case Triggered() as triggered:
            return _by_rule(before, entry, triggered, after)
        case LeftForNextDay():
            return (_say(after, entry, otherwise=after.declared.by),)
        case BridgeSet() | Resolved() | Cancelled():
            return (*_told(before, entry, after), *_retracted_bridge(before, after))
        case _:
            return _told(before, entry, after)


def _retracted_bridge(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    """Take the question for a bridge back, once: there is one, or nobody needs it any more."""
    if before is None or before.bridge or not before.is_open:
        return ()
    return tuple(_retract(after, _tell_key(after, before.bridge_asked, person)) for person in before.bridge_asked_of)


def _told(before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    match entry.event:
        case RoomOpened():
            return (_welcome(after),)
        case Paged(rung=rung) as paged:
            pages = tuple(_page(after, person, paged, entry) for person in paged.people)
            return (
                *pages,
                *_superseded_pages(before, entry),
                *((_say(after, entry),) if rung > 1 or paged.rule else ()),
            )
        case Acknowledged(rung=rung):
            return (_say(after, entry), *_redrawn_pages(after, rung, entry))
        case CommandOffered(to=to):
            return (_tell(after, to, entry), _say(after, entry))
        case CommandTaken():
            return (_say(after, entry), *_retracted_call(before, after), *_retracted_handoff(before, after))
        case HandoffDue() as due:
            return (_ask_to_hand_over(after, due, entry), *_retracted_handoff(before, after))
        case HandoffPutOff():
            return _redrawn_handoff(before, after, entry)
        case CommandMissing(times=times):
            return (_ask_for_commander(after, times, entry), *_retracted_call(before, after))
        case Reminded() as reminded:
            return (_remind(after, reminded, entry), *_retracted_reminder(before, after, reminded.audience))
        case PromiseKept(audience=audience) | PromiseMade(audience=audience):
            return _retracted_reminder(before, after, audience)
        case PromiseSnoozed(audience=audience) | PromiseWaived(audience=audience):
            return _redrawn_reminder(before, after, audience, entry)
        case BeyondAuthority():
            return (_tell(after, PersonId(entry.actor), entry),)
        case TopicEdited():
            return (_say(after, entry),) if after.topic_edits <= 2 else ()  # noqa: PLR2004 - repaired, then asked about
        case Resolved() | Closed() | Cancelled():
            return (_say(after, entry), *_cleared(before, after, entry))
        case RoleAssigned(to=to):
            told = () if to == entry.actor else (_tell(after, to, entry),)
            return (*told, _say(after, entry))
        case _ if isinstance(entry.event, _JUST_SAID):
            return (_say(after, entry),)
        case Verified(missing=missing):
            return (_say(after, entry),) if missing else ()
        case Undelivered():
            return (_tell(after, after.acting, entry),)
        case _:
            return ()


def _of_vendors(event: OfVendors, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Remind privately at first, then in the room; the reminder goes once they were heard."""
    chased = [case for case in (before.vendors if before else ()) if case.vendor == event.vendor and case.chased]
    gone = tuple(_retract(after, _chase_key(after, case)) for case in chased)
    match event:
        case VendorCalled(told=told, post_in=post_in):
            return (*gone, *_said_and_told(after, told, post_in, entry))
        case VendorChased() as again:
            return (*gone, *_chase(after, again, entry))
        case _:
            return (*gone, _say(after, entry))


def _chase(i: Incident, event: VendorChased, entry: Entry) -> tuple[Effect, ...]:
    case = next(case for case in i.vendors if case.vendor == event.vendor)
    person = event.people[0] if event.times == 1 or i.room is None else None
    effect = Effect(
        key=_chase_key(i, case),
        incident=i.id,
        urgency=Urgency.ANSWER,
        message=ChaseVendor(vendor=event.vendor, person=person, place=chase_place(case), seq=entry.seq),
        order=None if person else f"inc:{i.id}/room",
        in_room=person is None,
    )
    return (effect,)


def chase_place(case: VendorCase) -> str:
    """Name the ask that stands with a vendor: which stretch of waiting, how often it was ignored."""
    return f"{case.place}/t{case.chased}"


def _chase_key(i: Incident, case: VendorCase) -> str:
    return f"inc:{i.id}/vendor/g{i.generation}/{chase_place(case)}"


def _said_and_told(
    i: Incident, told: tuple[PersonId, ...], post_in: tuple[ChannelKey, ...], entry: Entry
) -> tuple[Effect, ...]:
    tells = tuple(_tell(i, person, entry) for person in told)
    return (*tells, _say(i, entry), *(_repeat(i, entry, channel) for channel in post_in))


def _of_targets(event: OfTargets, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of a target: its owner beforehand, the room once it is missed; what is met is said nowhere new."""
    stood = before.target(event.goal, event.tier) if before else None
    gone = _retracted_warnings(after, (stood,) if stood else ())
    match event:
        case TargetSet(due_at=due_at):
            return (*gone, *((_say(after, entry),) if due_at is None else ()))
        case TargetWarned(people=people):
            return tuple(_tell(after, person, entry) for person in people)
        case TargetMissed(told_by_ladder=told, people=people):
            return gone if told else (*gone, _say(after, entry, otherwise=people[0]))
        case TargetBroken(people=people):
            return (_say(after, entry, otherwise=people[0]),)
        case ReassignmentAsked(people=people):
            return tuple(_tell(after, person, entry) for person in people)
        case TargetMet() | TargetDropped():
            said = stood and stood.missed and not stood.told_by_ladder
            return (*gone, *((_redraw(after, _say_key(after, stood.missed), entry),) if stood and said else ()))


def _of_phases(event: OfPhases, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of a phase: the room of its list, its question and its end, whoever owes it of what is due."""
    stood, phase = before.phase(event.phase) if before else None, after.phase(event.phase)
    if stood is None or phase is None:
        return (_say(after, entry),)
    listed = (_redraw(after, _say_key(after, phase.seq), entry),)
    asked = (*_each(after, entry, phase.asked), *_each(after, entry, phase.overdue, phase.overdue_people))
    match event:
        case ItemTicked() | ItemUnticked():
            return (*listed, *(() if phase.is_behind else _retracted_items(after, stood)))
        case ItemsDue(people=people):
            return (*(_tell(after, p, entry) for p in people), *_retracted_items(after, stood), *listed)
        case PhaseOverrun():
            return (_say(after, entry, otherwise=after.acting),)
        case PhaseEnded(required_left=left):
            said = (_say(after, entry),) if left and after.is_open else ()
            return (*said, *asked, *_retracted_items(after, stood), *listed)
        case DecisionAsked():
            return (_say(after, entry),)
        case DecisionOverdue(people=people):
            return tuple(_tell(after, person, entry) for person in people)
        case DecisionMade():
            return asked
        case _:
            return ()


def _each(i: Incident, entry: Entry, seq: int, people: tuple[PersonId, ...] | None = None) -> tuple[Effect, ...]:
    """Draw again what was said of an entry, in the room or to some people; nothing was for 0."""
    keys = [_say_key(i, seq)] if people is None else [_tell_key(i, seq, person) for person in people]
    return tuple(_redraw(i, key, entry) for key in keys) if seq else ()


def _retracted_items(i: Incident, phase: RunningPhase) -> tuple[Effect, ...]:
    behind = phase.reminded and phase.is_behind
    return tuple(_retract(i, _tell_key(i, phase.reminded, p)) for p in phase.reminded_people) if behind else ()


def _retracted_warnings(i: Incident, targets: Iterable[TimeTarget]) -> tuple[Effect, ...]:
    warned = (t for t in targets if t.warned and not t.missed)
    return tuple(_retract(i, _tell_key(i, t.warned, person)) for t in warned for person in t.told)


def of_an_incident(message: AnyMessage) -> Message:
    """Give a message that is about an incident; ValueError for any other."""
    if isinstance(message, DutyMessage | ModelMessage):
        raise ValueError("this message is about no incident")  # noqa: TRY004 - as for any value that cannot be
    return message


def still_wanted(message: Message, incident: Incident) -> str | None:
    """Why a message that waited should no longer go out; None while it should."""
    match message:
        case Alert():
            return phones.no_longer_wanted(message, incident.phones)
        case Page(rung=number):
            rung = _rung(incident, number)
            if not incident.is_open:
                return f"the incident is {incident.status}"
            if incident.stood_down and incident.stood_down.at >= rung.paged_at:
                return "it was stood down"
            if rung.acknowledged:
                return f"acknowledged by {rung.acknowledged.by}"
        case Remind(audience=audience, n=n, times=times):
            promise = incident.promise(audience)
            if promise is None or promise.n != n:
                return "the promise was kept or given up"
            if promise.reminders != times:
                return "a newer reminder replaced it"
        case AskForCommander(times=times):
            if incident.commander:
                return f"{incident.commander} is in command"
            if not incident.is_open or times != incident.commander_asked:
                return "a newer call replaced it, or the incident is over"
        case ChaseVendor(vendor=vendor, place=place):
            stands = any(case.vendor == vendor and chase_place(case) == place for case in incident.vendors)
            return None if incident.is_open and stands else "they were heard, or are chased no more"
        case Offer(rule=rule):
            return None if incident.is_open and rule in incident.offers else "it was done, or counts no more"
        case AskToHandOver(place=place):
            return None if incident.is_open and place == handoff_place(incident) else "it was answered"
        case Waiting():
            return "the channel is there" if incident.room else None
        case _:
            return None
    return None


def without_room(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Keep what reaches people where an incident is run nowhere: what is owed goes to whoever owes it, in private."""
    return tuple(kept for effect in effects if (kept := _without_room(effect)) is not None)


def _without_room(effect: Effect) -> Effect | None:
    match effect.message:
        case Remind():
            return replace(effect, in_room=False, order=None)
        case Say(seq=seq, otherwise=person) if person is not None:
            return replace(effect, message=Tell(person=person, seq=seq), in_room=False, order=None)
        case _:
            return None if effect.in_room else replace(effect, room_patience=timedelta())


def page_key(incident: Incident, rung: int, target: str, person: PersonId) -> str:
    """Name the page of one person for one call of the ladder."""
    return f"inc:{incident.id}/page/{target}/r{rung}/{person}"


def reminder_key(incident: Incident, promise: Promise, times: int) -> str:
    """Name the nth reminder of a promise."""
    return f"inc:{incident.id}/remind/{promise.audience}/n{promise.n}/t{times}"


def waiting(incident: Incident, seconds: int) -> Effect:
    """Tell the declarer that the channel has to wait for Slack's rate limit."""
    return Effect(
        key=f"inc:{incident.id}/waiting",
        incident=incident.id,
        urgency=Urgency.ANSWER,
        message=Waiting(person=incident.declared.by, seconds=seconds),
    )


def _welcome(i: Incident) -> Effect:
    return Effect(
        key=f"inc:{i.id}/welcome/{i.declared.by}",
        incident=i.id,
        urgency=Urgency.ANSWER,
        message=Welcome(person=i.declared.by),
    )


def _by_rule(before: Incident | None, entry: Entry, triggered: Triggered, after: Incident) -> tuple[Effect, ...]:
    """Offer what a rule only offers; else tell whom it names. A rule that only calls is told with the call."""
    if triggered.offers:
        return (_offer(after, triggered.rule, entry),)
    tells = tuple(_tell(after, person, entry) for person in triggered.told)
    posts = tuple(_repeat(after, entry, channel) for channel in triggered.post_in)
    says = (_say(after, entry),) if tells or posts or triggered.do else ()
    was_offered = before is not None and triggered.rule in before.offers
    return (
        *tells,
        *says,
        *posts,
        *((_redraw(after, _offer_key(after, triggered.rule), entry),) if was_offered else ()),
    )


def _offer(i: Incident, rule: str, entry: Entry) -> Effect:
    return Effect(
        key=_offer_key(i, rule),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Offer(rule=rule, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def _offer_key(i: Incident, rule: str) -> str:
    return f"inc:{i.id}/rule/g{i.generation}/{rule}"


def _page(i: Incident, person: PersonId, paged: Paged, entry: Entry) -> Effect:
    return Effect(
        key=page_key(i, paged.rung, paged.target, person),
        incident=i.id,
        urgency=Urgency.PAGE,
        message=Page(person=person, rung=paged.rung, target=paged.target, seq=entry.seq),
        room_patience=timedelta() if i.room else PAGE_WAITS_FOR_ROOM,
    )


def _alert(i: Incident, alert: Alert) -> Effect:
    """Tell the pager in the order in which it happened; the phone rings with the page."""
    rings = alert.action is AlertAction.TRIGGER
    return Effect(
        key=f"inc:{i.id}/phone/{alert.target}/{alert.seq}/{alert.action}",
        incident=i.id,
        urgency=Urgency.PAGE if rings else Urgency.ANSWER,
        message=alert,
        order=f"inc:{i.id}/phone/{alert.target}",
        room_patience=PAGE_WAITS_FOR_ROOM if rings and not i.room else timedelta(),
    )


def _say_key(i: Incident, seq: int) -> str:
    return f"inc:{i.id}/say/{seq}"


def _tell_key(i: Incident, seq: int, person: PersonId) -> str:
    return f"inc:{i.id}/tell/{seq}/{person}"


def _say(i: Incident, entry: Entry, *, otherwise: PersonId | None = None) -> Effect:
    return Effect(
        key=_say_key(i, entry.seq),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Say(seq=entry.seq, otherwise=otherwise),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def _repeat(i: Incident, entry: Entry, channel: ChannelKey) -> Effect:
    return Effect(
        key=f"inc:{i.id}/echo/{channel}/{entry.seq}",
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Repeat(channel=channel, seq=entry.seq),
        order=f"inc:{i.id}/echo/{channel}",
        room_patience=timedelta() if i.room else ECHO_WAITS_FOR_ROOM,
    )


def _tell(i: Incident, person: PersonId, entry: Entry) -> Effect:
    return Effect(
        key=_tell_key(i, entry.seq, person),
        incident=i.id,
        urgency=Urgency.ANSWER,
        message=Tell(person=person, seq=entry.seq),
    )


def _remind(i: Incident, reminded: Reminded, entry: Entry) -> Effect:
    return Effect(
        key=f"inc:{i.id}/remind/{reminded.audience}/n{reminded.n}/t{reminded.times}",
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Remind(audience=reminded.audience, n=reminded.n, times=reminded.times, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def _ask_for_commander(i: Incident, times: int, entry: Entry) -> Effect:
    return Effect(
        key=_call_key(i, times),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=AskForCommander(times=times, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def _ask_to_hand_over(i: Incident, due: HandoffDue, entry: Entry) -> Effect:
    place = handoff_place(i)
    privately = due.times == 1
    return Effect(
        key=_handoff_key(i, place),
        incident=i.id,
        urgency=Urgency.ANSWER if privately else Urgency.ROOM,
        message=AskToHandOver(place=place, person=i.acting if privately else None, seq=entry.seq),
        order=None if privately else f"inc:{i.id}/room",
        in_room=not privately,
    )


def handoff_place(incident: Incident) -> str:
    """Name the ask to hand over that stands now: which stretch of command, after how many delays, which time."""
    return f"c{incident.tenures}/s{incident.handoff_put_off}/t{incident.handoff_asked}"


def _handoff_key(i: Incident, place: str) -> str:
    return f"inc:{i.id}/handoff/g{i.generation}/{place}"


def _call_key(i: Incident, times: int) -> str:
    return f"inc:{i.id}/commander/g{i.generation}/t{times}"


def _retracted_call(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    if before is None or before.commander or not before.commander_asked:
        return ()
    return (_retract(after, _call_key(before, before.commander_asked)),)


def _retracted_handoff(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    if before is None or not before.handoff_asked:
        return ()
    return (_retract(after, _handoff_key(before, handoff_place(before))),)


def _redrawn_handoff(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    if before is None or not before.handoff_asked:
        return ()
    return (_redraw(after, _handoff_key(before, handoff_place(before)), entry),)


def _retracted_reminder(before: Incident | None, after: Incident, audience: Audience) -> tuple[Effect, ...]:
    promise = before.promise(audience) if before else None
    if before is None or promise is None or not promise.reminders:
        return ()
    return (_retract(after, reminder_key(before, promise, promise.reminders)),)


def _redrawn_reminder(before: Incident | None, after: Incident, audience: Audience, entry: Entry) -> tuple[Effect, ...]:
    promise = before.promise(audience) if before else None
    if before is None or promise is None or not promise.reminders:
        return ()
    return (_redraw(after, reminder_key(before, promise, promise.reminders), entry),)


def _redrawn_pages(i: Incident, number: int, entry: Entry) -> tuple[Effect, ...]:
    rungs = (rung for rung in i.ladder if rung.number == number)
    return tuple(_redraw(i, page_key(i, r.number, r.target, person), entry) for r in rungs for person in r.people)


def _superseded_pages(before: Incident | None, entry: Entry) -> tuple[Effect, ...]:
    """Draw earlier pages again: they say who was called after them."""
    if before is None or before.rung is None or before.rung.acknowledged:
        return ()
    return _redrawn_pages(before, before.rung.number, entry)


def _cleared(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    if before is None:
        return ()
    reminders = tuple(e for p in before.promises for e in _retracted_reminder(before, after, p.audience))
    reminders += _retracted_warnings(after, before.targets if isinstance(entry.event, Cancelled) else ())
    if not before.is_open:
        return reminders
    pages = (e for r in before.ladder if not r.acknowledged for e in _redrawn_pages(after, r.number, entry))
    chased = (_retract(after, _chase_key(before, case)) for case in before.vendors if case.chased)
    offers = (_redraw(before, _offer_key(before, rule), entry) for rule in before.offers)
    return (*reminders, *pages, *offers, *chased, *_retracted_call(before, after), *_retracted_handoff(before, after))


def _retract(i: Incident, key: str) -> Effect:
    return Effect(key=f"{key}/retract", incident=i.id, urgency=Urgency.DECORATION, message=Retract(of=key))


def _redraw(i: Incident, key: str, entry: Entry) -> Effect:
    return Effect(
        key=f"{key}/redraw/{entry.seq}",
        incident=i.id,
        urgency=Urgency.DECORATION,
        message=Redraw(of=key),
        order=key,
    )


def _rung(i: Incident, number: int) -> Rung:
    return next(r for r in i.ladder if r.number == number)
