"""The change log of the support model: every model that was put forward, and what became of it."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, func, select, update

from bot.domain.change_control import ChangeState, ModelChange
from store.codec import written
from store.models import ModelChangeRow, table
from store.transaction import Transaction

CHANGE = table(ModelChangeRow)

LOCK = 0x4D6F6465
"""Our number for Postgres's advisory lock: `Mode` in ASCII."""

NUMBER_IN_FORCE = select(func.max(CHANGE.c.number)).where(CHANGE.c.state == ChangeState.IN_FORCE)
"""At most one change is pending, so that of those put in force the latest number is in force now."""

REVISION_IN_FORCE = select(CHANGE.c.revision).where(CHANGE.c.number == NUMBER_IN_FORCE.scalar_subquery())

_ADAPTER = TypeAdapter(ModelChange)

Numbered = tuple[int, ModelChange]


async def hold(tx: Transaction) -> None:
    """Let nobody else change which model is in force before this transaction ends; SQLite has one writer anyhow."""
    if tx.is_shared:
        await tx.execute(select(func.pg_advisory_xact_lock(LOCK)))


async def revision_in_force(tx: Transaction) -> str | None:
    """Say which revision is in force; None before the first start."""
    revision: str | None = await tx.scalar(REVISION_IN_FORCE)
    return revision


async def in_force(tx: Transaction) -> Numbered | None:
    """Read the change that put the model in force that is now; None before the first start."""
    return await _one(tx, select(CHANGE).where(CHANGE.c.number == NUMBER_IN_FORCE.scalar_subquery()))


async def pending(tx: Transaction) -> Numbered | None:
    """Read the change that waits for somebody's agreement, if one does."""
    return await _one(tx, select(CHANGE).where(CHANGE.c.state == ChangeState.PENDING))


async def numbered(tx: Transaction, number: int) -> ModelChange | None:
    """Read one change."""
    found = await _one(tx, select(CHANGE).where(CHANGE.c.number == number))
    return found[1] if found else None


async def newest_of(tx: Transaction, revision: str) -> Numbered | None:
    """Read the last change that put this revision forward."""
    newest = select(CHANGE).where(CHANGE.c.revision == revision).order_by(CHANGE.c.number.desc()).limit(1)
    return await _one(tx, newest)


async def last(tx: Transaction, limit: int) -> list[Numbered]:
    """List the last changes, the newest first."""
    rows = await tx.execute(select(CHANGE).order_by(CHANGE.c.number.desc()).limit(limit))
    return [_numbered(row) for row in rows]


async def add(tx: Transaction, change: ModelChange) -> int:
    """Write a new change down, and give its number; whoever does so holds the log."""
    number = int(await tx.scalar(select(func.coalesce(func.max(CHANGE.c.number), 0)))) + 1
    row = {"number": number, "revision": change.revision, "state": change.state, "at": change.at}
    await tx.execute(tx.insert(ModelChangeRow).values(**row, body=written(change)))
    return number


async def put(tx: Transaction, number: int, change: ModelChange) -> None:
    """Write down what became of a change; whoever does so holds the log."""
    moved = update(CHANGE).where(CHANGE.c.number == number).values(state=change.state, body=written(change))
    await tx.execute(moved)


async def _one(tx: Transaction, what: Select[Any]) -> Numbered | None:
    row = (await tx.execute(what)).one_or_none()
    return _numbered(row) if row is not None else None


def _numbered(row: Row[Any]) -> Numbered:
    return row.number, _ADAPTER.validate_python(row.body)
