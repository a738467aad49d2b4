"""HTTP: each payload is a request that Slack signed, and the answer to it is the acknowledgement."""

from collections.abc import Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.web.guard import CHALLENGE, Guard
from bot.web.metrics import Metrics
from bot.web.pulse import Pulse
from bot.web.request import answering

PATH = "/slack/events"

PASSED_ON = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""The only headers that Bolt sees: among others are some by which a request could steer it."""


class SignedRequests:
    """The transport of HTTP: one address for commands, presses, forms, shortcuts and events."""

    def __init__(self, app: AsyncApp, guard: Guard, metrics: Metrics) -> None:
        """Hand to `app` what `guard` lets through."""
        self._app = app
        self._guard = guard
        self._metrics = metrics
        self._pulse = Pulse()
        self._is_open = False

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """List the one address."""
        return [web.post(PATH, self._receive)]

    async def open(self) -> None:
        """Answer from now on."""
        self._pulse.start()
        self._is_open = True

    async def close(self) -> None:
        """Turn new payloads away; the server waits for those that are in."""
        self._is_open = False
        await self._pulse.stop()

    async def connected(self) -> None:
        """Each request brings its own connection."""
        return

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        payload = await self._guard.admitted(request)
        if payload.get("type") == CHALLENGE:
            return web.Response(text=str(payload.get("challenge", "")))
        if not self._is_open:
            return web.json_response({"error": "starting or stopping"}, status=503)
        if self._pulse.is_out_of_date():
            return web.json_response({"error": "too late"}, status=503)
        with answering(payload, self._metrics):
            headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
            # the mode in which Bolt takes plain values; it would read a text once more, and fall over some
            wanted = AsyncBoltRequest(mode="socket_mode", body=payload, headers=dict(headers))
            return await to_aiohttp_response(await self._app.async_dispatch(wanted))
