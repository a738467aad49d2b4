"""Payloads on their way to the app: who waits for the ack, and what becomes of it when none comes.

A `Transport` carries them: sockets that the app opened, or signed requests to an address that it gave.
"""

import asyncio
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.sandbox.faults import Faults
from bot.sandbox.log import Log
from bot.sandbox.manifest import Json

ACK_WITHIN = 3.0  # https://docs.slack.dev/interactivity/handling-user-interaction


class Transport(Protocol):
    """Carries an envelope to the app."""

    async def send(self, envelope: Json) -> str | None:
        """Hand the envelope over; name the connection that took it, or None when nobody listens."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the app answered to a person's action; `error` is what the person sees instead."""

    payload: Any = None
    error: str | None = None
    latency: float = 0.0


@dataclass(kw_only=True, slots=True, eq=False)
class Pending:
    """A payload that is not acknowledged yet; `waiter` is set while a person waits for it."""

    kind: str
    payload: Json
    envelope_id: str
    accepts_answer: bool = False
    waiter: asyncio.Future[Answer] | None = None
    attempt: int = 0
    reason: str = ""
    sent: float = 0.0
    connection: str | None = None
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    def envelope(self) -> Json:
        """Wrap the payload as Socket Mode does."""
        wrapped: Json = {
            "envelope_id": self.envelope_id,
            "type": self.kind,
            "accepts_response_payload": self.accepts_answer,
            "payload": self.payload,
        }
        if self.kind == "events_api":
            wrapped |= {"retry_attempt": self.attempt, "retry_reason": self.reason}
        return wrapped


class Deliveries:
    """Every payload under way. Commands and interactions are tried once, events until acknowledged."""

    def __init__(self, log: Log, faults: Faults, retries: Sequence[float]) -> None:
        """`retries` are the pauses before the second and every later attempt at an event."""
        self.transport: Transport | None = None
        self._log = log
        self._faults = faults
        self._retries = tuple(retries)
        self._pending: dict[str, Pending] = {}
        self._held: deque[Pending] = deque()
        self._shuffled: list[Pending] = []
        self._given_up: dict[str, str] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._numbers = 0

    @property
    def in_flight(self) -> int:
        """Count what is under way; events held for want of a connection are not."""
        return len(self._pending)

    @property
    def held(self) -> int:
        """Count the events that wait for a connection."""
        return len(self._held)

    async def ask(self, kind: str, payload: Json, *, accepts_answer: bool) -> Answer:
        """Deliver what a person did and wait for the app's answer, three seconds at most."""
        waiter: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        pending = self._new(kind, payload, accepts_answer=accepts_answer, waiter=waiter)
        await self._send(pending)
        return await waiter

    def announce(self, payload: Json) -> None:
        """Deliver an event, now or when somebody listens."""
        pending = self._new("events_api", payload)
        if self._faults.takes_for_reordering():
            self._shuffled.append(pending)
            if not self._faults.reordering:
                self._release_reordered()
            return
        self._pending[pending.envelope_id] = pending  # under way from now on, for those who wait for quiet
        self._start(self._send(pending))

    def acknowledged(self, envelope_id: str, payload: object, *, has_payload: bool) -> None:
        """Note the app's ack of an envelope, wherever it came in."""
        pending = self._pending.pop(envelope_id, None)
        if pending is None:
            self._stray(envelope_id)
            return
        if has_payload and not pending.accepts_answer:
            self._log.violated("unexpected_response_payload", f"{pending.kind} {envelope_id}")
        latency = time.monotonic() - pending.sent
        self._settle(pending, Answer(payload=payload, latency=latency), missed=None)

    def failed(self, envelope_id: str, why: str, *, again: bool = True) -> None:
        """Note that no acknowledgement will come; `again` False says that the app wants no further attempt."""
        if pending := self._pending.get(envelope_id):
            self._missed(pending, why, again=again)

    def connection_lost(self, connection: str) -> None:
        """Deliver again the events a lost connection left unacknowledged."""
        for pending in [p for p in self._pending.values() if p.connection == connection]:
            if pending.kind == "events_api":
                self._missed(pending, "connection_failed")

    def listening(self) -> None:
        """Deliver what was held while nobody listened."""
        while self._held:
            self._start(self._send(self._held.popleft()))

    async def stop(self) -> None:
        """Forget everything under way."""
        for pending in self._pending.values():
            if pending.timer:
                pending.timer.cancel()
            if pending.waiter and not pending.waiter.done():
                pending.waiter.set_result(Answer(error="dispatch_failed"))
        self._pending.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _new(self, kind: str, payload: Json, **facts: Any) -> Pending:  # noqa: ANN401 - fields of Pending
        self._numbers += 1
        envelope_id = f"{self._numbers:08x}-0000-4000-8000-{id(payload) & 0xFFFFFFFFFFFF:012x}"
        return Pending(kind=kind, payload=payload, envelope_id=envelope_id, **facts)

    async def _send(self, pending: Pending) -> None:
        self._pending[pending.envelope_id] = pending
        pending.sent = time.monotonic()
        pending.timer = asyncio.get_running_loop().call_later(ACK_WITHIN, self._missed, pending, "timeout")
        envelope = pending.envelope()
        pending.connection = await self.transport.send(envelope) if self.transport else None
        if pending.connection is None and pending.kind == "events_api":
            self._hold(pending)
        elif pending.connection is None:
            self._missed(pending, "connection_failed")
        elif self._faults.duplicates() and self.transport:
            await self.transport.send(envelope)

    def _missed(self, pending: Pending, why: str, *, again: bool = True) -> None:
        if self._pending.pop(pending.envelope_id, None) is None:
            return
        self._given_up[pending.envelope_id] = why
        error = "operation_timeout" if why == "timeout" else "dispatch_failed"
        self._settle(pending, Answer(error=error, latency=time.monotonic() - pending.sent), missed=why)
        if pending.kind == "events_api" and again:
            self._again(pending, "http_timeout" if why == "timeout" else why)

    def _settle(self, pending: Pending, answer: Answer, *, missed: str | None) -> None:
        if pending.timer:
            pending.timer.cancel()
        self._log.delivered(
            kind=pending.kind, envelope_id=pending.envelope_id, payload=pending.payload,
            attempt=pending.attempt, sent=pending.sent, answer=answer.payload, missed=missed,
            latency=None if missed else answer.latency,
        )  # fmt: skip
        if pending.waiter and not pending.waiter.done():
            pending.waiter.set_result(answer)

    def _again(self, pending: Pending, reason: str) -> None:
        if pending.attempt >= len(self._retries):
            return
        again = self._new("events_api", pending.payload)
        again.attempt, again.reason = pending.attempt + 1, reason
        self._start(self._send_later(again, self._retries[pending.attempt]))

    def _hold(self, pending: Pending) -> None:
        if pending.timer:
            pending.timer.cancel()
        self._pending.pop(pending.envelope_id, None)
        if pending.attempt == 0:
            pending.attempt, pending.reason = 1, "connection_failed"
        self._held.append(pending)

    async def _send_later(self, pending: Pending, pause: float) -> None:
        await asyncio.sleep(pause)
        await self._send(pending)

    def _stray(self, envelope_id: str) -> None:
        why = self._given_up.get(envelope_id)
        if why == "timeout":
            self._log.violated("late_ack", f"{envelope_id} was acknowledged after {ACK_WITHIN} s")
        elif why is None and not self._faults.duplicated:
            self._log.violated("unknown_envelope", f"{envelope_id} is not waiting for an ack")

    def _release_reordered(self) -> None:
        while self._shuffled:
            self._start(self._send(self._shuffled.pop()))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
