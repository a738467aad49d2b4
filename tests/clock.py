"""Moving the clock of a database while no Conn runs on it."""

from datetime import datetime, timedelta

from store import migrate
from store.database import Database


async def advance_to(url: str, moment: datetime) -> None:
    """Set a database's test clock forward to this moment; one that is there already stays."""
    await migrate.upgrade(url)
    database = Database(url, test_clock=True)
    await database.open()
    try:
        async with database.read() as tx:
            ahead = moment - tx.now
        await database.skip(max(timedelta(0), ahead))
    finally:
        await database.close()
