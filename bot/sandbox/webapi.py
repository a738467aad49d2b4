"""The Web API over HTTP: faults first, then token, scopes, arguments and limits, then the method itself."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.call import Call, Method, Platform, missing_scope
from bot.sandbox.errors import CutError, SlackError, invalid_arguments
from bot.sandbox.faults import Faults, Rule
from bot.sandbox.limits import RateLimits
from bot.sandbox.manifest import Json
from bot.sandbox.methods import METHODS, method_named

Latency = float | Callable[[random.Random], float]
Effect = Callable[[], Json]
NOT_JSON = "__not_json__"  # stands for a body that could not be read, until the token has been checked
HTML = "<html><body><h1>Slack is having trouble</h1></body></html>"


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
class WebApi:
    """Answers every call as strictly, slowly and wrongly as it was told to."""

    platform: Platform
    faults: Faults
    limits: RateLimits
    latency: Latency
    random: random.Random
    open_connection: Callable[[], str]
    in_flight: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one Web API request."""
        self.in_flight += 1
        try:
            args, token = await _read(request)
            exchange = Exchange(request=request, name=request.match_info["method"], args=args, token=token)
            return await self.answer(exchange, lambda: self._perform(exchange))
        finally:
            self.in_flight -= 1

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

    async def _done(self, exchange: Exchange, effect: Effect) -> web.StreamResponse:
        rule = self.faults.strike(exchange.name, exchange.args)
        if rule is not None:
            return await self._faulty(exchange, rule, effect)
        return self._respond(exchange, self._outcome(exchange, effect))

    def _outcome(self, exchange: Exchange, effect: Effect) -> Json:
        try:
            return {"ok": True, **effect()}
        except SlackError as refused:
            exchange.outcome, exchange.error = "error", refused.code
            return {"ok": False, "error": refused.code, **refused.extra}

    def _respond(self, exchange: Exchange, body: Json) -> web.Response:
        headers = {"X-OAuth-Scopes": ",".join(self.platform.manifest.scopes)}
        status = 200
        if body.get("error") == "ratelimited" and "retry_after" in body:
            status, headers["Retry-After"] = 429, str(body.pop("retry_after"))
        elif exchange.name == "response_url" and not body["ok"]:
            status = 404
        raw = json.dumps(body, separators=(",", ":")).encode()
        return web.Response(body=raw, status=status, headers=headers, content_type="application/json")

    def _perform(self, exchange: Exchange) -> Json:
        method = method_named(exchange.name)
        if method is None:
            self.platform.log.violated("unknown_method", exchange.name)
            raise SlackError("unknown_method", req_method=exchange.name)
        self._check_token(method, exchange.token)
        if NOT_JSON in exchange.args:
            raise SlackError("invalid_json")
        self._check_limits(exchange)
        if method.app_token:
            return {"url": self.open_connection()}
        granted = self.platform.manifest.scopes
        if method.scopes and not any(scope in granted for scope in method.scopes):
            raise missing_scope(method.scopes, self.platform.manifest)
        self._check_arguments(method, exchange.args)
        return method.run(Call(args=exchange.args, platform=self.platform))

    def _check_token(self, method: Method, token: str) -> None:
        workspace = self.platform.workspace
        if not token:
            raise SlackError("not_authed")
        if token not in (workspace.bot_token, workspace.app_token):
            raise SlackError("invalid_auth")
        if (token == workspace.app_token) is not method.app_token:
            raise SlackError("not_allowed_token_type")

    def _check_limits(self, exchange: Exchange) -> None:
        channel = str(exchange.args.get("channel")) if exchange.name == "chat.postMessage" else None
        wait, early = self.limits.take(exchange.name, channel)
        if wait:
            if early:
                self._called_early(exchange.name)
            raise SlackError("ratelimited", retry_after=wait)

    def _called_early(self, name: str) -> None:
        self.platform.log.violated("called_before_retry_after", name)

    def _check_arguments(self, method: Method, args: Mapping[str, Any]) -> None:
        for name in args:
            if name not in method.known:
                self.platform.log.violated("unknown_argument", f"{method.name}: {name}")
        missing = [name for name in method.required if args.get(name) is None]
        if missing:
            raise invalid_arguments(*(f"missing required field: {name}" for name in missing))

    async def _faulty(self, exchange: Exchange, rule: Rule, effect: Effect) -> web.StreamResponse:
        exchange.outcome = "fault"
        exchange.error = f"{rule.kind} {'after' if rule.after else 'before'}"
        if rule.kind == "hang":
            return await self._hung(exchange, rule, effect)
        if rule.kind == "late":
            self._later(rule.seconds, effect)
            return self._cut(exchange)
        if rule.after:
            self._quietly(effect)
        return self._broken(exchange, rule)

    def _broken(self, exchange: Exchange, rule: Rule) -> web.StreamResponse:
        if rule.kind == "cut":
            return self._cut(exchange)
        if rule.kind == "status":
            return web.Response(text=HTML, status=rule.status, content_type="text/html")
        if rule.kind == "garbage":
            return web.Response(text='{"ok": tr', content_type="application/json")
        if rule.kind == "ratelimited":
            if self.limits.early(exchange.name):
                self._called_early(exchange.name)
            self.limits.block(exchange.name, rule.seconds, str(exchange.args["channel"]) if rule.in_channel else None)
            return self._respond(exchange, {"ok": False, "error": "ratelimited", "retry_after": int(rule.seconds)})
        return self._respond(exchange, {"ok": False, "error": rule.code})

    async def _hung(self, exchange: Exchange, rule: Rule, effect: Effect) -> web.Response:
        body = self._outcome(exchange, effect) if rule.after else None
        await self._sleep(rule.seconds)
        return self._respond(exchange, self._outcome(exchange, effect) if body is None else body)

    def _cut(self, exchange: Exchange) -> web.Response:
        if exchange.request.transport is not None:
            exchange.request.transport.abort()
        return web.Response()

    def _quietly(self, effect: Effect) -> None:
        try:
            effect()
        except SlackError as refused:
            self.platform.log.changed("fault_hid_error", error=refused.code)

    def _later(self, seconds: float, effect: Effect) -> None:
        async def act() -> None:
            await self._sleep(seconds)
            self._quietly(effect)

        task = asyncio.create_task(act())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _travel(self) -> None:
        if self.latency == 0:
            return
        seconds = self.latency if isinstance(self.latency, float | int) else self.latency(self.random)
        await asyncio.sleep(seconds / 2)  # half on the way there, half on the way back

    def _log(self, exchange: Exchange) -> None:
        self.platform.log.called(
            method=exchange.name,
            args=exchange.args,
            token=exchange.token[:4],
            outcome=exchange.outcome,
            error=exchange.error,
            started=exchange.started,
            took=time.monotonic() - exchange.started,
            connection=_peer(exchange.request),
        )


async def _read(request: web.Request) -> tuple[dict[str, Any], str]:
    args: dict[str, Any] = dict(request.query)
    if request.can_read_body:
        if request.content_type == "application/json":
            args |= _json_arguments(await request.read())
        else:
            args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    given = str(args.pop("token", ""))
    return args, token if scheme == "Bearer" else given


def _json_arguments(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        return {NOT_JSON: True}
    return given if isinstance(given, dict) else {NOT_JSON: True}


def _peer(request: web.Request) -> str:
    peer: object = request.get_extra_info("peername")
    return f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else ""


def tiers() -> dict[str, str]:
    """Name every method's rate limit tier."""
    return {name: method.tier for name, method in METHODS.items()}
