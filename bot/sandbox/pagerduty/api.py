"""PagerDuty over HTTP: the Events API v2, and as much of the REST API as tells who is on call.

https://developer.pagerduty.com/docs/rest-api-rate-limits
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.sandbox.edge import Edge, Exchange
from bot.sandbox.faults import Rule
from bot.sandbox.limits import RateLimits
from bot.sandbox.pagerduty import events
from bot.sandbox.pagerduty.account import Account, Schedule, Shift

EVENTS, REST = "events", "rest"
PER_MINUTE = {EVENTS: 120, REST: 960}
"""Events for one integration key, and requests with one API token."""

ACCEPT = "application/vnd.pagerduty+json;version=2"
LONGEST_RANGE = timedelta(days=92)

Json = dict[str, Any]


class RefusedError(Exception):
    """A REST request is refused with a status and PagerDuty's own code."""

    def __init__(self, status: int, code: int, message: str, *errors: str) -> None:
        """Keep what the answer has to say."""
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "code": code, **({"errors": list(errors)} if errors else {})}}


@dataclass(kw_only=True, slots=True)
class Api(Edge):
    """Answers as strictly as PagerDuty does."""

    account: Account
    limits: RateLimits

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """List what is served."""
        return [
            web.post("/v2/enqueue", self._enqueue),
            web.get("/schedules/{id}", self._asked("schedule", self._schedule)),
            web.get("/schedules/{id}/users", self._asked("schedule.users", self._users)),
        ]

    async def _enqueue(self, request: web.Request) -> web.StreamResponse:
        self.in_flight += 1
        try:
            body = await request.read()
            event = _object(body)
            name = str(event.get("event_action")) if event and event.get("event_action") in events.ACTIONS else EVENTS
            exchange = Exchange(request=request, name=name, args=event or {}, token="")
            return await self.answer(exchange, lambda: self._taken(exchange, event, len(body)))
        finally:
            self.in_flight -= 1

    def _taken(self, exchange: Exchange, event: Json | None, size: int) -> web.Response:
        if exchange.request.content_type != "application/json":
            self.log.violated("content_type", exchange.request.content_type)
        if event is None:
            return self._invalid(
                exchange, "Unrecognized object", "Event object format is unrecognized", "JSON parse error"
            )
        if size > events.LARGEST:
            return self._invalid(exchange, "invalid event", "Event object is too large", "over 512 KB", status=413)
        if wrong := events.problems(event, self.account.routing_key):
            return self._invalid(exchange, "invalid event", "Event object is invalid", *wrong)
        if self.limits.take(EVENTS, None)[0]:
            return self._throttled(exchange)
        for name in events.oddities(event):
            self.log.violated("unknown_field", name)
        key = self.account.take(event)
        return web.json_response({"status": "success", "message": "Event processed", "dedup_key": key}, status=202)

    def _invalid(
        self, exchange: Exchange, status_word: str, message: str, *errors: str, status: int = 400
    ) -> web.Response:
        exchange.outcome, exchange.error = "error", "; ".join(errors)
        return web.json_response({"status": status_word, "message": message, "errors": list(errors)}, status=status)

    def _throttled(self, exchange: Exchange) -> web.Response:
        """Say that it is too much; for events PagerDuty does not say for how long."""
        exchange.outcome, exchange.error = "error", "throttle exceeded"
        message = "Requests for this service are arriving too quickly.  Please retry later."
        return web.json_response({"status": "throttle exceeded", "message": message}, status=429)

    def _asked(self, name: str, read: Callable[[Schedule, datetime, datetime], Json]) -> Any:  # noqa: ANN401 - a handler
        async def handler(request: web.Request) -> web.StreamResponse:
            exchange = Exchange(request=request, name=name, args={**request.query, **request.match_info}, token="")
            self.in_flight += 1
            try:
                return await self.answer(exchange, lambda: self._read(exchange, read))
            finally:
                self.in_flight -= 1

        return handler

    def _read(self, exchange: Exchange, read: Callable[[Schedule, datetime, datetime], Json]) -> web.Response:
        try:
            self._check(exchange.request)
            return web.json_response(read(self._found(exchange.args["id"]), *_range(exchange.args)))
        except RefusedError as refused:
            exchange.outcome, exchange.error = "error", str(refused)
            return self._error(refused)

    def _found(self, schedule_id: str) -> Schedule:
        schedule = self.account.schedules.get(schedule_id)
        if schedule is None:
            raise RefusedError(404, 2100, "Not Found")
        return schedule

    def _check(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Token token={self.account.api_token}":
            raise RefusedError(401, 2006, "Authentication failed")
        if request.headers.get("Accept", "").replace(" ", "") != ACCEPT:
            self.log.violated("accept", request.headers.get("Accept", ""))
        if self.limits.take(REST, None)[0]:
            raise RefusedError(429, 2020, "Rate Limit Exceeded")

    def _error(self, refused: RefusedError) -> web.Response:
        limited = refused.status == 429  # noqa: PLR2004 - too many requests
        headers = {"ratelimit-limit": str(self.limits.per_minute[REST]), "ratelimit-remaining": "0"} if limited else {}
        wait = self.limits.take(REST, None)[0] if limited else 0
        return web.json_response(
            refused.body, status=refused.status, headers=headers | ({"ratelimit-reset": str(wait)} if limited else {})
        )

    def _schedule(self, schedule: Schedule, since: datetime, until: datetime) -> Json:
        entries = [_entry(shift) for shift in schedule.final(since, until)]
        final = {"name": "Final Schedule", "rendered_schedule_entries": entries}
        return {"schedule": {"id": schedule.id, "type": "schedule", "name": schedule.name, "final_schedule": final}}

    def _users(self, schedule: Schedule, since: datetime, until: datetime) -> Json:
        users = dict.fromkeys(shift.user for shift in schedule.final(since, until))
        return {"users": [{"id": u.id, "type": "user", "name": u.name, "email": u.email} for u in users]}

    def _ratelimited(self, exchange: Exchange, rule: Rule) -> web.Response:
        door = REST if exchange.name.startswith("schedule") else EVENTS
        self.limits.block(door, rule.seconds)
        if door == EVENTS:
            return self._throttled(exchange)
        return self._error(RefusedError(429, 2020, "Rate Limit Exceeded"))

    def _refused(self, exchange: Exchange, code: str) -> web.Response:
        if exchange.name.startswith("schedule"):
            return self._error(RefusedError(400, 2001, "Invalid Input Provided", code))
        return self._invalid(exchange, "invalid event", "Event object is invalid", code)


def _object(body: bytes) -> Json | None:
    try:
        given = json.loads(body)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


def _range(args: Mapping[str, Any]) -> tuple[datetime, datetime]:
    moments = []
    for name in ("since", "until"):
        try:
            moment = datetime.fromisoformat(str(args.get(name)))
        except ValueError as bad:
            raise RefusedError(400, 2001, "Invalid Input Provided", f"{name} is invalid") from bad
        if moment.tzinfo is None:
            raise RefusedError(400, 2001, "Invalid Input Provided", f"{name} has no offset")
        moments.append(moment)
    since, until = moments
    if not timedelta() < until - since <= LONGEST_RANGE:
        raise RefusedError(400, 2001, "Invalid Input Provided", "Time range must be positive and under 3 months")
    return since, until


def _entry(shift: Shift) -> Json:
    user = {"id": shift.user.id, "type": "user_reference", "summary": shift.user.name}
    return {"start": shift.starts.isoformat(), "end": shift.ends.isoformat(), "user": user}
