"""Who hears of a change of duty: whoever it is about, unless they made it themselves."""

from typing import assert_never

from bot.domain.effects import Effect, Urgency
from bot.domain.people import PersonId
from bot.domain.rota.events import DutyEntry, Overridden, OverrideCancelled, SignedOff, SignOffWithdrawn
from bot.domain.rota.messages import TellOfDuty


def messages_of(entry: DutyEntry) -> tuple[Effect, ...]:
    """Say who is told of an entry of the log."""
    match entry.event:
        case Overridden(who=who, instead_of=instead_of):
            return _told(entry, who, *instead_of)
        case OverrideCancelled(who=who):
            return _told(entry, who)
        case SignedOff(person=person) | SignOffWithdrawn(person=person):
            return _told(entry, person)
        case other:
            assert_never(other)


def _told(entry: DutyEntry, *people: PersonId) -> tuple[Effect, ...]:
    return tuple(_tell(entry, person) for person in dict.fromkeys(people) if person != entry.actor)


def _tell(entry: DutyEntry, person: PersonId) -> Effect:
    return Effect(
        key=f"duty:{entry.seq}/tell/{person}",
        incident=None,
        urgency=Urgency.ANSWER,
        message=TellOfDuty(person=person, seq=entry.seq),
    )
