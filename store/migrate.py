"""Bringing a database to this code's schema; several processes may try at once, and one of them does it."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from store.engines import is_sqlite, path_of, writers
from store.errors import SchemaNewer, StoreUnavailable
from store.failures import in_plain_words
from store.lock import FileLock

HEAD = "0008"
"""The newest revision; known here so that a start with nothing to do need not import Alembic (325 ms)."""

MIGRATIONS = Path(__file__).with_name("migrations")

LOCK = 0x436F6E6E
"""Our number for Postgres's advisory lock: `Conn` in ASCII."""

PATIENCE = timedelta(seconds=10)
"""How long a start waits for another process that is migrating the same SQLite file."""


async def upgrade(url: str) -> bool:
    """Bring the schema to HEAD and say whether that took any work; before `Database.open`, which locks the file.

    SchemaNewer when a newer release has been here, AlreadyRunning when a process works on the SQLite file.
    """
    return await _run(url, "upgrade", "head")


async def downgrade(url: str, revision: str) -> bool:
    """Take the schema back to a revision (`base`: to nothing), with what it held."""
    return await _run(url, "downgrade", revision)


async def current(url: str) -> str | None:
    """Read the schema's revision; None for an empty database."""
    engine = writers(url)
    try:
        async with in_plain_words(), engine.connect() as connection:
            return await connection.run_sync(_revision)
    finally:
        await engine.dispose()


async def _run(url: str, direction: str, revision: str) -> bool:
    if direction == "upgrade" and await current(url) == HEAD:
        return False
    lock = FileLock(path_of(url)) if is_sqlite(url) else None
    if lock:
        lock.take(PATIENCE)
    engine = writers(url, foreign_keys=False)  # with them on, rebuilding a table deletes the rows that point to it
    try:
        async with in_plain_words(), engine.begin() as connection:
            return await connection.run_sync(_migrate, direction, revision)
    finally:
        await engine.dispose()
        if lock:
            lock.release()


def _migrate(connection: Connection, direction: str, revision: str) -> bool:
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    before = _revision(connection)
    if before == HEAD and direction == "upgrade":
        return False
    if before is not None and before not in _known():
        raise SchemaNewer(f"The database has schema {before}, which is newer than this release's {HEAD}.")
    _alembic(connection, direction, revision)
    if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise StoreUnavailable(f"The migration would leave broken references: {broken[:5]}")
    return _revision(connection) != before


def _alembic(connection: Connection, direction: str, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - a start with nothing to do must not pay for it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    {"upgrade": command.upgrade, "downgrade": command.downgrade}[direction](config, revision)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _known() -> set[str]:
    return {path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
