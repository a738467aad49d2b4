"""Finding incidents and reading their logs."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, bindparam, or_, select, union

from bot.domain.duty_limits import CalledIn
from bot.domain.events import Entry, Paged
from bot.domain.ids import ChannelId, IncidentId, MessageTs, label
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from store.codec import entry_from, incident_from, unless_spoilt
from store.models import CounterRow, EventRow, IncidentRow, PromiseRow, table
from store.transaction import Transaction

INCIDENT = table(IncidentRow)

ONE = select(INCIDENT.c.body).where(INCIDENT.c.id == bindparam("this"))
LOCKED = ONE.with_for_update()
SEVERAL = select(INCIDENT.c.id, INCIDENT.c.body).where(INCIDENT.c.id.in_(bindparam("these", expanding=True)))


async def next_id(tx: Transaction) -> IncidentId:
    """Take the next number; a transaction that fails gives it back, so there are no gaps."""
    first = tx.insert(CounterRow).values(name="incident", value=1)
    further = {"value": CounterRow.value + 1}
    counted = first.on_conflict_do_update(index_elements=["name"], set_=further).returning(CounterRow.value)
    return IncidentId(await tx.scalar(counted))


async def load(tx: Transaction, incident: IncidentId) -> Incident | None:
    """Read an incident, and in a write transaction keep everybody else from changing it until the end."""
    body = await tx.scalar(LOCKED if tx.writes else ONE, {"this": incident})
    return incident_from(body) if body is not None else None


async def seen(tx: Transaction, these: Iterable[IncidentId]) -> dict[IncidentId, Incident]:
    """Read several incidents as they are now, keeping nobody from changing them; one that is spoilt is left out."""
    found = {}
    for row in await tx.execute(SEVERAL, {"these": list(these)}):
        with unless_spoilt(label(row.id)):
            found[IncidentId(row.id)] = incident_from(row.body)
    return found


async def in_channel(tx: Transaction, channel: ChannelId, thread: MessageTs | None = None) -> Incident | None:
    """Read, and in a write transaction lock, the incident run in this thread, else the one run in this channel."""
    place = or_(IncidentRow.thread.is_(None), IncidentRow.thread == thread)
    here = select(IncidentRow.body).where(IncidentRow.channel_id == channel, place)
    return await _one(tx, here.order_by(IncidentRow.thread.is_(None)).limit(1))


async def commanded_by(tx: Transaction, person: PersonId, channel: ChannelId | None = None) -> list[IncidentId]:
    """Name the open incidents that somebody has command of, or those of them run in a channel, by number."""
    theirs = select(IncidentRow.id).where(IncidentRow.is_open, IncidentRow.commander == person)
    found = theirs if channel is None else theirs.where(IncidentRow.channel_id == channel)
    return [IncidentId(number) for number in await tx.scalars(found.order_by(IncidentRow.id))]


async def run_in(tx: Transaction, channel: ChannelId) -> list[IncidentId]:
    """Name the open incidents run in a channel or in its threads, by number."""
    here = select(IncidentRow.id).where(IncidentRow.is_open, IncidentRow.channel_id == channel)
    return [IncidentId(number) for number in await tx.scalars(here.order_by(IncidentRow.id))]


async def open_ones(tx: Transaction) -> list[Incident]:
    """List the incidents that are not over, worst first, then the newest."""
    found = select(IncidentRow.body).where(IncidentRow.is_open)
    return await _many(tx, found.order_by(IncidentRow.rank, IncidentRow.id.desc()))


async def unfinished(tx: Transaction) -> list[Incident]:
    """List the incidents that are not over or still owe somebody word, worst first, then the newest."""
    found = select(IncidentRow.body).where(IncidentRow.id.in_(_unfinished()))
    return await _many(tx, found.order_by(IncidentRow.rank, IncidentRow.id.desc()))


async def versions(tx: Transaction) -> dict[IncidentId, int]:
    """Say which entry is the last one of each unfinished incident that is not private, worst first."""
    found = select(IncidentRow.id, IncidentRow.version).where(IncidentRow.id.in_(_unfinished()))
    rows = await tx.execute(found.where(~IncidentRow.private).order_by(IncidentRow.rank, IncidentRow.id.desc()))
    return {IncidentId(row.id): row.version for row in rows}


async def recent(tx: Transaction, limit: int = 20, *, before: IncidentId | None = None) -> list[Incident]:
    """List the newest incidents, a page at a time: `before` is the last number of the page before."""
    found = select(IncidentRow.body).order_by(IncidentRow.id.desc()).limit(limit)
    return await _many(tx, found if before is None else found.where(IncidentRow.id < before))


async def declared_since(tx: Transaction, person: PersonId, moment: datetime) -> list[Incident]:
    """List what this person has declared since then (UTC)."""
    theirs = (IncidentRow.declared_by == person, IncidentRow.declared_at >= moment)
    return await _many(tx, select(IncidentRow.body).where(*theirs))


async def called_in_since(tx: Transaction, moment: datetime) -> list[CalledIn]:
    """List who was called in for what was declared since then (UTC), once for each incident, whatever became of it."""
    lately = select(IncidentRow.id, IncidentRow.declared_at).where(IncidentRow.declared_at >= moment)
    declared = {row.id: row.declared_at for row in await tx.execute(lately)}
    theirs = EventRow.incident.in_(lately.with_only_columns(IncidentRow.id))
    calls = select(EventRow.incident, EventRow.payload).where(theirs, EventRow.kind == Paged.__name__)
    times = Counter((row.incident, person) for row in await tx.execute(calls) for person in row.payload["people"])
    return [CalledIn(person=who, at=declared[number], times=count) for (number, who), count in times.items()]


async def log(tx: Transaction, incident: IncidentId) -> list[Entry]:
    """Read the whole log in order."""
    rows = await tx.execute(_entries(incident).order_by(EventRow.seq))
    return [entry_from(row) for row in rows]


async def latest(tx: Transaction, incident: IncidentId, entries: int) -> list[Entry]:
    """Read so many of the last entries of a log, in order."""
    rows = (await tx.execute(_entries(incident).order_by(EventRow.seq.desc()).limit(entries))).all()
    return [entry_from(row) for row in reversed(rows)]


async def entry(tx: Transaction, incident: IncidentId, seq: int) -> Entry | None:
    """Read one log entry."""
    row: Row[Any] | None = (await tx.execute(_entries(incident).where(EventRow.seq == seq))).one_or_none()
    return entry_from(row) if row is not None else None


def _unfinished() -> CompoundSelect[Any]:
    running = select(IncidentRow.id).where(IncidentRow.is_open)
    return union(running, select(PromiseRow.incident).where(PromiseRow.state == "open"))


def _entries(incident: IncidentId) -> Select[Any]:
    columns = (EventRow.seq, EventRow.at, EventRow.actor, EventRow.kind, EventRow.payload)
    return select(*columns).where(EventRow.incident == incident)


async def _one(tx: Transaction, found: Select[Any]) -> Incident | None:
    body = await tx.scalar(found.with_for_update() if tx.writes else found)
    return incident_from(body) if body is not None else None


async def _many(tx: Transaction, found: Select[Any]) -> list[Incident]:
    return [incident_from(body) for body in await tx.scalars(found)]
