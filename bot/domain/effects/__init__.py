"""What people are told because of what happened: each message once, under a key that any replay arrives at again."""

from bot.domain import phones
from bot.domain.echoes import heard_in
from bot.domain.effects.asks import ended_asks, of_asks
from bot.domain.effects.command import (
    answered_presence,
    of_command,
    retracted_call,
    retracted_handoff,
)
from bot.domain.effects.effect import Effect, Urgency
from bot.domain.effects.ladder import (
    by_rule,
    offer_key,
    page,
    redrawn_pages,
    redrawn_waiting,
    ring,
    superseded_pages,
)
from bot.domain.effects.phases import of_phases
from bot.domain.effects.readers import of_readers
from bot.domain.effects.room import of_room
from bot.domain.effects.targets import of_targets, retracted_warnings
from bot.domain.effects.telling import redraw, repeat, retract, said_and_told, say, tell, tell_key
from bot.domain.effects.vendors import chase_key, of_vendors
from bot.domain.effects.word import redrawn_reminder, remind, retracted_reminder
from bot.domain.events import (
    Acknowledged,
    AuthorityWaived,
    BeyondAuthority,
    BridgeAsked,
    BridgeSet,
    Cancelled,
    Closed,
    Entry,
    FactsChanged,
    GivenToNextDay,
    HelpAsked,
    LeftForNextDay,
    ModelAdopted,
    NotReached,
    OfAsks,
    OfCommand,
    OfPhases,
    OfRoom,
    OfTargets,
    OfVendors,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    PhoneRang,
    PhoneSilent,
    PhoneUnheard,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Reopened,
    Resolved,
    RoleAssigned,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    StoodDown,
    TopicEdited,
    Triggered,
    Unanswered,
    Undelivered,
    Updated,
    Verified,
    WasAway,
)
from bot.domain.incident import Incident
from bot.domain.messages import Waiting, Welcome
from bot.domain.people import PersonId

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
    found = (
        *_heard(before, entry, after),
        *answered_presence(before, after, entry),
        *(ring(after, alert) for alert in rings),
        *(repeat(after, entry, channel) for channel in heard),
        *of_readers(entry, after),
    )
    return tuple({effect.key: effect for effect in reversed(found)}.values())[::-1]  # each once, as said first


def _heard(before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    if isinstance(entry.event, OfVendors):
        return of_vendors(entry.event, before, entry, after)
    if isinstance(entry.event, OfTargets):
        return of_targets(entry.event, before, entry, after)
    if isinstance(entry.event, OfRoom):
        return of_room(entry.event, entry, after)
    if isinstance(entry.event, OfCommand):
        return of_command(entry.event, before, entry, after)
    if isinstance(entry.event, OfAsks):
        return of_asks(entry.event, before, entry, after)
    if isinstance(entry.event, OfPhases):
        return of_phases(entry.event, before, entry, after)
    match entry.event:
        case BridgeAsked(people=people) | GivenToNextDay(people=people):
            return tuple(tell(after, person, entry) for person in people)
        case StoodDown(people=people):
            tells = (tell(after, person, entry) for person in people if person != entry.actor)
            return (*tells, say(after, entry), *redrawn_waiting(after, entry))
        case HelpAsked(told=told, post_in=post_in):
            return said_and_told(after, told, post_in, entry)
        case Triggered() as triggered:
            return by_rule(before, entry, triggered, after)
        case LeftForNextDay():
            return (say(after, entry, otherwise=after.declared.by),)
        case BridgeSet() | Resolved() | Cancelled():
            return (*_told(before, entry, after), *_retracted_bridge(before, after))
        case _:
            return _told(before, entry, after)


def _retracted_bridge(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    """Take the question for a bridge back, once: there is one, or nobody needs it any more."""
    if before is None or before.bridge or not before.is_open:
        return ()
    return tuple(retract(after, tell_key(after, before.bridge_asked, person)) for person in before.bridge_asked_of)


def _told(before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    match entry.event:
        case RoomOpened():
            return (_welcome(after), *(redrawn_waiting(after, entry) if after.upkeep.lost else ()))
        case Paged(rung=rung) as paged:
            pages = tuple(page(after, person, paged, entry) for person in paged.people)
            return (
                *pages,
                *superseded_pages(before, entry),
                *((say(after, entry),) if rung > 1 or paged.rule else ()),
            )
        case PageDeclined(rung=rung):
            return (say(after, entry), *redrawn_pages(after, rung, entry))
        case Acknowledged(rung=rung):
            return (say(after, entry), *redrawn_pages(after, rung, entry), *redrawn_waiting(after, entry, above=rung))
        case Reminded() as reminded:
            return (remind(after, reminded, entry), *retracted_reminder(before, after, reminded.audience))
        case PromiseNear(people=people):
            return tuple(tell(after, person, entry) for person in people)
        case PromiseHanded(audience=audience, to=to):
            told = (tell(after, to, entry),) if to != entry.actor else ()
            return (*told, *redrawn_reminder(before, after, audience, entry))
        case PromiseKept(audience=audience) | PromiseMade(audience=audience):
            return retracted_reminder(before, after, audience)
        case PromiseSnoozed(audience=audience) | PromiseWaived(audience=audience):
            return redrawn_reminder(before, after, audience, entry)
        case BeyondAuthority():
            return (tell(after, PersonId(entry.actor), entry),)
        case TopicEdited():
            return (say(after, entry),) if after.topic_edits <= 2 else ()  # noqa: PLR2004 - repaired, then asked about
        case Resolved() | Closed() | Cancelled():
            return (say(after, entry), *_cleared(before, after, entry))
        case RoleAssigned(to=to):
            told = () if to == entry.actor else (tell(after, to, entry),)
            return (*told, say(after, entry))
        case _ if isinstance(entry.event, _JUST_SAID):
            return (say(after, entry),)
        case Verified(missing=missing):
            return (say(after, entry),) if missing else ()
        case PhoneUnheard(people=people):
            return tuple(tell(after, person, entry) for person in people)
        case Undelivered():
            return (tell(after, after.acting, entry),)
        case _:
            return ()


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


def _cleared(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    if before is None:
        return ()
    reminders = tuple(e for p in before.promises for e in retracted_reminder(before, after, p.audience))
    reminders += retracted_warnings(after, before.targets if isinstance(entry.event, Cancelled) else ())
    if not before.is_open:
        return reminders
    pages = (e for rung in before.ladder for e in redrawn_pages(after, rung.number, entry))
    chased = (retract(after, chase_key(before, case)) for case in before.vendors if case.chased)
    offers = (redraw(before, offer_key(before, rule), entry) for rule in before.offers)
    calls = (*retracted_call(before, after), *retracted_handoff(before, after))
    return (*reminders, *pages, *offers, *chased, *calls, *ended_asks(before, after, entry))
