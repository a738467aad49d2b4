"""What stands with something that was asked of one person for a stretch of time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.events import (
    AskAccepted,
    AskDone,
    AskDropped,
    AskDue,
    AskExtended,
    AskMade,
    AskReturned,
    Cancelled,
    Closed,
    CommandTaken,
    Entry,
    OfAsks,
    Resolved,
    Unmet,
)
from bot.domain.people import PersonId


class AskStage(StrEnum):
    """Where an ask is on its way: it waits, somebody has it, it is back with the commander, or it is over."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DUE = "due"
    RETURNED = "returned"
    DONE = "done"
    DROPPED = "dropped"
    ENDED = "ended"


_OPEN = frozenset({AskStage.ASKED, AskStage.ACCEPTED, AskStage.DUE, AskStage.RETURNED})


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One ask: what, of whom, by whom; `taken_over_by` has command now in place of whoever asked as commander.

    `since` says when it came to this stage, and `next_at` when Conn moves it on (UTC). `turned` is the log entry that
    moved it last, by `turned_by`. The messages that stand about it are each named by an entry: `said` in the room,
    `private` to one person, `reported` to those who were told of the last answer.
    """

    n: int
    to: PersonId
    by: PersonId
    what: str
    length: timedelta
    stage: AskStage
    since: datetime
    next_at: datetime | None
    turned: int
    turned_by: str
    said: int
    private: tuple[int, PersonId]
    reported: tuple[int, tuple[PersonId, ...]] = (0, ())
    unmet: Unmet | None = None
    note: str = ""
    taken_over_by: PersonId | None = None

    @property
    def answers_to(self) -> PersonId:
        """Who hears of its answers, besides whoever has command."""
        return self.taken_over_by or self.by

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done, or decided about."""
        return self.stage in _OPEN


def after(asks: tuple[Ask, ...], entry: Entry) -> tuple[Ask, ...]:
    """Move the asks of an incident on by one log entry; they end with the incident."""
    event = entry.event
    if isinstance(event, Resolved | Closed | Cancelled):
        return tuple(replace(a, stage=AskStage.ENDED, next_at=None) if a.is_open else a for a in asks)
    if isinstance(event, AskMade):
        return (*asks, _made(event, entry))
    if isinstance(event, CommandTaken):
        return tuple(_handed_over(ask, event.instead_of, PersonId(entry.actor)) for ask in asks)
    if isinstance(event, OfAsks):
        return tuple(_turned(ask, event, entry) if ask.n == event.n else ask for ask in asks)
    return asks


def _handed_over(ask: Ask, before: PersonId | None, to: PersonId) -> Ask:
    """Pass what a commander asked for on to the next one."""
    return replace(ask, taken_over_by=to) if ask.answers_to == before else ask


def _made(event: AskMade, entry: Entry) -> Ask:
    return Ask(
        n=event.n,
        to=event.to,
        by=PersonId(entry.actor),
        what=event.what,
        length=event.length,
        stage=AskStage.ASKED,
        since=entry.at,
        next_at=event.accept_by,
        turned=entry.seq,
        turned_by=entry.actor,
        said=entry.seq,
        private=(entry.seq, event.to),
    )


def _turned(ask: Ask, event: OfAsks, entry: Entry) -> Ask:
    turned = replace(ask, since=entry.at, turned=entry.seq, turned_by=entry.actor, next_at=None, unmet=None)
    match event:
        case AskAccepted(due_at=due_at, told=told):
            reported, by = (entry.seq, told), PersonId(entry.actor)
            return replace(turned, stage=AskStage.ACCEPTED, to=by, next_at=due_at, reported=reported, note="")
        case AskDue(person=person, answer_by=answer_by):
            return replace(turned, stage=AskStage.DUE, next_at=answer_by, private=(entry.seq, person))
        case AskExtended(due_at=due_at, note=note, told=told):
            return replace(turned, stage=AskStage.ACCEPTED, next_at=due_at, reported=(entry.seq, told), note=note)
        case AskReturned(why=why, note=note):
            back = replace(turned, said=entry.seq, reported=(0, ()))
            return replace(back, stage=AskStage.RETURNED, unmet=why, note=note)
        case AskDone(note=note, told=told):
            return replace(turned, stage=AskStage.DONE, reported=(entry.seq, told), note=note)
        case AskDropped(told=told):
            return replace(turned, stage=AskStage.DROPPED, reported=(entry.seq, told))
        case AskMade():
            return ask
