"""A phase that an incident went through or is in, as its log tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from bot.domain.events import (
    DecisionAsked,
    DecisionMade,
    DecisionOverdue,
    Entry,
    ItemsDue,
    ItemTicked,
    ItemUnticked,
    ListItem,
    OfPhases,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
)
from bot.domain.people import PersonId
from bot.domain.policy import PhaseId

_V = TypeVar("_V")


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Who did something of a list, and when (UTC)."""

    by: PersonId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RunningPhase:
    """One phase and what was done in it; `seq`, `reminded`, `asked` and `overdue` are log entries, 0 for none.

    `due` says when an item that is not done is spoken of next (UTC), by its key.
    """

    seq: int
    begun_at: datetime
    terms: PhaseBegun
    ticked: Mapping[str, Tick] = field(default_factory=dict)
    due: Mapping[str, datetime] = field(default_factory=dict)
    reminded: int = 0
    reminded_people: tuple[PersonId, ...] = ()
    reminded_keys: tuple[str, ...] = ()
    asked: int = 0
    overdue: int = 0
    overdue_people: tuple[PersonId, ...] = ()
    chosen: int | None = None
    is_overrun: bool = False
    is_over: bool = False

    @property
    def phase(self) -> PhaseId:
        """Which phase of the model it is."""
        return self.terms.phase

    @property
    def left(self) -> tuple[ListItem, ...]:
        """What is still to be done in it."""
        return tuple(item for item in self.terms.items if item.key not in self.ticked)

    @property
    def is_behind(self) -> bool:
        """Whether something of what was last reminded of is still to be done."""
        return any(key not in self.ticked for key in self.reminded_keys)

    @property
    def waits_for_answer(self) -> bool:
        """Whether its question was asked and may still be answered."""
        return bool(self.asked) and self.chosen is None and not self.is_over


def moved(phases: tuple[RunningPhase, ...], event: OfPhases, entry: Entry) -> tuple[RunningPhase, ...]:
    """Move the phases of an incident on by one log entry about one of them."""
    if isinstance(event, PhaseBegun):
        due = {item.key: item.due_at for item in event.items if item.due_at}
        return (*phases, RunningPhase(seq=entry.seq, begun_at=entry.at, terms=event, due=due))
    return tuple(_moved(p, event, entry) if p.phase == event.phase else p for p in phases)


def _moved(phase: RunningPhase, event: OfPhases, entry: Entry) -> RunningPhase:
    match event:
        case ItemTicked(key=key):
            ticked = {**phase.ticked, key: Tick(by=PersonId(entry.actor), at=entry.at)}
            return replace(phase, ticked=ticked, due=_without(phase.due, key) | _again(phase, (key,), entry.at))
        case ItemUnticked(key=key):
            return replace(phase, ticked=_without(phase.ticked, key))
        case ItemsDue(keys=keys, people=people):
            round_again = _again(phase, keys, entry.at)
            return replace(
                phase,
                ticked=_without(phase.ticked, *round_again),
                due=_without(phase.due, *keys) | round_again,
                reminded=entry.seq,
                reminded_people=people,
                reminded_keys=keys,
            )
        case PhaseOverrun():
            return replace(phase, is_overrun=True)
        case PhaseEnded():
            return replace(phase, is_over=True)
        case DecisionAsked():
            return replace(phase, asked=entry.seq)
        case DecisionOverdue(people=people):
            return replace(phase, overdue=entry.seq, overdue_people=people)
        case DecisionMade(choice=choice):
            return replace(phase, chosen=choice)
        case PhaseBegun():
            return phase


def _again(phase: RunningPhase, keys: tuple[str, ...], at: datetime) -> dict[str, datetime]:
    """Say when what comes round is due next, counted from now."""
    return {item.key: at + item.every for item in phase.terms.items if item.every and item.key in keys}


def _without(mapping: Mapping[str, _V], *keys: str) -> dict[str, _V]:
    return {key: value for key, value in mapping.items() if key not in keys}
