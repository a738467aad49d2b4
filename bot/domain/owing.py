"""What one person owes an incident: an answer to a page or an offer, word to an audience, a handoff."""

from dataclasses import dataclass

from bot.domain.incident import Incident, Promise, Rung
from bot.domain.people import PersonId
from bot.domain.promises import owed_by


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """They were paged by this call, and it waits for an answer."""

    rung: Rung


@dataclass(frozen=True, kw_only=True)
class AnswerOffer:
    """They were asked to take command."""


@dataclass(frozen=True, kw_only=True)
class GiveWord:
    """They are the one who owes an audience this word."""

    promise: Promise


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """They have had command for long, and were asked who takes over."""


Owing = AnswerPage | AnswerOffer | GiveWord | HandOver


def owing(incident: Incident, person: PersonId) -> tuple[Owing, ...]:
    """List what a person owes an incident: answers first, then word, what is due soonest first."""
    found: list[Owing] = []
    rung = incident.rung
    if incident.is_open and rung and not rung.acknowledged and person in rung.people:
        found.append(AnswerPage(rung=rung))
    if incident.is_open and incident.offer is not None and incident.offer.to == person:
        found.append(AnswerOffer())
    if incident.is_open and incident.commander == person and incident.handoff_asked:
        found.append(HandOver())
    theirs = (promise for promise in incident.promises if owed_by(incident, promise)[0] == person)
    found += [GiveWord(promise=promise) for promise in sorted(theirs, key=lambda promise: promise.due_at)]
    return tuple(found)
