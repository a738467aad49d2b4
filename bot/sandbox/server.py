"""The listening side: one port as Slack, one for control, and the switches that break the first."""

import asyncio
from collections.abc import Callable, Iterable

from aiohttp import web

from bot.sandbox.sockets import Sockets

HOST = "127.0.0.1"


class Server:
    """Listens on loopback; can vanish and come back on the same port."""

    def __init__(
        self, app: web.Application, sockets: Sockets | None = None, came_up: Callable[[], None] = lambda: None
    ) -> None:
        """Remember what is served, and who is told when it is."""
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        self._sockets = sockets
        self._came_up = came_up
        self._listener: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Give the root address."""
        return f"http://{HOST}:{self.port}/"

    @property
    def is_up(self) -> bool:
        """Say whether it listens."""
        return self._listener is not None

    async def start(self, port: int) -> None:
        """Begin to listen; port 0 takes any free one."""
        await self._runner.setup()
        self.port = port
        await self.up()

    async def stop(self) -> None:
        """Listen no more and close what is open."""
        await self.refuse()
        await self._runner.cleanup()

    async def up(self) -> None:
        """Accept connections."""
        if self._listener is not None:
            return
        loop = asyncio.get_running_loop()
        factory = self._runner.server
        if factory is None:
            raise RuntimeError("the server has not been set up")
        self._listener = await loop.create_server(factory, HOST, self.port, reuse_address=True, backlog=1024)
        self.port = self._listener.sockets[0].getsockname()[1]
        self._came_up()

    async def refuse(self) -> None:
        """Refuse new connections; those open live on."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
            await asyncio.sleep(0)

    async def down(self) -> None:
        """Refuse new connections and cut those open."""
        await self.refuse()
        self.reset_sockets()
        if self._runner.server is not None:
            for connection in list(self._runner.server.connections):
                if connection.transport is not None:
                    connection.transport.abort()

    async def drop_sockets(self) -> None:
        """Close every WebSocket properly."""
        if self._sockets is not None:
            await self._sockets.drop()

    def reset_sockets(self) -> None:
        """Reset every WebSocket's TCP connection."""
        if self._sockets is not None:
            self._sockets.reset()


def application(routes: Iterable[web.RouteDef]) -> web.Application:
    """Make an application of routes."""
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app.add_routes(list(routes))
    return app
