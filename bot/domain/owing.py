"""What one person owes an incident: an answer to a page, an offer or an ask, word to an audience, a handoff."""

from dataclasses import dataclass

from bot.domain.incident import Incident, Promise, Rung
from bot.domain.people import PersonId
from bot.domain.promises import owed_by
from bot.domain.standing_asks import Ask, AskStage


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


@dataclass(frozen=True, kw_only=True)
class AnswerAsk:
    """They were asked for something, or command has it back."""

    ask: Ask


Owing = AnswerPage | AnswerOffer | AnswerAsk | GiveWord | HandOver


def owing(incident: Incident, person: PersonId) -> tuple[Owing, ...]:
    """List what a person owes an incident: answers first, then word, what is due soonest first."""
    found: list[Owing] = []
    rung = incident.rung
    if incident.is_open and rung and not rung.acknowledged and person in rung.people:
        found.append(AnswerPage(rung=rung))
    if incident.is_open and incident.offer is not None and incident.offer.to == person:
        found.append(AnswerOffer())
    found += [AnswerAsk(ask=ask) for ask in incident.open_asks if person == _answers(incident, ask)]
    if incident.is_open and incident.commander == person and incident.handoff_asked:
        found.append(HandOver())
    theirs = (promise for promise in incident.promises if owed_by(incident, promise) == person)
    found += [GiveWord(promise=promise) for promise in sorted(theirs, key=lambda promise: promise.due_at)]
    return tuple(found)


def _answers(incident: Incident, ask: Ask) -> PersonId:
    """Say who has to act on an ask next: whoever has it, or whoever has command once it is back."""
    return incident.acting if ask.stage is AskStage.RETURNED else ask.to
