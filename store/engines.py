"""How each database is connected to; every setting here was paid for by a lost update or a stuck process."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.one_hop import connect

BUSY = 1.5
"""Seconds that a connection to SQLite waits for another process, a backup for instance."""

READERS = 4
"""Connections that read at the same time from SQLite, one thread each."""

POOL = 10
"""Connections to Postgres for writing, and as many for reading, per process."""

OWN = 4
"""Connections to Postgres that the clocks and the deliveries of a process have to themselves."""

LONG = 5.0
"""Seconds in which a statement that stands alone must have got a connection; who asks may be less patient."""

FEW = 5
"""Connections to Postgres per process for statements that stand alone."""

POSTGRES = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "tcp_user_timeout": 10_000,
    "prepare_threshold": None,  # PgBouncer gives every transaction another server
}
"""How the driver connects."""


def parsed(url: str) -> URL:
    """Name the driver we use; several hosts hand out `postgres://`, which SQLAlchemy does not know.

    ValueError for a URL of anything else; it never repeats the URL, which may hold a password.
    """
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("a database URL is sqlite:///conn.db or postgresql://user:password@host/name") from None
    backend = parts.get_backend_name()
    if backend == "sqlite":
        if not parts.database or parts.database == ":memory:":
            raise ValueError("SQLite needs a file: sqlite:///conn.db")
        return parts.set(drivername="sqlite+aiosqlite")
    if backend in ("postgresql", "postgres"):
        return parts.set(drivername="postgresql+psycopg")
    raise ValueError(f"{backend} is neither sqlite nor postgresql")


def is_sqlite(url: str) -> bool:
    """Whether the database is a file of ours alone."""
    return parsed(url).get_backend_name() == "sqlite"


def path_of(url: str) -> Path:
    """Find the SQLite file."""
    return Path(str(parsed(url).database)).absolute()


def writers(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """Make the engine for write transactions; on SQLite it has a single connection."""
    if not is_sqlite(url):
        return _postgres(url)
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
    )
    return _sqlite(url, pragmas, "BEGIN IMMEDIATE", pool_size=1)


def own_writers(url: str) -> AsyncEngine:
    """Make the engine for write transactions on Postgres that must not queue behind what people ask for."""
    return _postgres(url, OWN)


def readers(url: str) -> AsyncEngine:
    """Make the engine for snapshots, which cannot write."""
    if is_sqlite(url):
        return _sqlite(url, ("query_only=ON",), "BEGIN", pool_size=READERS)
    return _postgres(url).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def statements(url: str) -> AsyncEngine:
    """Make the engine for single statements on Postgres that commit by themselves: one trip there and back each."""
    return create_async_engine(
        parsed(url),
        isolation_level="AUTOCOMMIT",
        pool_size=FEW,
        max_overflow=0,
        pool_timeout=LONG,
        pool_recycle=1800,
        connect_args=POSTGRES,
    )


def _sqlite(url: str, pragmas: tuple[str, ...], begin: str, *, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        parsed(url),
        connect_args={"timeout": BUSY, "async_creator_fn": connect},
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=BUSY,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver gives
        connection.isolation_level = None  # or the driver begins by itself, too late, and updates are lost
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def began(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres(url: str, size: int = POOL) -> AsyncEngine:
    return create_async_engine(
        parsed(url),
        pool_size=size,
        max_overflow=0,
        pool_timeout=BUSY,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args=POSTGRES,
    )
