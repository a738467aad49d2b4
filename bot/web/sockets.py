"""Socket Mode: payloads come over connections that Conn opens to Slack."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from functools import partial

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.metrics import Metrics
from bot.web.patience import until_reached
from bot.web.payload import NotSlacks, read
from bot.web.pulse import ANSWERED_WITHIN, Pulse
from bot.web.request import answering

SOCKETS = 2
"""Connections to Slack: one is always there while the other is being renewed (ten are allowed)."""

PING = 2.0
"""Seconds between pings on a socket; a dead one is noticed and replaced within two of them."""

log = logging.getLogger(__name__)


class SocketMode:
    """The transport of Socket Mode."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, token: str, metrics: Metrics) -> None:
        """Hand to `app` what comes; `token` is the app-level one."""
        self._pulse = Pulse()
        self._socket = partial(_Socket, app, client, token, metrics, self._pulse)
        self._sockets: list[_Socket] = []

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """Serve nothing: the connections are our own."""
        return []

    async def open(self) -> None:
        """Connect, however long Slack is away."""
        self._pulse.start()
        self._sockets = [self._socket() for _ in range(SOCKETS)]
        await asyncio.gather(*(until_reached(socket.connect_async) for socket in self._sockets))

    async def close(self) -> None:
        """Let what is in be answered, and disconnect."""
        await asyncio.gather(*(socket.leave() for socket in self._sockets))
        await self._pulse.stop()

    async def connected(self) -> int:
        """Count the connections that are open."""
        return sum([await socket.client.is_connected() for socket in self._sockets])


class _Socket(AsyncSocketModeHandler):
    """One connection, which knows what it has not answered yet."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, token: str, metrics: Metrics, pulse: Pulse) -> None:
        super().__init__(app, token, web_client=client, ping_interval=PING)
        self._metrics = metrics
        self._pulse = pulse
        self._unanswered = 0

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        if self._pulse.is_out_of_date():
            return  # not acknowledged: an event comes again, and a person has read that nothing was done
        try:
            req.payload = read(req.payload)
        except NotSlacks as why:
            self._metrics.refused("not a payload of Slack's")
            log.warning("A payload that came over a socket was refused: %s", why)
            return
        self._unanswered += 1
        try:
            with answering(req.payload, self._metrics):
                await super().handle(client, req)  # type: ignore[arg-type]  # Bolt narrows it in its own override
        except ConnectionError as gone:
            log.info("An acknowledgement met a closing connection, so Slack counts it as not given: %s", gone)
        finally:
            self._unanswered -= 1

    async def leave(self) -> None:
        """Answer what is unanswered, though waiting no longer than Slack does, and disconnect."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWERED_WITHIN):
                while self._unanswered:  # noqa: ASYNC110 - what comes in meanwhile counts as well
                    await asyncio.sleep(0.01)
        await self.close_async()  # type: ignore[no-untyped-call]
