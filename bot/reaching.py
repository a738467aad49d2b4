"""Having an order carried out: by the process that runs on the SQLite file, else by opening the database here."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.control import NotRunning, ask
from bot.delivery.directory import remembered
from bot.settings import ShellSettings
from bot.shell.answering import carry_out
from bot.shell.order import Order, Told
from bot.snapshots import Snapshots
from bot.usecases.begin_with_model import model_in_force
from bot.usecases.deps import Deps, Models
from store.database import Database
from store.errors import AlreadyRunning, CommitUnknown
from store.migrate import upgrade

PATIENCE = 10.0
"""Seconds that a command waits for another one, or for a Conn that starts and cannot be spoken to yet."""

ANSWERS_WITHIN = 20.0
"""Seconds that a running process has for an answer; it gives up a database that is busy long before."""

PAUSE = 0.1


async def have_done(order: Order, settings: ShellSettings) -> Told:
    """Carry the order out once, wherever the database can be written; AlreadyRunning when nobody lets us."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return await _by_the_running_one(order, settings.database_url.get_secret_value())
        except NotRunning:
            pass
        try:
            async with _opened(settings) as deps:
                told = await carry_out(order, deps)
                if settings.conn_snapshots and deps.database.is_ours_alone:
                    await Snapshots(deps, settings.conn_snapshots).keep()
                return told
        except AlreadyRunning:
            if time.monotonic() >= until:
                raise
        await asyncio.sleep(PAUSE)


async def _by_the_running_one(order: Order, url: str) -> Told:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            answer = await ask(url, do="incident", order=order.model_dump(mode="json"))
    except (TimeoutError, ConnectionError, ValueError) as lost:
        raise CommitUnknown(
            "The running Conn did not answer. Whether this was done is not known: `incident show` tells."
        ) from lost
    if "error" in answer:
        return Told(text=str(answer["error"]), refused=True)
    return Told(**answer["told"])


@asynccontextmanager
async def _opened(settings: ShellSettings) -> AsyncIterator[Deps]:
    """Work on the database here; what is to be sent waits in it for the Conn that runs, or runs next."""
    url = settings.database_url.get_secret_value()
    await upgrade(url)
    database = Database(url, test_clock=settings.conn_test_clock)
    await database.open()
    try:
        policy = await model_in_force(database, settings.conn_policy)
        yield Deps(database=database, models=Models(current=policy), directory=await remembered(database))
    finally:
        await database.close()
