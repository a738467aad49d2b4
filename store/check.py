"""What must be true of everything stored, whatever happened: the answer to "can I trust this database?"."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, text

from bot.domain.events import Entry
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident, replay
from bot.domain.messages import Alert
from bot.domain.policy import Policy
from bot.domain.timers import timers_for
from store import duty
from store.codec import FIRST_HASH, chained, entry_from, incident_from
from store.models import DutyEventRow, EffectRow, EventRow, IncidentRow, SurfaceRow, TimerRow
from store.outbox import EffectState
from store.surfaces import SurfaceState
from store.timers import TimerState
from store.transaction import Transaction

PolicyOf = Callable[[Incident], Awaitable[Policy | None]]
"""Finds the support model that an incident is run under; None when it is not known any more."""

AT_ONCE = 200
"""Incidents that are in memory at a time, with their logs."""


ENDED_ODDLY = or_(
    TimerRow.state.in_((TimerState.CANCELLED, TimerState.SUPERSEDED)) & TimerRow.ended_why.is_(None),
    (TimerRow.state != TimerState.ARMED) & TimerRow.ended_at.is_(None),
    TimerRow.state.not_in(list(TimerState)),
)
"""Timers that are over, and do not say since when or why."""

STUCK = or_(
    EffectRow.state.not_in(list(EffectState)),
    (EffectRow.state == EffectState.DELIVERED) & EffectRow.remote_ts.is_(None) & (EffectRow.kind != Alert.__name__),
    EffectRow.state.in_((EffectState.OBSOLETE, EffectState.DEAD)) & EffectRow.last_error.is_(None),
    (EffectRow.state == EffectState.LEASED) != EffectRow.lease_token.is_not(None),
)
"""Messages in a state that nothing leads to, or out of."""

SHOWN_ODDLY = or_(
    SurfaceRow.seen_version > SurfaceRow.want_version,
    SurfaceRow.state.not_in(list(SurfaceState)),
    (SurfaceRow.state == SurfaceState.LEASED) != SurfaceRow.lease_token.is_not(None),
)
"""What Slack shows, in a state that nothing leads to, or out of."""


class Flaw(StrEnum):
    """A way in which what is stored can be wrong."""

    DAMAGED = "damaged"
    LOG = "log"
    STATE = "state"
    COLUMNS = "columns"
    CLOCK = "clock"
    EARLY = "early"
    PAST_CLOCK = "past clock"
    MESSAGE = "message"
    SHOWN = "shown"
    DUTY = "duty"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that is not as it must be, in one sentence."""

    flaw: Flaw
    what: str
    incident: IncidentId | None = None

    def __str__(self) -> str:
        """Say what is wrong."""
        return self.what


async def problems(tx: Transaction, policy_of: PolicyOf) -> list[Problem]:
    """List whatever is not as it must be; reads every row, so a large database takes its time."""
    found = await _file(tx)
    async for rows in _incidents(tx):
        keys = [row.id for row in rows]
        logs = await _grouped(tx, EventRow, EventRow.incident.in_(keys), EventRow.seq)
        clocks = await _grouped(
            tx, TimerRow, TimerRow.incident.in_(keys) & (TimerRow.state == TimerState.ARMED), TimerRow.key
        )
        for row in rows:
            incident = incident_from(row.body)
            log = logs.get(incident.id, [])
            found += _log(incident, log)
            found += _state(incident, log)
            found += _columns(row, incident)
            policy = await policy_of(incident)
            if policy is not None:
                found += _clocks(incident, policy, clocks.get(incident.id, []))
    return [*found, *await _ended_timers(tx), *await _messages(tx), *await _shown(tx), *await _duty(tx)]


async def _file(tx: Transaction) -> list[Problem]:
    """Ask SQLite whether its file is whole; a Postgres server looks after its own."""
    if tx.is_shared:
        return []
    said = (await tx.scalars(text("PRAGMA integrity_check"))).all()
    broken = (await tx.execute(text("PRAGMA foreign_key_check"))).all()
    lines = [*(line for line in said if line != "ok"), *(f"{row[0]} refers to what is not there" for row in broken)]
    return [Problem(flaw=Flaw.DAMAGED, what=f"the file itself: {line}") for line in lines]


async def _incidents(tx: Transaction) -> AsyncIterator[list[Row[Any]]]:
    last = 0
    while rows := (
        await tx.execute(select(IncidentRow).where(IncidentRow.id > last).order_by(IncidentRow.id).limit(AT_ONCE))
    ).all():
        yield list(rows)
        last = rows[-1].id


async def _grouped(tx: Transaction, kind: Any, which: ColumnElement[bool], order: Any) -> dict[int, list[Row[Any]]]:  # noqa: ANN401 - a table's class and one of its columns
    rows = await tx.execute(select(kind).where(which).order_by(kind.incident, order))
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.incident)}


def _columns(row: Row[Any], incident: Incident) -> Iterator[Problem]:
    channel = incident.room.channel if incident.room else None
    stored = (row.id, row.version, row.status, row.is_open, row.severity, row.channel_id, row.commander)
    meant = (
        *(incident.id, incident.version, incident.status.value, incident.is_open),
        *(incident.severity, channel, incident.commander),
    )
    if stored != meant:
        what = f"{label(incident.id)}: its columns {stored} differ from its body {meant}"
        yield Problem(flaw=Flaw.COLUMNS, incident=incident.id, what=what)


def _log(incident: Incident, rows: list[Row[Any]]) -> Iterator[Problem]:
    key = incident.id
    if not rows:
        yield Problem(flaw=Flaw.LOG, incident=key, what=f"{label(key)} has no log")
        return
    if [row.seq for row in rows] != list(range(1, max(incident.version, len(rows)) + 1)):
        yield Problem(flaw=Flaw.LOG, incident=key, what=f"{label(key)}: its log has gaps")
        return
    previous = FIRST_HASH
    for row in rows:
        if row.previous_hash != previous or row.hash != chained(key, entry_from(row), row.payload, previous):
            what = f"{label(key)}: log entry {row.seq} is not what was written"
            yield Problem(flaw=Flaw.LOG, incident=key, what=what)
        previous = row.hash


def _state(incident: Incident, rows: list[Row[Any]]) -> Iterator[Problem]:
    entries = _readable(rows)
    if entries and replay(incident.id, entries) != incident:
        what = f"{label(incident.id)}: its log does not lead to what it is"
        yield Problem(flaw=Flaw.STATE, incident=incident.id, what=what)


def _readable(rows: list[Row[Any]]) -> list[Entry]:
    """Read a log that has no gaps; nothing where it has."""
    whole = [row.seq for row in rows] == list(range(1, len(rows) + 1))
    return [entry_from(row) for row in rows] if whole else []


def _clocks(incident: Incident, policy: Policy, rows: list[Row[Any]]) -> Iterator[Problem]:
    stand = {(row.key, row.due_at) for row in rows}
    wanted = {(timer.key, timer.due_at) for timer in timers_for(incident, policy)}
    for key, due in sorted(wanted - stand):
        what = f"the timer {key} for {due} is not armed"
        yield Problem(flaw=Flaw.CLOCK, incident=incident.id, what=what)
    for key, due in sorted(stand - wanted):
        what = f"the timer {key} for {due} is armed for nothing"
        yield Problem(flaw=Flaw.CLOCK, incident=incident.id, what=what)


async def _duty(tx: Transaction) -> list[Problem]:
    """Hold the log of duty against its seals."""
    rows = (await tx.execute(select(DutyEventRow).order_by(DutyEventRow.seq))).all()
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        return [Problem(flaw=Flaw.DUTY, what="the log of duty has gaps")]
    sealed = [FIRST_HASH, *(row.hash for row in rows)]
    return [
        Problem(flaw=Flaw.DUTY, what=f"entry {row.seq} of the log of duty is not what was written")
        for previous, row in zip(sealed, rows, strict=False)
        if row.previous_hash != previous
        or row.hash != chained(duty.NO_INCIDENT, duty.entry_from(row), row.payload, previous)
    ]


async def _ended_timers(tx: Transaction) -> list[Problem]:
    early = (TimerRow.state == TimerState.FIRED) & (TimerRow.fired_at < TimerRow.due_at)
    what = "the timer {key} ended in a way that cannot be"
    return [
        *await _rows(tx, TimerRow, early, Flaw.EARLY, what),
        *await _rows(tx, TimerRow, ENDED_ODDLY, Flaw.PAST_CLOCK, what),
    ]


async def _messages(tx: Transaction) -> list[Problem]:
    return await _rows(tx, EffectRow, STUCK, Flaw.MESSAGE, "the message {key} is in a state that cannot be")


async def _rows(tx: Transaction, kind: Any, which: ColumnElement[bool], flaw: Flaw, what: str) -> list[Problem]:  # noqa: ANN401 - a table's class
    rows = await tx.execute(select(kind.key, kind.incident).where(which))
    return [Problem(flaw=flaw, incident=row.incident, what=what.format(key=row.key)) for row in rows]


async def _shown(tx: Transaction) -> list[Problem]:
    what = "{incident}: what Slack shows as {facet} is in a state that cannot be"
    rows = await tx.execute(select(SurfaceRow.incident, SurfaceRow.facet).where(SHOWN_ODDLY))
    named = [(row.incident, what.format(incident=label(row.incident), facet=row.facet)) for row in rows]
    return [Problem(flaw=Flaw.SHOWN, incident=incident, what=words) for incident, words in named]
