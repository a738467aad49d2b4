"""Conn was away: what it says of that, once, when it is back."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.events import Missed, WasAway
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.policy import Audience
from bot.domain.target_clocks import is_told_by_ladder
from bot.domain.timers import Timer, TimerKind


def noticed(incident: Incident, missed: Iterable[Timer], *, gone_at: datetime, at: datetime) -> Outcome:
    """Put on the record which clocks of an incident ran out while nobody was there to hear them."""
    due = [(timer, _due_at(incident, timer)) for timer in missed]
    if all(moment > at for _, moment in due):
        return unchanged(incident)
    clocks = tuple(
        Missed(kind=timer.kind, subject=timer.subject, due_at=moment)
        for timer, moment in due
        if moment <= at and not _is_told_by_ladder(incident, timer)
    )
    return unchanged(incident).then(WasAway(gone_at=gone_at, back_at=at, missed=clocks), at=at)


def _due_at(incident: Incident, timer: Timer) -> datetime:
    """Say when what a clock is about was due: word is due later than whoever owes it is told of it."""
    promise = incident.promise(Audience(timer.subject)) if timer.kind is TimerKind.PROMISE else None
    return max(timer.due_at, promise.remind_at) if promise else timer.due_at


def _is_told_by_ladder(incident: Incident, timer: Timer) -> bool:
    if timer.kind is not TimerKind.TARGET:
        return False
    return any(target.name == timer.subject and is_told_by_ladder(incident, target) for target in incident.targets)
