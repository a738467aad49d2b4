"""Clocks that survive a restart: armed with the decision that wants them, fired once, never deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update

from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.timers import Timer, TimerKind, timers_for
from store.errors import Conflict
from store.models import IncidentRow, TimerRow, table
from store.transaction import Transaction

BACK_OFF = timedelta(seconds=2)
"""The wait after a timer's first unexpected failure; it doubles with each further one."""

LONGEST_BACK_OFF = timedelta(minutes=5)


TIMER = table(TimerRow)


class TimerState(StrEnum):
    """What became of a timer; only an armed one can still change."""

    ARMED = "armed"
    FIRED = "fired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


CONCERNED = select(TIMER.c.key, TIMER.c.state, TIMER.c.due_at).where(
    TIMER.c.incident == bindparam("this"),
    or_(TIMER.c.state == TimerState.ARMED, TIMER.c.key.in_(bindparam("wanted", expanding=True))),
)


MOVE = update(TIMER).where(TIMER.c.key == bindparam("this"))


@dataclass(frozen=True, kw_only=True)
class ArmedTimer(Timer):
    """A timer that waits; `errors` counts the times it failed for reasons nobody expected."""

    armed_at: datetime
    errors: int = 0


async def sync(tx: Transaction, incident: Incident, policy: Policy, *, because: str, is_new: bool = False) -> None:
    """Cancel what is no longer wanted, giving the reason, arm what is missing, and leave alone what stands.

    What is due at another time than before is moved there. A timer that ended stays ended, even when a decision wants
    its key again. A new incident has none yet.
    """
    wanted = {timer.key: timer for timer in timers_for(incident, policy)}
    known = [] if is_new else (await tx.execute(CONCERNED, {"this": incident.id, "wanted": list(wanted)})).all()
    states = {row.key: row.state for row in known}
    armed = (wanted[row.key] for row in known if row.state == TimerState.ARMED and row.key in wanted)
    due = {row.key: row.due_at for row in known}
    moved = [{"this": timer.key, "due_at": timer.due_at} for timer in armed if timer.due_at != due[timer.key]]
    stale = [key for key, state in states.items() if state == TimerState.ARMED and key not in wanted]
    missing = [row_of(timer, tx.now) for key, timer in wanted.items() if key not in states]
    if stale:
        end = {"state": TimerState.CANCELLED, "ended_at": tx.now, "ended_why": because}
        await tx.execute(update(TimerRow).where(TimerRow.key.in_(stale)).values(end))
    if moved:
        await tx.execute(MOVE, moved)
    if missing:
        await tx.execute(tx.insert(TimerRow), missing)
    if missing or moved:
        tx.arm()


async def arm_anew(tx: Transaction, incident: Incident, policy: Policy) -> None:
    """Arm exactly what the incident needs, whatever its clocks say: for a repair, never in normal running."""
    wanted = {timer.key: timer for timer in timers_for(incident, policy)}
    astray = (TimerRow.incident == incident.id, TimerRow.state == TimerState.ARMED, TimerRow.key.not_in(list(wanted)))
    end = {"state": TimerState.CANCELLED, "ended_at": tx.now, "ended_why": "armed for nothing"}
    await tx.execute(update(TimerRow).where(*astray).values(end))
    anew = {"fired_at": None, "late_ms": None, "errors": 0, "not_before": None, "ended_at": None, "ended_why": None}
    for timer in wanted.values():
        values = {**row_of(timer, tx.now), **anew}
        row = tx.insert(TimerRow).values(values)
        await tx.execute(row.on_conflict_do_update(index_elements=["key"], set_=values))
    tx.arm()


async def claim_due(tx: Transaction, limit: int = 100) -> list[ArmedTimer]:
    """Take the timers whose time has come, oldest first, and lock them with their incidents until the end.

    What another process is working on is left to it. A kind that only newer code knows stays armed and is counted by
    `overdue`.
    """
    awake = or_(TimerRow.not_before.is_(None), TimerRow.not_before <= tx.now)
    due = (
        select(TimerRow)
        .join(IncidentRow, IncidentRow.id == TimerRow.incident)
        .where(TimerRow.state == TimerState.ARMED, TimerRow.due_at <= tx.now, awake)
        .where(TimerRow.kind.in_([kind.value for kind in TimerKind]))
        .order_by(TimerRow.due_at, TimerRow.key)
        .limit(limit)
        .with_for_update(of=[IncidentRow, TimerRow], skip_locked=True)
    )
    return [_timer(row) for row in await tx.execute(due)]


async def missed(tx: Transaction, before: datetime) -> dict[IncidentId, list[Timer]]:
    """List by incident the armed timers whose time came before this moment (UTC), oldest first."""
    due = select(TimerRow).where(TimerRow.state == TimerState.ARMED, TimerRow.due_at < before)
    known = TimerRow.kind.in_([kind.value for kind in TimerKind])
    found: dict[IncidentId, list[Timer]] = {}
    for row in await tx.execute(due.where(known).order_by(TimerRow.due_at, TimerRow.key)):
        found.setdefault(row.incident, []).append(_timer(row))
    return found


async def mark_fired(tx: Transaction, timer: Timer, late: timedelta) -> None:
    """Say that the timer did its work; before `record`, which would cancel it as no longer wanted.

    Conflict when it is not armed any more.
    """
    late_ms = max(0, late // timedelta(milliseconds=1))
    await _end(tx, timer, {"state": TimerState.FIRED, "fired_at": tx.now, "late_ms": late_ms})


async def mark_superseded(tx: Transaction, timer: Timer, why: str) -> None:
    """Say that the incident had moved on when the timer came due; Conflict when it is not armed any more."""
    await _end(tx, timer, {"state": TimerState.SUPERSEDED, "ended_why": why})


async def postpone(tx: Transaction, timer: ArmedTimer, error: str) -> None:
    """Leave a timer that failed for an unexpected reason armed, and let it rest a while longer each time."""
    rest = min(LONGEST_BACK_OFF, BACK_OFF * 2 ** min(timer.errors, 10))
    values = {"errors": TimerRow.errors + 1, "not_before": tx.now + rest, "last_error": error}
    armed = (TimerRow.key == timer.key, TimerRow.state == TimerState.ARMED)
    await tx.execute(update(TimerRow).where(*armed).values(values))


async def next_due(tx: Transaction) -> datetime | None:
    """Say when the engine has to be up next (UTC); None when nothing is armed."""
    known = (TimerRow.state == TimerState.ARMED, TimerRow.kind.in_([kind.value for kind in TimerKind]))
    wakes = func.coalesce(TimerRow.not_before, TimerRow.due_at)
    moment: datetime | None = await tx.scalar(select(wakes).where(*known).order_by(wakes).limit(1))
    return moment


async def overdue(tx: Transaction) -> timedelta:
    """Say how late the latest timer is: zero when all is well, growing while the engine stands still."""
    armed = select(TimerRow.due_at).where(TimerRow.state == TimerState.ARMED)
    oldest: datetime | None = await tx.scalar(armed.order_by(TimerRow.due_at).limit(1))
    return max(timedelta(0), tx.now - oldest) if oldest else timedelta(0)


async def overdue_count(tx: Transaction) -> int:
    """Count the timers whose time has come and that have not fired."""
    due = (TimerRow.state == TimerState.ARMED, TimerRow.due_at <= tx.now)
    return int(await tx.scalar(select(func.count()).where(*due)))


async def _end(tx: Transaction, timer: Timer, values: Mapping[str, Any]) -> None:
    armed = (TimerRow.key == timer.key, TimerRow.state == TimerState.ARMED)
    ended = await tx.execute(update(TimerRow).where(*armed).values(**values, ended_at=tx.now))
    if ended.rowcount != 1:
        raise Conflict(f"The timer {timer.key} is not armed any more.")


def row_of(timer: Timer, now: datetime) -> dict[str, Any]:
    """Write a new timer as a row, armed now (UTC)."""
    return {
        "key": timer.key,
        "incident": timer.incident,
        "kind": timer.kind.value,
        "generation": timer.generation,
        "due_at": timer.due_at,
        "subject": timer.subject,
        "why": timer.why,
        "state": TimerState.ARMED,
        "armed_at": now,
    }


def _timer(row: Row[Any]) -> ArmedTimer:
    return ArmedTimer(
        key=row.key,
        incident=row.incident,
        kind=TimerKind(row.kind),
        generation=row.generation,
        due_at=row.due_at,
        subject=row.subject,
        why=row.why,
        armed_at=row.armed_at,
        errors=row.errors,
    )
