"""The way in and out of every call over HTTP: latency, hooks, and what goes wrong on purpose."""

import asyncio
import json
import random
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.errors import CutError
from bot.sandbox.faults import Faults, Rule
from bot.sandbox.log import Log

Latency = float | Callable[[random.Random], float]
Effect = Callable[[], web.Response]
"""Does what was asked, and gives the answer; a refusal is an answer too."""

HTML = "<html><body><h1>We are having trouble</h1></body></html>"


@dataclass(kw_only=True, slots=True)
class Exchange:
    """One request under way: what was asked, by whom, and how it is going."""

    request: web.Request
    name: str
    args: Mapping[str, Any]
    token: str
    started: float = field(default_factory=time.monotonic)
    outcome: str = "ok"
    error: str | None = None


@dataclass(kw_only=True, slots=True)
class Edge:
    """Lets calls through as slowly and wrongly as it was told to."""

    log: Log
    faults: Faults
    latency: Latency
    random: random.Random
    in_flight: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, exchange: Exchange, effect: Effect) -> web.StreamResponse:
        """Run an effect between latency, hooks and faults, and write down what came of it."""
        seen = self.faults.seen(exchange.name, exchange.args)
        await self._travel()
        try:
            await self.faults.hooks_before(seen)
            response = await self._done(exchange, effect)
            await self.faults.hooks_after(seen)
        except CutError:
            exchange.outcome, exchange.error = "fault", "cut by a hook"
            response = self._cut(exchange)
        finally:
            self._log(exchange)
        await self._travel()
        return response

    async def stop(self) -> None:
        """Let nothing hang any longer."""
        self.stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @abstractmethod
    def _ratelimited(self, exchange: Exchange, rule: Rule) -> web.Response:
        """Refuse a call as one too many."""

    @abstractmethod
    def _refused(self, exchange: Exchange, code: str) -> web.Response:
        """Refuse a call with a code."""

    async def _done(self, exchange: Exchange, effect: Effect) -> web.StreamResponse:
        rule = self.faults.strike(exchange.name, exchange.args)
        return effect() if rule is None else await self._faulty(exchange, rule, effect)

    async def _faulty(self, exchange: Exchange, rule: Rule, effect: Effect) -> web.StreamResponse:
        exchange.outcome = "fault"
        exchange.error = f"{rule.kind} {'after' if rule.after else 'before'}"
        if rule.kind == "hang":
            return await self._hung(rule, effect)
        if rule.kind == "lag":
            return _behind(effect(), rule.seconds)
        if rule.kind == "late":
            self._later(rule.seconds, exchange, effect)
            return self._cut(exchange)
        if rule.after:
            self._quietly(exchange, effect)
        return self._broken(exchange, rule)

    def _broken(self, exchange: Exchange, rule: Rule) -> web.StreamResponse:
        if rule.kind == "cut":
            return self._cut(exchange)
        if rule.kind == "status":
            return web.Response(text=HTML, status=rule.status, content_type="text/html")
        if rule.kind == "garbage":
            return web.Response(text='{"ok": tr', content_type="application/json")
        return self._ratelimited(exchange, rule) if rule.kind == "ratelimited" else self._refused(exchange, rule.code)

    async def _hung(self, rule: Rule, effect: Effect) -> web.Response:
        response = effect() if rule.after else None
        await self._sleep(rule.seconds)
        return effect() if response is None else response

    def _cut(self, exchange: Exchange) -> web.Response:
        if exchange.request.transport is not None:
            exchange.request.transport.abort()
        return web.Response()

    def _quietly(self, exchange: Exchange, effect: Effect) -> None:
        """Do what was asked; what would have been answered is seen by nobody."""
        told = exchange.outcome, exchange.error
        effect()
        if exchange.outcome == "error":
            self.log.changed("fault_hid_error", error=exchange.error)
        exchange.outcome, exchange.error = told

    def _later(self, seconds: float, exchange: Exchange, effect: Effect) -> None:
        async def act() -> None:
            await self._sleep(seconds)
            self._quietly(exchange, effect)

        task = asyncio.create_task(act())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()

    async def _travel(self) -> None:
        if self.latency == 0:
            return
        seconds = self.latency if isinstance(self.latency, float | int) else self.latency(self.random)
        await asyncio.sleep(seconds / 2)  # half on the way there, half on the way back

    def _log(self, exchange: Exchange) -> None:
        self.log.called(
            method=exchange.name,
            args=exchange.args,
            token=exchange.token[:4],
            outcome=exchange.outcome,
            error=exchange.error,
            started=exchange.started,
            took=time.monotonic() - exchange.started,
            connection=_peer(exchange.request),
        )


def _behind(response: web.Response, seconds: float) -> web.Response:
    """Leave the newest messages out of an answer."""
    if not isinstance(response.body, bytes):
        return response
    body = json.loads(response.body)
    newest = time.time() - seconds
    body["messages"] = [message for message in body.get("messages", ()) if float(message["ts"]) < newest]
    return web.Response(body=json.dumps(body).encode(), status=response.status, content_type="application/json")


def _peer(request: web.Request) -> str:
    peer: object = request.get_extra_info("peername")
    return f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else ""
