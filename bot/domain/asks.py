"""Time-boxed asks: one person, a stretch of time, an acceptance, and an answer at its end.

What nobody accepts, answers or can do goes back to whoever has command. Who acts for an incident may answer for
somebody who only says so on the bridge; only accepting, or saying that one can't, is left to the person asked.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import AlreadyAsked, AskMoved, BadField, NotAskedOfYou
from bot.domain.events import (
    AskAccepted,
    AskDone,
    AskDropped,
    AskDue,
    AskExtended,
    AskMade,
    AskReturned,
    Event,
    Late,
    Unmet,
)
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import PersonId
from bot.domain.policy import Policy
from bot.domain.standing_asks import Ask, AskStage
from bot.domain.words import kept, one_line

MORE = timedelta(minutes=5)
"""How much longer one press makes it."""

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=1)
LONGEST_WORDS = 300

EXAMPLE = "ask @somebody 5m check the replica lag"


class AskAnswer(StrEnum):
    """How what was asked stands at the end of its time, or before."""

    DONE = "done"
    MORE = "more"
    BLOCKED = "blocked"


def ask(
    incident: Incident,
    policy: Policy,
    *,
    to: PersonId,
    what: str,
    length: timedelta | None,
    by: PersonId,
    at: datetime,
) -> Outcome:
    """Ask somebody else for something; None takes the model's length, which runs from when they accept.

    Refused for what they are asked for already.
    """
    refuse_if_over(incident)
    words = _cut(one_line(kept(what)))
    length = policy.asks.length.elapsed if length is None else length
    if to == by:
        raise BadField(field="Ask", why=f"You can't ask yourself. Name somebody else: {EXAMPLE}")
    if not words:
        raise BadField(field="Ask", why=f"Say what you ask for: {EXAMPLE}")
    if not SHORTEST <= length <= LONGEST:
        raise BadField(field="Time", why="An ask takes between 1m and 24h; what takes longer is a task")
    same = next((one for one in incident.open_asks if (one.to, one.what) == (to, words)), None)
    if same is not None and same.stage is not AskStage.RETURNED:
        raise AlreadyAsked(ask=same)
    made = AskMade(
        n=len(incident.asks) + 1,
        to=to,
        what=words,
        length=length,
        accept_by=at + policy.asks.accept_within.elapsed,
    )
    return unchanged(incident).then(made, at=at, by=by)


def accept(incident: Incident, n: int, *, by: PersonId, at: datetime) -> Outcome:
    """Take it on: the person asked, or, once it is back with the commander, whoever will."""
    asked = _standing(incident, n, AskStage.ASKED, AskStage.RETURNED)
    if asked.stage is AskStage.ASKED and asked.to != by:
        raise NotAskedOfYou(ask=asked)
    accepted = AskAccepted(n=n, due_at=at + asked.length, told=_told(incident, asked, by))
    return unchanged(incident).then(accepted, at=at, by=by)


def decline(incident: Incident, n: int, *, by: PersonId, at: datetime) -> Outcome:
    """Give it back at once; only the person asked can."""
    asked = _standing(incident, n, AskStage.ASKED)
    if asked.to != by:
        raise NotAskedOfYou(ask=asked)
    return unchanged(incident).then(_returned(incident, asked, Unmet.CANNOT), at=at, by=by)


def answer(incident: Incident, n: int, *, how: AskAnswer, note: str = "", by: PersonId, at: datetime) -> Outcome:
    """Say how it stands, be it late; there is more time only once the first is up."""
    asked, words = answerable(incident, n), kept(note)
    if how is AskAnswer.MORE and not (asked.stage is AskStage.DUE or asked.unmet is Unmet.SILENT):
        raise AskMoved(ask=asked)
    told = _told(incident, asked, by)
    match how:
        case AskAnswer.DONE:
            return unchanged(incident).then(AskDone(n=n, note=words, told=told), at=at, by=by)
        case AskAnswer.MORE:
            return unchanged(incident).then(AskExtended(n=n, due_at=at + MORE, note=words, told=told), at=at, by=by)
        case AskAnswer.BLOCKED:
            return unchanged(incident).then(_returned(incident, asked, Unmet.BLOCKED, note=words), at=at, by=by)


def answerable(incident: Incident, n: int) -> Ask:
    """Find what somebody can still say something of: AskMoved when it is over, or not accepted yet."""
    return _standing(incident, n, AskStage.ACCEPTED, AskStage.DUE, AskStage.RETURNED)


def drop(incident: Incident, n: int, *, by: PersonId, at: datetime) -> Outcome:
    """Decide that what is back with the commander need not be done."""
    asked = _standing(incident, n, AskStage.RETURNED)
    return unchanged(incident).then(AskDropped(n=n, told=_told(incident, asked, by)), at=at, by=by)


def come_due(incident: Incident, policy: Policy, n: int, *, late: Late | None, at: datetime) -> Outcome:
    """Ask at zero how it stands; what was not accepted or answered in time goes back to the commander."""
    asked = incident.ask(n)
    if not incident.is_open or asked is None or asked.next_at is None or asked.next_at > at:
        return unchanged(incident)
    if asked.stage is AskStage.ACCEPTED:
        answer_by = at + policy.asks.accept_within.elapsed
        return unchanged(incident).then(AskDue(n=n, person=asked.to, answer_by=answer_by, late=late), at=at)
    why = Unmet.NOT_ACCEPTED if asked.stage is AskStage.ASKED else Unmet.SILENT
    return unchanged(incident).then(_returned(incident, asked, why, late=late), at=at)


def unreached(incident: Incident, event: Event, person: PersonId) -> tuple[AskReturned, ...]:
    """Give back at once what Slack could not tell the person who is asked."""
    asked = incident.ask(event.n) if isinstance(event, AskMade | AskDue) else None
    if asked is None or asked.to != person or not waits_for_answer(incident, asked.n):
        return ()
    return (_returned(incident, asked, Unmet.UNREACHED),)


def waits_for_answer(incident: Incident, n: int) -> bool:
    """Whether somebody was asked the nth thing, or how it stands, and has not said."""
    asked = incident.ask(n)
    return incident.is_open and asked is not None and asked.stage in (AskStage.ASKED, AskStage.DUE)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1].rstrip()}…"


def _standing(incident: Incident, n: int, *stages: AskStage) -> Ask:
    refuse_if_over(incident)
    asked = incident.ask(n)
    if asked is None:
        raise ValueError(f"INC-{incident.id} has no ask {n}")
    if asked.stage not in stages:
        raise AskMoved(ask=asked)
    return asked


def _returned(incident: Incident, asked: Ask, why: Unmet, *, note: str = "", late: Late | None = None) -> AskReturned:
    told = tuple(dict.fromkeys((incident.acting, asked.answers_to)))
    return AskReturned(n=asked.n, why=why, note=note, told=told, late=late)


def _told(incident: Incident, asked: Ask, by: PersonId) -> tuple[PersonId, ...]:
    """Name who hears of an answer: whoever has command now, and whoever asked; not those who give it.

    Who asked as commander, and is none any more, hears of it no longer.
    """
    return tuple(person for person in dict.fromkeys((incident.acting, asked.answers_to)) if person != by)
