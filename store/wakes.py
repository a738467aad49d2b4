"""Waking the other processes that work on a Postgres: a hint, so that they need not wait for their next look.

Whoever misses one, behind a PgBouncer for instance, finds out by looking, a second later at most.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psycopg
from psycopg import sql

from store.engines import parsed
from store.transaction import Wake

CHANNEL = "conn_wake"

REST = 1.0
"""Seconds between two tries to connect."""

TOGETHER = 0.05
"""Seconds between two hints: in a storm of commits the others are busy enough without one for each."""

LAST_WORDS = 1.0
"""Seconds that a process on its way out gives its hints."""

log = logging.getLogger(__name__)


class Wakes:
    """Tells other processes after commits, and hears what they tell; both on connections of their own.

    Telling is no part of the commit, which would then wait for every other commit in the whole server.
    """

    def __init__(self, url: str, heard: Callable[[Wake], object]) -> None:
        """Call `heard` with what another process tells, once `listen` was called."""
        self._address = parsed(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._heard = heard
        self._name = secrets.token_hex(4)
        self._untold: set[Wake] = set()
        self._something = asyncio.Event()
        self._all_told = asyncio.Event()
        self._all_told.set()
        self._was_lost = False
        self._teller: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None

    def tell(self, wake: Wake) -> None:
        """Tell the others soon; what is told meanwhile goes with it."""
        self._untold.add(wake)
        self._all_told.clear()
        self._something.set()
        if self._teller is None:
            self._teller = asyncio.create_task(self._keep(self._tell))

    def listen(self) -> None:
        """Hear from now on what the others tell."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._keep(self._listen))

    async def close(self) -> None:
        """Tell what is untold, and disconnect."""
        if self._teller and not self._teller.done():
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await self._all_told.wait()
        tasks = [task for task in (self._teller, self._listener) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, work: Callable[[psycopg.AsyncConnection], Awaitable[None]]) -> None:
        """Work on a connection, and on another one when that is lost."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._address, autocommit=True, connect_timeout=2, keepalives_idle=5, tcp_user_timeout=10_000
                ) as connection:
                    await work(connection)
            except psycopg.Error as lost:
                self._was_lost = True
                log.info("Other processes are not heard, or do not hear this one, for a moment: %s", lost)
                await asyncio.sleep(REST)

    async def _tell(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            untold, self._untold = self._untold, set()
            for wake in untold:
                await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{self._name}:{wake}"])
            if not self._untold:
                self._all_told.set()
            await asyncio.sleep(TOGETHER)

    async def _listen(self, connection: psycopg.AsyncConnection) -> None:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        for wake in Wake if self._was_lost else ():
            self._heard(wake)  # something may have been told meanwhile
        async for notify in connection.notifies():
            sender, _, word = notify.payload.partition(":")
            if sender != self._name and word in list(Wake):
                self._heard(Wake(word))
