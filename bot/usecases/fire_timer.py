"""Fire a timer that is due: once, in the transaction that decides what follows from it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain import command, escalation, promises
from bot.domain.events import Late
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Audience, Policy
from bot.domain.timers import Timer, TimerKind
from bot.usecases.deps import Deps
from store import incidents, timers
from store.database import Transaction
from store.record import record
from store.timers import ArmedTimer

WORTH_SAYING = timedelta(seconds=30)
"""Lateness below this is nobody's concern: a tick is at most a second."""

Absence = Callable[[datetime], tuple[datetime, datetime] | None]
"""Says since when until when (UTC) Conn was away at a moment; None when it was there."""


async def fire(tx: Transaction, armed: ArmedTimer, deps: Deps, absence: Absence) -> bool:
    """Decide what follows from a due timer, and record it; False for one the incident has left behind."""
    timer = armed
    incident = await incidents.load(tx, timer.incident)
    if incident is None:
        raise LookupError(f"{label(timer.incident)} is not in the store")
    policy = await deps.models.of(tx, incident)
    outcome = _outcome(timer, incident, policy, deps, _lateness(timer, tx.now, absence), tx.now)
    if not outcome.entries:
        await timers.mark_superseded(tx, armed, "the incident moved on")
        return False
    await timers.mark_fired(tx, armed, tx.now - timer.due_at)
    await record(tx, outcome, policy)
    return True


def _lateness(timer: Timer, now: datetime, absence: Absence) -> Late | None:
    if now - timer.due_at < WORTH_SAYING:
        return None
    gone_at, back_at = absence(timer.due_at) or (None, None)
    return Late(due_at=timer.due_at, gone_at=gone_at, back_at=back_at)


def _outcome(timer: Timer, incident: Incident, policy: Policy, deps: Deps, late: Late | None, now: datetime) -> Outcome:
    match timer.kind:
        case TimerKind.ESCALATE:
            rung = int(timer.subject)
            return escalation.unanswered(incident, policy, deps.directory, rung=rung, late=late, at=now)
        case TimerKind.NO_COMMANDER:
            return command.missing(incident, policy, late=late, at=now)
        case TimerKind.HANDOFF:
            return command.suggest_handoff(incident, policy, late=late, at=now)
        case TimerKind.PROMISE:
            return promises.remind(incident, policy, Audience(timer.subject), late=late, at=now)
