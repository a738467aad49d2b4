"""Socket Mode: at most ten WebSockets per app, each payload to any one of them."""

import asyncio
import contextlib
import json
import random
import secrets
import socket
import struct
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from bot.sandbox.delivery import Deliveries
from bot.sandbox.log import Log
from bot.sandbox.manifest import Json

MOST = 10  # https://docs.slack.dev/apis/events-api/using-socket-mode
LIFETIME = 3600


@dataclass(kw_only=True, slots=True, eq=False)
class Connection:
    """One open WebSocket; `leaving` ones get no more payloads."""

    name: str
    ws: web.WebSocketResponse
    transport: asyncio.Transport
    leaving: bool = False


class Sockets:
    """The transport of Socket Mode."""

    def __init__(self, deliveries: Deliveries, log: Log, rng: random.Random, app_id: str) -> None:
        """Begin with nobody connected."""
        self._deliveries = deliveries
        self._log = log
        self._random = rng
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._changed = asyncio.Condition()
        self.base_url = ""

    @property
    def connections(self) -> list[Connection]:
        """List the connections that get payloads."""
        return [c for c in self._connections if not c.leaving and not c.ws.closed]

    def ticket(self) -> str:
        """Give an address that opens one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{self.base_url}link/?ticket={ticket}&app_id={self._app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection for as long as it lives."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            self._log.violated("used_ticket", "a socket address opens one connection")
            return web.Response(status=403)
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(compress=False)
        await ws.prepare(request)
        transport = request.transport
        if not isinstance(transport, asyncio.Transport):
            return ws
        connection = Connection(name=f"socket-{ticket[:8]}", ws=ws, transport=transport)
        if len(self.connections) >= MOST:
            await self._say_goodbye(connection, "too_many_websockets")
            await ws.close()
            return ws
        await self._serve(connection)
        return ws

    async def _serve(self, connection: Connection) -> None:
        self._connections.append(connection)
        try:
            await connection.ws.send_str(json.dumps(self._hello()))
            self._deliveries.listening()
            async with self._changed:
                self._changed.notify_all()
            async for message in connection.ws:
                if message.type == WSMsgType.TEXT:
                    self._received(message.data)
        finally:
            self._connections.remove(connection)
            self._deliveries.connection_lost(connection.name)

    async def send(self, envelope: Json) -> str | None:
        """Send an envelope over any one connection."""
        text = json.dumps(envelope, separators=(",", ":"))
        while open_ones := self.connections:
            connection = self._random.choice(open_ones) if len(open_ones) > 1 else open_ones[0]
            try:
                await connection.ws.send_str(text)
            except ConnectionError:
                connection.leaving = True
            else:
                return connection.name
        return None

    async def opened(self, count: int) -> None:
        """Wait until so many connections are open."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.connections) >= count)

    async def refresh(self, *, warning: float = 0.0, grace: float = 0.05) -> None:
        """Ask every connection to make way for a new one, as Slack does every few hours."""
        leaving = self.connections
        for connection in leaving:
            await self._say_goodbye(connection, "warning")
        await asyncio.sleep(warning)
        for connection in leaving:
            connection.leaving = True
            await self._say_goodbye(connection, "refresh_requested")
        await asyncio.sleep(grace)
        for connection in leaving:
            await connection.ws.close()

    async def drop(self) -> None:
        """Close every connection properly."""
        for connection in self.connections:
            connection.leaving = True
            await connection.ws.close()

    def reset(self) -> None:
        """Reset every TCP connection, so that the other side reads an error."""
        for connection in self.connections:
            connection.leaving = True
            reset(connection.transport)

    async def _say_goodbye(self, connection: Connection, reason: str) -> None:
        if connection.ws.closed:
            return
        text = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        try:
            await connection.ws.send_str(text)
        except ConnectionError:
            connection.leaving = True

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": LIFETIME},
        }

    def _received(self, text: str) -> None:
        try:
            ack = json.loads(text)
            envelope_id = ack["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._log.violated("malformed_ack", text[:200])
            return
        self._deliveries.acknowledged(envelope_id, ack.get("payload"), has_payload="payload" in ack)


def reset(transport: asyncio.Transport) -> None:
    """Abort a connection with RST instead of FIN."""
    sock = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):  # closed already by the other side
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
