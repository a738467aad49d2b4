"""The same actions over HTTP, for drivers in other processes and for a page in a browser.

| route | does |
|---|---|
| `GET /control/facts` | addresses, tokens, people, what the app offers |
| `GET /control/people/{who}` | everything that person sees |
| `POST /control/people` | add a person: `name` and traits |
| `POST /control/channels` | add a channel: `name`, `members`, `private`, `bot` |
| `POST /control/people/{who}/{verb}` | act: see `actions.VERBS` |
| `POST /control/faults/{kind}` | break something: `match` and the fault's own arguments; or up, down, ... |
| `GET /control/log?after=n` | the log from a sequence number on |
| `GET /control/events` | the log as it grows, as server-sent events |
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.actions import VERBS, Act
from bot.sandbox.errors import ImpossibleError
from bot.sandbox.faults import RULES, SWITCHES
from bot.sandbox.log import Entry, entry_json
from bot.sandbox.seen import app_seen, outcome, screen
from bot.sandbox.wire import channel_json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Serves `/control/...`, on loopback only."""

    def __init__(self, sandbox: "Sandbox") -> None:
        """Remember what is controlled."""
        self._sandbox = sandbox
        self._streams: set[asyncio.Queue[Entry | None]] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        """List what is served."""
        return [
            web.get("/control/facts", self._facts),
            web.get("/control/people/{who}", _answered(self._screen)),
            web.post("/control/people", _answered(self._add_person)),
            web.post("/control/channels", _answered(self._add_channel)),
            web.post("/control/people/{who}/{verb}", _answered(self._act)),
            web.post("/control/faults/{kind}", _answered(self._break)),
            web.get("/control/log", self._log),
            web.get("/control/events", self._events),
        ]

    def stop(self) -> None:
        """End the streams that are open."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def _facts(self, _request: web.Request) -> web.StreamResponse:
        sandbox = self._sandbox
        app = app_seen(sandbox.platform.manifest, sandbox.workspace)
        return _json({**sandbox.facts(), "team_name": sandbox.workspace.team_name, "app": app})

    async def _screen(self, request: web.Request) -> web.StreamResponse:
        person = self._sandbox.person(request.match_info["who"])
        return _json(screen(person, self._sandbox.workspace))

    async def _add_person(self, request: web.Request) -> web.StreamResponse:
        person = self._sandbox.add_person(**await request.json())
        return _json({"id": person.id, "name": person.name})

    async def _add_channel(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        members = [self._sandbox.person(who) for who in given.pop("members", ())]
        channel = self._sandbox.add_channel(given.pop("name"), members, **given)
        return _json(channel_json(channel, self._sandbox.workspace))

    async def _act(self, request: web.Request) -> web.StreamResponse:
        person = self._sandbox.person(request.match_info["who"])
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            raise ImpossibleError(f"nobody can {request.match_info['verb']!r}; {', '.join(VERBS)}")
        given = await request.json() if request.can_read_body else {}
        result = await verb(Act(self._sandbox, person, given))
        return _json({"result": outcome(result, self._sandbox.workspace)})

    async def _break(self, request: web.Request) -> web.StreamResponse:
        kind = request.match_info["kind"]
        given = await request.json() if request.can_read_body else {}
        faults = self._sandbox.faults
        if kind not in RULES | SWITCHES:
            raise ImpossibleError(f"nothing breaks by {kind!r}; {', '.join(sorted(RULES | SWITCHES))}")
        made = getattr(faults, kind)(**given)
        if asyncio.iscoroutine(made):
            await made
        return _json({})

    async def _log(self, request: web.Request) -> web.StreamResponse:
        return _json({"entries": self._sandbox.log.as_json(after=int(request.query.get("after", "0")))})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b": listening\n\n")
        stream: asyncio.Queue[Entry | None] = asyncio.Queue()
        self._streams.add(stream)
        stop = self._sandbox.log.listen(stream.put_nowait)
        try:
            while (entry := await stream.get()) is not None:
                await response.write(_event(entry))
        except ConnectionError:
            return response
        finally:
            stop()
            self._streams.discard(stream)
        return response


def _event(entry: Entry) -> bytes:
    shown = entry_json(entry)
    return f"id: {entry.seq}\nevent: {shown['entry']}\ndata: {json.dumps(shown, default=str)}\n\n".encode()


def _json(value: Any) -> web.Response:  # noqa: ANN401 - plain JSON values
    return web.json_response(value, dumps=lambda given: json.dumps(given, default=str))


def _answered(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (ImpossibleError, TypeError, ValueError, KeyError) as refused:
            return web.json_response({"error": str(refused)}, status=400)

    return answer
