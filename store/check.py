"""What must be true of everything stored, whatever happened: the answer to "can I trust this database?"."""

from collections.abc import Awaitable, Callable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, or_, select

from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident, replay
from bot.domain.policy import Policy
from bot.domain.timers import timers_for
from store.codec import FIRST_HASH, chained, entry_from, incident_from
from store.models import EffectRow, EventRow, IncidentRow, SurfaceRow, TimerRow
from store.outbox import EffectState
from store.surfaces import SurfaceState
from store.timers import TimerState
from store.transaction import Transaction

PolicyOf = Callable[[Incident], Awaitable[Policy | None]]
"""Finds the support model that an incident is run under; None when it is not known any more."""


async def problems(tx: Transaction, policy_of: PolicyOf) -> list[str]:
    """List in sentences whatever is not as it must be; reads every row, so a large database takes its time."""
    rows = (await tx.execute(select(IncidentRow).order_by(IncidentRow.id))).all()
    incidents = {IncidentId(row.id): incident_from(row.body) for row in rows}
    found = [problem for row in rows for problem in _columns(row, incidents[IncidentId(row.id)])]
    found += await _logs(tx, incidents)
    for incident in incidents.values():
        policy = await policy_of(incident)
        if policy is not None:
            found += await _clocks(tx, incident, policy)
    return [*found, *await _ended_timers(tx), *await _messages(tx), *await _shown(tx)]


def _columns(row: Row[Any], incident: Incident) -> Iterator[str]:
    name = label(incident.id)
    channel = incident.room.channel if incident.room else None
    stored = (row.id, row.version, row.status, row.is_open, row.severity, row.channel_id, row.commander)
    meant = (
        *(incident.id, incident.version, incident.status.value, incident.is_open),
        *(incident.severity, channel, incident.commander),
    )
    if stored != meant:
        yield f"{name}: its columns {stored} differ from its body {meant}"


async def _logs(tx: Transaction, incidents: dict[IncidentId, Incident]) -> list[str]:
    rows = (await tx.execute(select(EventRow).order_by(EventRow.incident, EventRow.seq))).all()
    logs = {key: list(log) for key, log in groupby(rows, key=lambda row: IncidentId(row.incident))}
    missing = [f"{label(key)} has no log" for key in incidents if key not in logs]
    return missing + [problem for key, log in logs.items() for problem in _log(key, log, incidents[key])]


def _log(key: IncidentId, rows: list[Row[Any]], incident: Incident) -> Iterator[str]:
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        yield f"{label(key)}: its log has gaps"
        return
    previous = FIRST_HASH
    for row in rows:
        if row.previous_hash != previous or row.hash != chained(key, entry_from(row), row.payload, previous):
            yield f"{label(key)}: log entry {row.seq} is not what was written"
        previous = row.hash
    if replay(key, [entry_from(row) for row in rows]) != incident:
        yield f"{label(key)}: its log does not lead to what it is"


async def _clocks(tx: Transaction, incident: Incident, policy: Policy) -> list[str]:
    armed = (TimerRow.incident == incident.id, TimerRow.state == TimerState.ARMED)
    rows = await tx.execute(select(TimerRow.key, TimerRow.due_at).where(*armed))
    stand = {(row.key, row.due_at) for row in rows}
    wanted = {(timer.key, timer.due_at) for timer in timers_for(incident, policy)}
    return [
        *(f"the timer {key} for {due} is not armed" for key, due in sorted(wanted - stand)),
        *(f"the timer {key} for {due} is armed for nothing" for key, due in sorted(stand - wanted)),
    ]


async def _ended_timers(tx: Transaction) -> list[str]:
    early = (TimerRow.state == TimerState.FIRED) & (TimerRow.fired_at < TimerRow.due_at)
    unexplained = TimerRow.state.in_((TimerState.CANCELLED, TimerState.SUPERSEDED)) & TimerRow.ended_why.is_(None)
    endless = (TimerRow.state != TimerState.ARMED) & TimerRow.ended_at.is_(None)
    illegal = TimerRow.state.not_in(list(TimerState))
    keys = await tx.scalars(select(TimerRow.key).where(or_(early, unexplained, endless, illegal)))
    return [f"the timer {key} ended in a way that cannot be" for key in keys]


async def _messages(tx: Transaction) -> list[str]:
    illegal = EffectRow.state.not_in(list(EffectState))
    nowhere = (EffectRow.state == EffectState.DELIVERED) & EffectRow.remote_ts.is_(None)
    unexplained = EffectRow.state.in_((EffectState.OBSOLETE, EffectState.DEAD)) & EffectRow.last_error.is_(None)
    unheld = (EffectRow.state == EffectState.LEASED) != EffectRow.lease_token.is_not(None)
    keys = await tx.scalars(select(EffectRow.key).where(or_(illegal, nowhere, unexplained, unheld)))
    return [f"the message {key} is in a state that cannot be" for key in keys]


async def _shown(tx: Transaction) -> list[str]:
    ahead = SurfaceRow.seen_version > SurfaceRow.want_version
    illegal = SurfaceRow.state.not_in(list(SurfaceState))
    unheld = (SurfaceRow.state == SurfaceState.LEASED) != SurfaceRow.lease_token.is_not(None)
    rows = await tx.execute(select(SurfaceRow).where(or_(ahead, illegal, unheld)))
    return [f"{label(row.incident)}: what Slack shows as {row.facet} is in a state that cannot be" for row in rows]
