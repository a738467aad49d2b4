"""Fire a timer that is due: once, in the transaction that decides what follows from it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.events import Late
from bot.domain.firing import fire as follow
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.timers import Timer
from bot.usecases.deps import Deps
from store import timers
from store.database import Transaction
from store.record import record
from store.timers import ArmedTimer

WORTH_SAYING = timedelta(seconds=30)
"""Lateness below this is nobody's concern: a tick is at most a second."""

Absence = Callable[[datetime], tuple[datetime, datetime] | None]
"""Says since when until when (UTC) Conn was away at a moment; None when it was there."""


async def fire(
    tx: Transaction, armed: ArmedTimer, known: dict[IncidentId, Incident], deps: Deps, absence: Absence
) -> bool:
    """Decide what follows from a due timer, and record it; False for one the incident has left behind.

    `known` are the incidents as they are now, which whoever claimed the timer has locked; it is kept up to date.
    """
    timer, incident = armed, known[armed.incident]
    policy = await deps.models.of(tx, incident)
    outcome = follow(timer, incident, policy, deps.directory, late=_lateness(timer, tx.now, absence), at=tx.now)
    if not outcome.entries:
        await timers.mark_superseded(tx, armed, "the incident moved on")
        return False
    await timers.mark_fired(tx, armed, tx.now - timer.due_at)
    await record(tx, outcome, policy)
    known[incident.id] = outcome.incident
    return True


def _lateness(timer: Timer, now: datetime, absence: Absence) -> Late | None:
    if now - timer.due_at < WORTH_SAYING:
        return None
    gone_at, back_at = absence(timer.due_at) or (None, None)
    return Late(due_at=timer.due_at, gone_at=gone_at, back_at=back_at)
