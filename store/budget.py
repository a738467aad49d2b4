"""Slack's budget, shared by every replica on one Postgres.

A limit of Slack's (a `Door`: twenty `pins.add` a minute, say) is that many rows, each a place for one call. Who wants
to call takes a row whose `free_at` has passed and sets it a window ahead; `SKIP LOCKED` lets replicas take different
rows at the same moment without waiting for each other. No place is used twice within a window, so no stretch of that
length holds more calls than there are places, wherever Slack has its own windows begin and end: a sliding window,
with no log to prune. What must be left to more important calls are the rows with the lowest numbers, and a `Retry-
After` sets all rows of the door ahead. Postgres's clock alone decides (Slack's minutes are real ones: no test clock
moves them), and only lengths of time leave the database. Each call costs one statement that commits by itself, in
nobody's transaction.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Text,
    bindparam,
    delete,
    extract,
    func,
    literal,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from store.engines import is_sqlite, statements
from store.failures import in_plain_words
from store.models import BudgetRow, UtcDateTime, table

UNUSED = timedelta(days=1)
"""After this a door is forgotten: most are channels, and their incidents end."""

BUDGET = table(BudgetRow)

NOW = func.clock_timestamp(type_=UtcDateTime())


def _ahead(seconds: ColumnElement[float]) -> ColumnElement[datetime]:
    return NOW + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


SHUT = (
    update(BUDGET)
    .where(BUDGET.c.door == bindparam("this"))
    .values(free_at=func.greatest(BUDGET.c.free_at, _ahead(bindparam("seconds", type_=Float()))))
)

LEFT = (
    select(BUDGET.c.n, extract("epoch", BUDGET.c.free_at - NOW))
    .where(BUDGET.c.door == bindparam("this"), BUDGET.c.n < bindparam("places"))
    .order_by(BUDGET.c.n)
)


@dataclass(frozen=True)
class Door:
    """A limit of Slack's: so many calls (`places`) in any stretch of so many `seconds`."""

    name: str
    places: int
    seconds: float


Taken = tuple[Door, int]
"""A door to pass, and how many of its places must be left free for what is more important."""


class SharedBudget:
    """Takes places for this replica; StoreUnavailable when Postgres cannot be asked."""

    def __init__(self, url: str) -> None:
        """Remember where; nothing is connected before the first call."""
        self._engine = statements(url)

    async def close(self) -> None:
        """Disconnect."""
        await self._engine.dispose()

    async def take(self, *wanted: Taken) -> dict[str, list[float]]:
        """Take one place at each door, or at none: then say of every place the seconds until it is free."""
        async with in_plain_words(), self._engine.connect() as connection:
            if await _taken(connection, wanted):
                return {}
            made = [await _made(connection, door) for door, _ in wanted]
            if any(made) and await _taken(connection, wanted):
                return {}
            return {door.name: await _left(connection, door) for door, _ in wanted}

    async def shut(self, door: Door, length: timedelta) -> None:
        """Let nobody through a door, in any replica, before this time has passed."""
        async with in_plain_words(), self._engine.connect() as connection:
            await _made(connection, door)
            await connection.execute(SHUT, {"this": door.name, "seconds": length.total_seconds()})


@asynccontextmanager
async def shared_budget(url: str) -> AsyncIterator[SharedBudget | None]:
    """Give the budget that replicas share; None on SQLite, where one process has it to itself."""
    if is_sqlite(url):
        yield None
        return
    budget = SharedBudget(url)
    try:
        yield budget
    finally:
        await budget.close()


async def _taken(connection: AsyncConnection, wanted: Sequence[Taken]) -> bool:
    asked: dict[str, Any] = {}
    for number, (door, kept) in enumerate(wanted):
        given = {"door": door.name, "kept": kept, "last": door.places - 1, "seconds": door.seconds}
        asked |= {f"{name}{number}": value for name, value in given.items()}
    return bool((await connection.execute(_take(len(wanted)), asked)).all())


@cache
def _take(count: int) -> ReturningUpdate[Any]:
    """Write the statement that takes one place at each of so many doors, or none at all."""
    free = [
        select(BUDGET.c.door, BUDGET.c.n, bindparam(f"seconds{i}", type_=Float()).label("seconds"))
        .where(BUDGET.c.door == bindparam(f"door{i}"), BUDGET.c.free_at <= NOW)
        .where(BUDGET.c.n.between(bindparam(f"kept{i}"), bindparam(f"last{i}")))
        .order_by(BUDGET.c.n.desc())
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte(f"free{i}")
        for i in range(count)
    ]
    chosen = union_all(*(select(one) for one in free)).cte("chosen")
    return (
        update(BUDGET)
        .where(tuple_(BUDGET.c.door, BUDGET.c.n) == tuple_(chosen.c.door, chosen.c.n))
        .where(select(func.count()).select_from(chosen).scalar_subquery() == count)
        .values(free_at=_ahead(chosen.c.seconds))
        .returning(BUDGET.c.n)
    )


async def _made(connection: AsyncConnection, door: Door) -> bool:
    """Make what is missing of a door's places, and say whether anything was; doors long unused go then."""
    number = func.generate_series(0, door.places - 1, type_=Integer()).column_valued("number")
    places = select(literal(door.name, Text()), number, NOW)
    rows = insert(BUDGET).from_select(["door", "n", "free_at"], places).on_conflict_do_nothing()
    made = (await connection.execute(rows.returning(BUDGET.c.n))).all()
    if made:
        await connection.execute(delete(BUDGET).where(BUDGET.c.free_at < _ahead(literal(-UNUSED.total_seconds()))))
    return bool(made)


async def _left(connection: AsyncConnection, door: Door) -> list[float]:
    rows = await connection.execute(LEFT, {"this": door.name, "places": door.places})
    return [float(row[1]) for row in rows]
