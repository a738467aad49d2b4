"""How the ledger of promised word moves on by what happened."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.events import (
    Entry,
    Noted,
    NoteKind,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Updated,
)
from bot.domain.incident.state import Incident, Marked, Promise
from bot.domain.people import PersonId
from bot.domain.policy import Audience


def in_ledger(i: Incident, entry: Entry) -> Incident:
    """Make, move or strike a promise; keep what was said."""
    match entry.event:
        case PromiseMade() as made:
            promise = Promise(
                audience=made.audience,
                n=made.n,
                due_at=made.due_at,
                remind_at=made.due_at,
                why=made.why,
                owner=made.owner,
                every=made.every,
                warn_at=made.warn_at,
            )
            others = tuple(p for p in i.promises if p.audience != made.audience)
            counts = {**i.promises_made, made.audience: made.n}
            return replace(i, promises=(*others, promise), promises_made=counts)
        case PromiseKept(audience=audience) | PromiseWaived(audience=audience):
            return replace(i, promises=tuple(p for p in i.promises if p.audience != audience))
        case PromiseNear(audience=audience, people=people):
            return _with(i, audience, lambda p: replace(p, warned=entry.seq, warned_people=people))
        case PromiseHanded(audience=audience, to=to):
            return _with(i, audience, lambda p: replace(p, handed_to=to))
        case PromiseSnoozed(audience=audience, until=until):
            return _with(i, audience, lambda p: replace(p, remind_at=until, snoozes=p.snoozes + 1))
        case Reminded(audience=audience, times=times, again_at=again_at):
            return _with(i, audience, lambda p: replace(p, remind_at=again_at, reminders=times))
        case Updated() as updated:
            return _word_given(i, updated)
        case Noted() as note:
            return _noted(i, entry, note)
        case _:
            return i


_KEPT = {NoteKind.NOTE: 2, NoteKind.THEORY: 1, NoteKind.DECISION: 5, NoteKind.TRIED: 5}
"""How many notes of a kind whoever comes to it has to read; the log has all."""


def _noted(i: Incident, entry: Entry, event: Noted) -> Incident:
    """Keep what people last noted, believe, decided or tried."""
    marked = Marked(kind=event.kind, text=event.text, by=PersonId(entry.actor), at=entry.at)
    kept = [*i.notes(event.kind), marked][-_KEPT[event.kind] :]
    return replace(i, marked=(*(note for note in i.marked if note.kind is not event.kind), *kept))


def _word_given(i: Incident, updated: Updated) -> Incident:
    """Keep what was last said, and to whom; "no change" says nothing new."""
    if not updated.text:
        return i
    told = tuple(dict.fromkeys((*i.told, *updated.audiences)))
    heard_by_all = set(updated.audiences) != {Audience.EXECUTIVES}
    blanks = updated.blanks or i.blanks
    return replace(i, told=told, blanks=blanks, last_update=updated.text if heard_by_all else i.last_update)


def _with(i: Incident, audience: Audience, moved: Callable[[Promise], Promise]) -> Incident:
    return replace(i, promises=tuple(moved(p) if p.audience == audience else p for p in i.promises))
