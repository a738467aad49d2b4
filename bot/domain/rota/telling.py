"""Who hears of a change of duty: whoever it is about, unless they made it themselves."""

from typing import assert_never

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.messages import Redraw
from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey
from bot.domain.rota.events import (
    DutyEntry,
    Overridden,
    OverrideCancelled,
    ShiftBegun,
    ShiftItemsTicked,
    SignedOff,
    SignOffWithdrawn,
    SwapEnded,
    SwapOffered,
)
from bot.domain.rota.messages import PostOfDuty, TellOfDuty


def messages_of(entry: DutyEntry) -> tuple[Effect, ...]:
    """Say who is told of an entry of the log."""
    match entry.event:
        case Overridden(swap=int()):
            return ()  # what ended the offer tells both
        case Overridden(who=who, instead_of=instead_of):
            return _told(entry, who, *instead_of)
        case OverrideCancelled(who=who):
            return _told(entry, who)
        case SwapOffered(to=to):
            return _told(entry, to)
        case SwapEnded(offer=offer, offered_by=offered_by, to=to):
            return (*_told(entry, offered_by), _redraw(entry, tell_key(offer, to)))
        case SignedOff(person=person) | SignOffWithdrawn(person=person):
            return _told(entry, person)
        case ShiftBegun() as begun:
            return _handed_over(entry, begun)
        case ShiftItemsTicked(shift=shift):
            return (_redraw(entry, tell_key(shift, PersonId(entry.actor))),)
        case other:
            assert_never(other)


def tell_key(seq: int, person: PersonId) -> str:
    """Name the private message to somebody about an entry."""
    return f"duty:{seq}/tell/{person}"


def _handed_over(entry: DutyEntry, begun: ShiftBegun) -> tuple[Effect, ...]:
    """Tell who comes, who goes and, of a busy shift, who leads; and the channels that follow shifts."""
    if begun.watched_from_here:
        return ()
    both = (begun.who, *((begun.before,) if begun.before else ()))
    posts = (_post(entry, channel) for channel in begun.channels)
    return (*_told(entry, *both, *(begun.leads if begun.week_off else ())), *posts)


def _post(entry: DutyEntry, channel: ChannelKey) -> Effect:
    return Effect(
        key=f"duty:{entry.seq}/post/{channel}",
        incident=None,
        urgency=Urgency.ROOM,
        message=PostOfDuty(channel=channel, seq=entry.seq),
    )


def _redraw(entry: DutyEntry, key: str) -> Effect:
    return Effect(
        key=f"{key}/redraw/{entry.seq}",
        incident=None,
        urgency=Urgency.DECORATION,
        message=Redraw(of=key),
        order=key,
    )


def _told(entry: DutyEntry, *people: PersonId) -> tuple[Effect, ...]:
    return tuple(_tell(entry, person) for person in dict.fromkeys(people) if person != entry.actor)


def _tell(entry: DutyEntry, person: PersonId) -> Effect:
    return Effect(
        key=tell_key(entry.seq, person),
        incident=None,
        urgency=Urgency.ANSWER,
        message=TellOfDuty(person=person, seq=entry.seq),
    )
