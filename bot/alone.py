"""Carrying an order out where no Conn runs on the file, or several share a Postgres: the database is opened here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.delivery.directory import remembered
from bot.settings import ShellSettings
from bot.shell.answering import carry_out
from bot.shell.order import Order, Told
from bot.snapshots import Snapshots
from bot.usecases.begin_with_model import model_in_force
from bot.usecases.deps import Deps, Models
from store.database import Database
from store.engines import is_sqlite, path_of
from store.errors import StoreUnavailable
from store.migrate import upgrade


async def carry_out_alone(order: Order, settings: ShellSettings) -> Told:
    """Carry the order out; what is to be sent waits in the database for the Conn that runs, or runs next.

    AlreadyRunning when another process has the SQLite file.
    """
    async with _opened(settings) as deps:
        told = await carry_out(order, deps)
        if settings.conn_snapshots and deps.database.is_ours_alone:
            await Snapshots(deps, settings.conn_snapshots).keep()
        return told


@asynccontextmanager
async def _opened(settings: ShellSettings) -> AsyncIterator[Deps]:
    url = settings.database_url.get_secret_value()
    if is_sqlite(url) and not path_of(url).exists():
        raise StoreUnavailable(f"There is no database {path_of(url)}: go where Conn runs, or set DATABASE_URL.")
    await upgrade(url)
    database = Database(url, test_clock=settings.conn_test_clock)
    await database.open()
    try:
        policy = await model_in_force(database, settings.conn_policy)
        yield Deps(database=database, models=Models(current=policy), directory=await remembered(database))
    finally:
        await database.close()
