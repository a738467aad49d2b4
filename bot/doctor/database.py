"""Whether the database can be had, has this release's schema, and keeps the time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from bot.doctor.findings import Finding, fine, still_open, wrong
from bot.door import NotRunning, ask
from bot.settings import Settings
from store import timers
from store.database import Database
from store.engines import is_sqlite, path_of
from store.errors import StoreUnavailable
from store.migrate import HEAD, current

SKEW = timedelta(seconds=30)
"""How far the database's clock may be from this machine's before somebody should look."""

LATE = timedelta(seconds=15)
"""A clock that is overdue for longer has nobody who fires it."""


async def database_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the database without writing to it."""
    url = settings.database_url.get_secret_value()
    if is_sqlite(url) and not path_of(url).exists():
        yield fine(f"There is no database yet; the first start makes {path_of(url).name}.")
        return
    try:
        schema = await current(url)
    except StoreUnavailable as away:
        yield wrong(str(away), "Start the database, or correct DATABASE_URL.")
        return
    if schema != HEAD:
        yield still_open(f"The database has schema {schema or 'none'}.", f"The next start brings it to {HEAD}.")
        return
    yield fine(f"The database answers, with this release's schema {HEAD}.")
    async for finding in _clocks(url, test_clock=settings.conn_test_clock):
        yield finding


async def _clocks(url: str, *, test_clock: bool) -> AsyncIterator[Finding]:
    database = Database(url, test_clock=test_clock, read_only=True)
    await database.open()
    try:
        async with database.read() as tx:
            overdue = await timers.overdue(tx)
            skew = abs((await _by_conns_clock(url) or tx.now) - datetime.now(UTC))
    finally:
        await database.close()
    if overdue > LATE:
        yield wrong(
            f"Something has been due for {overdue // timedelta(seconds=1)} s, and nobody does it.",
            "Start Conn (`run`, or `worker`): what is due is then done at once, and says how late it is.",
        )
    if not test_clock and skew > SKEW:
        yield wrong(
            f"The clock that deadlines go by is {skew // timedelta(seconds=1)} s away from this machine's.",
            "Let NTP set this machine's, and the database's if it is another; with SQLite start Conn anew: it takes "
            "the time from its start, and follows nobody who sets a clock.",
        )


async def _by_conns_clock(url: str) -> datetime | None:
    """Ask a process that runs on an SQLite file for its time; None where none does, or the database's own counts."""
    try:
        return datetime.fromisoformat((await ask(url, do="now"))["now"])
    except NotRunning:
        return None
