"""Having an order carried out: by the process that runs on the SQLite file, else by opening the database here."""

import asyncio
import time

from bot.door import NotRunning, ask
from bot.settings import ShellSettings
from bot.shell.order import Order, Told
from store.errors import AlreadyRunning, CommitUnknown

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
        from bot.alone import carry_out_alone  # noqa: PLC0415 - where Conn runs, nobody waits for all of it to load

        try:
            return await carry_out_alone(order, settings)
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
