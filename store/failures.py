"""Turning what a database driver raises into the few failures that a caller can act on."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.errors import Busy, Crossed, StoreUnavailable

SQLITE = {
    sqlite3.SQLITE_BUSY: "The database is locked by another process.",
    sqlite3.SQLITE_LOCKED: "The database is locked by another process.",
    sqlite3.SQLITE_FULL: "The disk is full, so nothing can be stored.",
    sqlite3.SQLITE_IOERR: "The disk under the database reports errors.",
    sqlite3.SQLITE_READONLY: "The database file cannot be written to.",
    sqlite3.SQLITE_CANTOPEN: "The database file (DATABASE_URL) cannot be opened: is its folder there, and writable?",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged; restore it from a backup.",
    sqlite3.SQLITE_NOTADB: "The database file is not an SQLite database.",
    sqlite3.SQLITE_PERM: "The database file may not be opened by this user.",
}
"""https://www.sqlite.org/rescode.html; any code that is not here is a bug of ours and stays as it is."""

POSTGRES_BUSY = {
    "55P03": "Somebody else is changing this right now.",
    "57014": "The database took too long to answer.",
    "25P03": "The transaction was idle for too long.",
}
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""

POSTGRES_CROSSED = "40"
"""The class of those that the database rolled back so that another could go on: deadlocks, serialization failures."""

POSTGRES = {
    "08": "The connection to the database was lost.",
    "28": "The database refuses this user or password.",
    "3D": "The database does not exist.",
    "53": "The database has run out of disk, memory or connections.",
    "57": "The database is shutting down or starting.",
    "58": "The disk under the database reports errors.",
    "XX": "The database reports an internal error.",
}
"""Classes of SQLSTATE: its first two characters."""


@asynccontextmanager
async def in_plain_words() -> AsyncGenerator[None]:
    """Raise what the driver reports as StoreUnavailable or Busy; bugs and broken constraints stay what they are."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        plain = _failure(error)
        if plain is None:
            raise
        raise plain from error


def _failure(error: DBAPIError | PoolTimeout) -> StoreUnavailable | None:
    if isinstance(error, PoolTimeout):
        return Busy("Every connection to the database is in use.")
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite(error.orig)
    return _postgres(error)


def _sqlite(error: sqlite3.Error) -> StoreUnavailable | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte; the rest is detail
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(SQLITE[code])
    return StoreUnavailable(SQLITE[code]) if code in SQLITE else None


def _postgres(error: DBAPIError) -> StoreUnavailable | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state.startswith(POSTGRES_CROSSED):
        return Crossed("Somebody else changed this at the same moment.")
    if state in POSTGRES_BUSY:
        return Busy(POSTGRES_BUSY[state])
    if state[:2] in POSTGRES:
        return StoreUnavailable(POSTGRES[state[:2]])
    if error.connection_invalidated or not state:
        return StoreUnavailable("The database cannot be reached.")
    return None
