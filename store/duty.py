"""The log of duty: entries appended one after the other under one lock, each sealed together with those before."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.domain.ids import IncidentId
from bot.domain.rota.book import Book, read_on
from bot.domain.rota.events import DutyEntry, DutyEvent
from store.codec import FIRST_HASH, chained, duty_event_from, written
from store.models import CounterRow, DutyEventRow, table
from store.transaction import Transaction

DUTY = table(DutyEventRow)

NO_INCIDENT = IncidentId(0)
"""Stands in the seal where an incident's log has its number."""

LATER = (
    select(DUTY.c.seq, DUTY.c.at, DUTY.c.actor, DUTY.c.kind, DUTY.c.payload)
    .where(DUTY.c.seq > bindparam("known"))
    .order_by(DUTY.c.seq)
)
ONE = select(DUTY.c.seq, DUTY.c.at, DUTY.c.actor, DUTY.c.kind, DUTY.c.payload).where(DUTY.c.seq == bindparam("seq"))
LAST_HASH = select(DUTY.c.hash).where(DUTY.c.seq == bindparam("last"))


async def read(tx: Transaction, known: Book) -> Book:
    """Bring what is known up to date; where nothing was added, one small question and the very same book."""
    rows = (await tx.execute(LATER, {"known": known.version})).all()
    return read_on(known, map(entry_from, rows)) if rows else known


async def locked(tx: Transaction, known: Book) -> Book:
    """Bring it up to date, and keep everybody else from adding to it until the end of this transaction."""
    row = tx.insert(CounterRow).values(name="duty", value=0)
    again = row.on_conflict_do_update(index_elements=["name"], set_={"value": CounterRow.value})
    await tx.execute(again)
    return await read(tx, known)


async def append(tx: Transaction, book: Book, actor: str, *events: DutyEvent) -> tuple[Book, tuple[DutyEntry, ...]]:
    """Add to the log that `locked` gave; gives the book after it, and the new entries."""
    first = book.version + 1
    entries = tuple(DutyEntry(seq=first + n, at=tx.now, actor=actor, event=event) for n, event in enumerate(events))
    previous = await tx.scalar(LAST_HASH, {"last": book.version}) if book.version else FIRST_HASH
    rows = []
    for entry in entries:
        payload = written(entry.event)
        sealed = chained(NO_INCIDENT, entry, payload, previous)
        rows.append(
            {
                "seq": entry.seq,
                "at": entry.at,
                "actor": entry.actor,
                "kind": type(entry.event).__name__,
                "payload": payload,
                "previous_hash": previous,
                "hash": sealed,
            }
        )
        previous = sealed
    if rows:
        await tx.execute(tx.insert(DutyEventRow), rows)
        tx.arm()
    return read_on(book, entries), entries


async def log(tx: Transaction) -> list[DutyEntry]:
    """Read the whole log in order."""
    return [entry_from(row) for row in await tx.execute(LATER, {"known": 0})]


async def entry(tx: Transaction, seq: int) -> DutyEntry | None:
    """Read one entry."""
    row = (await tx.execute(ONE, {"seq": seq})).one_or_none()
    return entry_from(row) if row is not None else None


def entry_from(row: Row[Any]) -> DutyEntry:
    """Read an entry back."""
    return DutyEntry(seq=row.seq, at=row.at, actor=row.actor, event=duty_event_from(row.kind, row.payload))
