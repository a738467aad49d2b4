"""A copy of the whole database as it was at one moment, made while everybody goes on working."""

from pathlib import Path

from sqlalchemy import Table, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from store import outbox
from store.database import Database
from store.engines import writers
from store.errors import NotEmpty, StoreUnavailable
from store.failures import in_plain_words
from store.migrate import HEAD, current, upgrade
from store.models import IncidentRow, Row, table
from store.transaction import Transaction

AT_ONCE = 1_000
"""Rows that are in memory at a time."""

TABLES: tuple[Table, ...] = tuple(Row.metadata.sorted_tables)


async def back_up(url: str, to: Path) -> dict[str, int]:
    """Copy a database into a new SQLite file, and say how many rows each table had.

    The copy is a database of its own: `sqlite:///` and its path is a DATABASE_URL. It appears under its name when it is
    complete. FileExistsError when there is a file of that name.
    """
    if to.exists():  # noqa: ASYNC240 - a command of its own, which nobody else waits for
        raise FileExistsError(to)
    await _check_schema(url, "backed up")
    unfinished = to.with_name(f"{to.name}.unfinished")
    _forget(unfinished)
    try:
        counted = await _copied(url, f"sqlite:///{unfinished}")
    except BaseException:
        _forget(unfinished)
        raise
    unfinished.rename(to)
    _forget(unfinished)
    return counted


async def restore(backup: Path, url: str) -> dict[str, int]:
    """Fill an empty database from a backup; NotEmpty when it holds anything already.

    Messages that were on their way then may have arrived since: they are looked for before they are sent.
    """
    source = f"sqlite:///{backup}"
    await _check_schema(source, "restored")
    counted = await _copied(source, url)
    database = Database(url)
    await database.open()
    try:
        async with database.begin() as tx:
            await outbox.doubt_all(tx)
    finally:
        await database.close()
    return counted


async def _check_schema(url: str, done: str) -> None:
    if (schema := await current(url)) != HEAD:
        raise StoreUnavailable(
            f"A database with schema {schema or 'none'} cannot be {done} by this release, which has {HEAD}: "
            "`db upgrade` brings it there."
        )


async def _copied(source: str, target: str) -> dict[str, int]:
    await upgrade(target)
    database = Database(source, read_only=True)
    await database.open()
    engine = writers(target)
    try:
        async with in_plain_words(), engine.begin() as there:
            if await there.scalar(select(table(IncidentRow).c.id).limit(1)):
                raise NotEmpty("That database holds incidents already; a backup goes into an empty one only.")
            async with database.read() as tx:
                return {one.name: await _fill(there, one, tx) for one in TABLES}
    finally:
        await engine.dispose()
        await database.close()


async def _fill(there: AsyncConnection, one: Table, tx: Transaction) -> int:
    """Copy one table in the order of its key; numbers that the database gives out itself are given out anew."""
    if (await there.execute(select(one).limit(1))).first():
        await there.execute(one.delete())  # a migration put it there
    given = {column.name for column in one.columns if column.identity is not None}
    key = [column.name for column in one.primary_key]
    counted, last = 0, None
    while True:
        part = select(one).order_by(*one.primary_key).limit(AT_ONCE)
        further = part if last is None else part.where(tuple_(*one.primary_key) > tuple_(*map(literal, last)))
        rows = [dict(row) for row in (await tx.execute(further)).mappings()]
        if not rows:
            return counted
        last = [rows[-1][name] for name in key]
        await there.execute(one.insert(), [{k: v for k, v in row.items() if k not in given} for row in rows])
        counted += len(rows)


def _forget(path: Path) -> None:
    """Remove an SQLite file with all that stands beside it."""
    for beside in ("", "-wal", "-shm", "-journal", ".lock"):
        path.with_name(f"{path.name}{beside}").unlink(missing_ok=True)
