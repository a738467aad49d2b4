"""The Web API over HTTP: token, scopes, arguments and limits, then the method itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.call import Call, Method, Platform, missing_scope
from bot.sandbox.edge import Edge, Exchange
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.faults import Rule
from bot.sandbox.limits import RateLimits
from bot.sandbox.manifest import Json
from bot.sandbox.methods import METHODS, method_named

NOT_JSON = "__not_json__"  # stands for a body that could not be read, until the token has been checked


@dataclass(kw_only=True, slots=True)
class WebApi(Edge):
    """Answers every call as strictly as Slack does."""

    platform: Platform
    limits: RateLimits
    open_connection: Callable[[], str]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one Web API request."""
        self.in_flight += 1
        try:
            args, token = await _read(request)
            exchange = Exchange(request=request, name=request.match_info["method"], args=args, token=token)
            return await self.told(exchange, lambda: self._perform(exchange))
        finally:
            self.in_flight -= 1

    async def told(self, exchange: Exchange, perform: Callable[[], Json]) -> web.StreamResponse:
        """Answer with what `perform` says, or with Slack's word for why not."""

        def effect() -> web.Response:
            try:
                return self._respond(exchange, {"ok": True, **perform()})
            except SlackError as refused:
                exchange.outcome, exchange.error = "error", refused.code
                return self._respond(exchange, {"ok": False, "error": refused.code, **refused.extra})

        return await self.answer(exchange, effect)

    def _respond(self, exchange: Exchange, body: Json) -> web.Response:
        headers = {"X-OAuth-Scopes": ",".join(self.platform.manifest.scopes)}
        status = 200
        if body.get("error") == "ratelimited" and "retry_after" in body:
            status = 429
            if said := str(body.pop("retry_after")):
                headers["Retry-After"] = said
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

    def _ratelimited(self, exchange: Exchange, rule: Rule) -> web.Response:
        if self.limits.early(exchange.name):
            self._called_early(exchange.name)
        self.limits.block(exchange.name, rule.seconds, str(exchange.args["channel"]) if rule.in_channel else None)
        said = str(int(rule.seconds)) if rule.header is None else rule.header
        return self._respond(exchange, {"ok": False, "error": "ratelimited", "retry_after": said})

    def _refused(self, exchange: Exchange, code: str) -> web.Response:
        return self._respond(exchange, {"ok": False, "error": code})


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


def tiers() -> dict[str, str]:
    """Name every method's rate limit tier."""
    return {name: method.tier for name, method in METHODS.items()}
