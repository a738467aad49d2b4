"""A target that holds for an incident, as its log tells it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.events import (
    Entry,
    OfTargets,
    ReassignmentAsked,
    TargetBroken,
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
)
from bot.domain.people import PersonId
from bot.domain.policy import Goal


@dataclass(frozen=True, kw_only=True)
class TimeTarget:
    """One target and what became of it; `seq` is the log entry that set it, and so are `warned` and `missed`.

    `late` is None until it was met.
    """

    seq: int
    set_at: datetime
    terms: TargetSet
    warned: int = 0
    told: tuple[PersonId, ...] = ()
    missed: int = 0
    told_by_ladder: bool = False
    broken: bool = False
    reassign_at: datetime | None = None
    reassigned: bool = False
    late: timedelta | None = None

    @property
    def goal(self) -> Goal:
        """What it is about."""
        return self.terms.goal

    @property
    def tier(self) -> str:
        """Whose own target it is; empty for the incident's."""
        return self.terms.tier

    @property
    def name(self) -> str:
        """Goal and tier in one word: `response/tier2`."""
        return f"{self.goal}/{self.tier}"

    @property
    def is_met(self) -> bool:
        """Whether what was promised was done."""
        return self.late is not None


def moved(targets: tuple[TimeTarget, ...], event: OfTargets, entry: Entry) -> tuple[TimeTarget, ...]:
    """Move the targets of an incident on by one log entry about one of them."""
    others = tuple(t for t in targets if (t.goal, t.tier) != (event.goal, event.tier))
    mine = next((t for t in targets if (t.goal, t.tier) == (event.goal, event.tier)), None)
    match event:
        case TargetSet():
            return (*others, TimeTarget(seq=entry.seq, set_at=entry.at, terms=event))
        case TargetDropped():
            return others
    if mine is None:
        return targets
    return tuple(_moved(t, event, entry) if t is mine else t for t in targets)


def _moved(target: TimeTarget, event: OfTargets, entry: Entry) -> TimeTarget:
    match event:
        case TargetMet(late=late):
            return replace(target, late=late)
        case TargetWarned(people=people):
            return replace(target, warned=entry.seq, told=people)
        case TargetMissed(told_by_ladder=told, reassign_at=reassign_at):
            return replace(target, missed=entry.seq, told_by_ladder=told, reassign_at=reassign_at)
        case TargetBroken():
            return replace(target, broken=True)
        case ReassignmentAsked():
            return replace(target, reassigned=True)
        case _:
            return target
