"""What is said of the phases, their lists and their question."""

from bot.domain.effects.effect import Effect
from bot.domain.effects.telling import redraw, retract, say, say_key, tell, tell_key
from bot.domain.events import (
    DecisionAsked,
    DecisionMade,
    DecisionOverdue,
    Entry,
    ItemsDue,
    ItemTicked,
    ItemUnticked,
    OfPhases,
    PhaseEnded,
    PhaseOverrun,
)
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.running_phases import RunningPhase


def of_phases(event: OfPhases, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of a phase: the room of its list, its question and its end, whoever owes it of what is due."""
    stood, phase = before.phase(event.phase) if before else None, after.phase(event.phase)
    if stood is None or phase is None:
        return (say(after, entry),)
    listed = (redraw(after, say_key(after, phase.seq), entry),)
    asked = (*_each(after, entry, phase.asked), *_each(after, entry, phase.overdue, phase.overdue_people))
    match event:
        case ItemTicked() | ItemUnticked():
            return (*listed, *(() if phase.is_behind else _retracted_items(after, stood)))
        case ItemsDue(people=people):
            return (*(tell(after, p, entry) for p in people), *_retracted_items(after, stood), *listed)
        case PhaseOverrun():
            return (say(after, entry, otherwise=after.acting),)
        case PhaseEnded(required_left=left):
            said = (say(after, entry),) if left and after.is_open else ()
            return (*said, *asked, *_retracted_items(after, stood), *listed)
        case DecisionAsked():
            return (say(after, entry),)
        case DecisionOverdue(people=people):
            return tuple(tell(after, person, entry) for person in people)
        case DecisionMade():
            return asked
        case _:
            return ()


def _each(i: Incident, entry: Entry, seq: int, people: tuple[PersonId, ...] | None = None) -> tuple[Effect, ...]:
    """Draw again what was said of an entry, in the room or to some people; nothing was for 0."""
    keys = [say_key(i, seq)] if people is None else [tell_key(i, seq, person) for person in people]
    return tuple(redraw(i, key, entry) for key in keys) if seq else ()


def _retracted_items(i: Incident, phase: RunningPhase) -> tuple[Effect, ...]:
    behind = phase.reminded and phase.is_behind
    return tuple(retract(i, tell_key(i, phase.reminded, p)) for p in phase.reminded_people) if behind else ()
