"""The one door to the database: write transactions that are kept whole or not at all, and read snapshots."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.clock import AnchoredClock
from store.engines import is_sqlite, own_writers, path_of, readers, writers
from store.errors import Busy, CommitUnknown, StoreUnavailable, TestClockOff
from store.failures import in_plain_words
from store.lock import FileLock
from store.models import TestClockRow, table
from store.transaction import Transaction, Wake

if TYPE_CHECKING:
    from store.wakes import Wakes

__all__ = ["PATIENCE", "Database", "Transaction"]

PATIENCE = timedelta(seconds=1.5)
"""How long a request waits for its turn: Slack wants an answer within 3 s."""

LONGEST_STATEMENT = "5s"
"""A paused or mistaken process must not hold an incident's lock on Postgres for longer."""

SETTLE = select(
    func.clock_timestamp().label("now"),  # not now(), which is the same for the whole transaction
    select(table(TestClockRow).c.ahead_us).scalar_subquery().label("ahead_us"),
    func.set_config("lock_timeout", bindparam("patience"), true()),
    func.set_config("statement_timeout", LONGEST_STATEMENT, true()),
    func.set_config("idle_in_transaction_session_timeout", LONGEST_STATEMENT, true()),
)
"""Postgres's clock, and time limits for this transaction alone: what is set on a session, PgBouncer gives to others."""


class Database:
    """SQLite for one process or Postgres for many; `test_clock` lets `skip` move the time that transactions see."""

    def __init__(self, url: str, *, test_clock: bool = False, read_only: bool = False) -> None:
        """Remember where: `sqlite:///…`, `postgresql://…` or `postgres://…`; `open` connects.

        With `read_only` an SQLite file can be looked at while another process works on it.
        """
        self.url = url
        self._test_clock = test_clock
        self._read_only = read_only
        self._lock = FileLock(path_of(url)) if is_sqlite(url) else None
        self._listeners: list[Callable[[], None]] = []
        self._clock_watchers: list[Callable[[], None]] = []
        self._model_watchers: list[Callable[[], None]] = []
        self._engines: _Engines | None = None
        self._wakes: Wakes | None = None

    async def open(self) -> None:
        """Connect; AlreadyRunning when another process has this SQLite file, StoreUnavailable when it cannot be had.

        The schema must be there: `store.migrate.upgrade` comes first.
        """
        self._clock = AnchoredClock()
        self._turn = asyncio.Lock()
        self._ahead = timedelta(0)
        if self._read_only:
            reading = readers(self.url)
            self._engines = _Engines(reading, reading, reading)
            async with self.read() as tx:
                self._ahead = await _ahead(tx) if self._test_clock else timedelta(0)
            return
        if self._lock:
            self._lock.take()
        writing = writers(self.url)
        self._engines = _Engines(writing, writing if self._lock else own_writers(self.url), readers(self.url))
        if not self._lock:
            from store.wakes import Wakes  # noqa: PLC0415 - Postgres alone needs its driver

            self._wakes = Wakes(self.url, heard=self._woken)
        try:
            async with self.begin() as tx:
                self._ahead = await _ahead(tx) if self._test_clock else timedelta(0)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Disconnect, and let another process have the SQLite file."""
        if self._wakes:
            await self._wakes.close()
            self._wakes = None
        for engine in self._engines or ():
            await engine.dispose()
        self._engines = None
        if self._lock:
            self._lock.release()

    @property
    def is_ours_alone(self) -> bool:
        """Whether no other process can be at work on this database: so it is with SQLite."""
        return self._lock is not None

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call this after each commit that left something to deliver, other processes' too, on an open database.

        It must neither block nor raise.
        """
        self._listeners.append(listener)
        if self._wakes:
            self._wakes.listen()

    def on_armed(self, listener: Callable[[], None]) -> None:
        """Call this after each commit that armed a clock or moved the time, other processes' too, on an open database.

        It must neither block nor raise.
        """
        self._clock_watchers.append(listener)
        if self._wakes:
            self._wakes.listen()

    def on_switch(self, listener: Callable[[], None]) -> None:
        """Call this after each commit that may have put another support model in force, other processes' too.

        It must neither block nor raise.
        """
        self._model_watchers.append(listener)
        if self._wakes:
            self._wakes.listen()

    @asynccontextmanager
    async def begin(self, *, patience: timedelta = PATIENCE, unasked: bool = False) -> AsyncGenerator[Transaction]:
        """Write, all or nothing: Busy after `patience`, StoreUnavailable when nothing was kept, CommitUnknown rarely.

        What Conn does `unasked` has connections of its own, so that it goes on however many people ask for something.
        Never talk to the world outside in here: on SQLite everybody else waits.
        """
        if self._read_only:
            raise StoreUnavailable("The database was opened for reading only.")
        engine = self._opened().own if unasked else self._opened().writing
        async with self._my_turn(patience), in_plain_words(), engine.connect() as connection:
            tx = Transaction(connection, await self._settle(connection, patience), writes=True)
            yield tx
            await self._commit(tx)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Transaction]:
        """See everything as it was at one moment, without waiting for writers."""
        async with in_plain_words(), self._opened().reading.connect() as connection:
            yield Transaction(connection, await self._settle(connection, PATIENCE), writes=False)

    async def skip(self, duration: timedelta) -> None:
        """Move the time of every later transaction forward; TestClockOff unless the test clock is on."""
        if not self._test_clock:
            raise TestClockOff("Time can be moved only with CONN_TEST_CLOCK=1.")
        if duration < timedelta(0):
            raise ValueError("time never goes backwards")
        async with self.begin() as tx:
            step = duration // timedelta(microseconds=1)
            row = tx.insert(TestClockRow).values(id=1, ahead_us=step)
            further = {"ahead_us": TestClockRow.ahead_us + step}
            await tx.execute(row.on_conflict_do_update(index_elements=["id"], set_=further))
            ahead = await _ahead(tx)
            tx.announce()
            tx.arm()
        self._ahead = ahead

    @property
    def ahead(self) -> timedelta:
        """Say how far `skip` has moved time, so that whatever plays Slack can keep the same clock."""
        return self._ahead

    def clock_drift(self) -> timedelta:
        """Say how far this machine's wall clock was stepped since `open`; transactions do not follow it."""
        return self._clock.drift()

    def _opened(self) -> "_Engines":
        if self._engines is None:
            raise StoreUnavailable("The database is closed.")
        return self._engines

    @asynccontextmanager
    async def _my_turn(self, patience: timedelta) -> AsyncGenerator[None]:
        """Queue for SQLite's only writer; its own waiting is a lottery, this is first come, first served."""
        if self._lock is None:
            yield
            return
        self._opened()
        try:
            async with asyncio.timeout(patience.total_seconds()):
                await self._turn.acquire()
        except TimeoutError:
            raise Busy("Too many changes are waiting to be stored.") from None
        try:
            yield
        finally:
            self._turn.release()

    async def _settle(self, connection: AsyncConnection, patience: timedelta) -> datetime:
        """Begin, and read the clock; on Postgres the time limits travel in the same round trip."""
        if self._lock:
            await connection.begin()
            return self._clock.now() + self._ahead
        lock_timeout = f"{patience // timedelta(milliseconds=1)}ms"
        row = (await connection.execute(SETTLE, {"patience": lock_timeout})).one()
        now: datetime = row.now
        ahead = row.ahead_us if self._test_clock else None
        return now.astimezone(UTC) + timedelta(microseconds=ahead or 0)

    async def _commit(self, tx: Transaction) -> None:
        """Finish the commit even when the caller is cancelled: a change that may be stored must not go unannounced."""
        commit = asyncio.ensure_future(self._committed(tx))
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            await commit
            raise

    async def _committed(self, tx: Transaction) -> None:
        try:
            await tx.connection.commit()
        except DBAPIError as error:
            if error.connection_invalidated:
                raise CommitUnknown("The connection to the database was lost while storing this.") from error
            raise
        for wake in tx.wakes:
            attended = self._woken(wake)
            if self._wakes and (not attended or wake is Wake.MODEL):  # which every process has to hear
                self._wakes.tell(wake)

    def _woken(self, wake: Wake) -> bool:
        """Wake who attends to this here, and say whether anybody does: else it is for another process."""
        listeners = self._watchers_of(wake)
        for listener in listeners:
            listener()
        return bool(listeners)

    def _watchers_of(self, wake: Wake) -> list[Callable[[], None]]:
        match wake:
            case Wake.DELIVERY:
                return self._listeners
            case Wake.CLOCK:
                return self._clock_watchers
            case Wake.MODEL:
                return self._model_watchers


class _Engines(NamedTuple):
    """What a database is reached through: for what people ask, for what Conn does unasked, and for reading."""

    writing: AsyncEngine
    own: AsyncEngine
    reading: AsyncEngine


async def _ahead(tx: Transaction) -> timedelta:
    return timedelta(microseconds=await tx.scalar(select(TestClockRow.ahead_us)) or 0)
