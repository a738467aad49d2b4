"""What of the messages that wait is still to go out, and what reaches people where there is no room."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.domain import phones
from bot.domain.effects.command import handoff_place
from bot.domain.effects.effect import Effect
from bot.domain.effects.vendors import chase_place
from bot.domain.incident import Incident, Rung
from bot.domain.messages import (
    Alert,
    AskForCommander,
    AskToHandOver,
    CatchUp,
    ChaseVendor,
    Message,
    Offer,
    Page,
    Remind,
    Say,
    Tell,
    Waiting,
)


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
        case CatchUp():
            return None if incident.is_open else f"the incident is {incident.status}"
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


def _rung(i: Incident, number: int) -> Rung:
    return next(r for r in i.ladder if r.number == number)
