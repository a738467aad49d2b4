"""What a running process does for other commands, which come to its door: on SQLite only one process may write."""

import asyncio
import json
import logging
import os
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self

from pydantic import ValidationError

from bot.delivery.worker import Worker
from bot.door import LONGEST_LINE, socket_path
from bot.engine import Engine
from bot.settings import Settings
from bot.shell.answering import carry_out
from bot.shell.order import Order
from bot.usecases.deps import Deps
from store import timers
from store.database import Database
from store.errors import TestClockOff

SETTLED_WITHIN = 30.0

KEPT_UP_WITHIN = 5.0
"""Seconds in which a running process fires what is due: it looks at least once a second."""

log = logging.getLogger(__name__)


class Control:
    """Listens for commands while Conn runs; only this user of the machine can reach it."""

    def __init__(self, deps: Deps, engine: Engine, worker: Worker, settings: Settings) -> None:
        """Serve the parts of a running Conn."""
        self._deps = deps
        self._engine = engine
        self._worker = worker
        self._path = socket_path(settings.database_url.get_secret_value())
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Begin to listen, where there is a file to listen beside."""
        if self._path is None and self._deps.database.is_ours_alone:
            log.warning("The path of the database is too long for a socket: no command can reach this process.")
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            mask = os.umask(0o077)  # so that nobody else can ever knock
            try:
                self._server = await asyncio.start_unix_server(self._serve, self._path, limit=LONGEST_LINE)
            finally:
                os.umask(mask)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        if self._server and self._path:
            self._server.close()
            await self._server.wait_closed()
            self._path.unlink(missing_ok=True)

    async def skip(self, length: timedelta) -> None:
        """Let test time pass: everything due on the way happens at its own moment, as if one had waited."""
        left = length
        while True:
            await self.settled()
            step = await self._next_step(left)
            await self._deps.database.skip(step)
            left -= step
            await self._engine.tick()
            if not left:
                break
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is due and nothing is on its way."""
        async with asyncio.timeout(SETTLED_WITHIN):
            while not await self._quiet():  # noqa: ASYNC110 - several sources, none with an event for "nothing to do"
                await asyncio.sleep(0.01)

    async def _quiet(self) -> bool:
        if self._worker.busy:
            return False
        async with self._deps.database.read() as tx:
            moments = [await timers.next_due(tx), await self._worker.next_at(tx)]
        async with self._deps.database.read() as later:  # a snapshot may hold what was stored just after its own `now`
            return all(moment is None or moment > later.now for moment in moments) and not self._worker.busy

    async def _next_step(self, left: timedelta) -> timedelta:
        async with self._deps.database.read() as tx:
            moments = [await timers.next_due(tx), self._engine.shifts.due_at]
            if not self._worker.waits_for_slack:  # which comes back when it does, whatever the time is by then
                moments.append(await self._worker.next_at(tx))
            waits = [moment - tx.now for moment in moments if moment is not None]
        return max(timedelta(), min([left, *waits]))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            answer = await self._answer(await reader.readline())
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
        except ValueError:
            return {"error": "not understood"}
        match asked:
            case {"do": "skip", "seconds": int() | float() as seconds} if seconds >= 0:
                return await self._skipped(timedelta(seconds=seconds))
            case {"do": "incident", "order": dict() as order}:
                return await self._carried_out(order)
            case {"do": "now"}:
                async with self._deps.database.read() as tx:
                    return {"now": tx.now.isoformat()}
            case _:
                return {"error": "not understood"}

    async def _carried_out(self, order: dict[str, Any]) -> dict[str, Any]:
        try:
            told = await carry_out(Order.model_validate(order), self._deps)
        except ValidationError:
            return {"error": "The running Conn is of another release, and does not understand this command."}
        return {"told": told.written()}

    async def _skipped(self, length: timedelta) -> dict[str, Any]:
        try:
            await self.skip(length)
        except TestClockOff as off:
            return {"error": str(off)}
        except TimeoutError:
            return {"error": f"Conn did not come to rest within {SETTLED_WITHIN:.0f} s; is Slack away?"}
        async with self._deps.database.read() as tx:
            return {"now": tx.now.isoformat()}


async def skip_from_outside(database: Database, length: timedelta) -> None:
    """Let test time pass step by step on a database that other processes work on, as long as they keep up."""
    async with database.read() as tx:
        until = tx.now + length
    while await _others_keep_up(database):
        async with database.read() as tx:
            due = await timers.next_due(tx)
            step = min(due or until, until) - tx.now
        if due is None or due >= until:
            break
        await database.skip(max(step, timedelta(0)))
    async with database.read() as tx:
        left = until - tx.now
    await database.skip(max(left, timedelta(0)))


async def _others_keep_up(database: Database) -> bool:
    """Wait until nothing is overdue; False when nobody seems to be there to fire it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(KEPT_UP_WITHIN):
            while True:
                async with database.read() as tx:
                    if not await timers.overdue(tx):
                        return True
                await asyncio.sleep(0.02)
    return False
