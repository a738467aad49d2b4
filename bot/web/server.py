"""The listening side of Conn: one port for whatever is asked of it by HTTP."""

import errno
import logging
from collections.abc import Iterable
from typing import Self

from aiohttp import web

from bot.web.connection import Runner
from bot.web.guard import LARGEST

ANSWERED_WITHIN = 3.0
"""Seconds for which requests under way are waited for at a stop; Slack waits no longer either."""

log = logging.getLogger(__name__)


class PortTaken(Exception):  # noqa: N818 - the sentence says what to do
    """Something else on this machine listens where Conn should."""


class Server:
    """Listens on one port; `host` None means every address of this machine."""

    def __init__(self, routes: Iterable[web.RouteDef], *, host: str | None, port: int, setting: str) -> None:
        """Serve these routes; port 0 takes any free one, and `setting` is where an operator chooses it."""
        app = web.Application(client_max_size=LARGEST)
        app.add_routes(list(routes))
        self._runner = Runner(app, shutdown_timeout=ANSWERED_WITHIN)
        self._host = host
        self._port = port
        self._setting = setting

    async def __aenter__(self) -> Self:
        """Begin to listen; PortTaken when somebody else does."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = "taken on this machine" if error.errno == errno.EADDRINUSE else "not open to this user"
            raise PortTaken(f"Port {self._port} is {why}. Set {self._setting} to another.") from error
        log.info("Listening on port %d.", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    async def stop(self) -> None:
        """Take nothing in any more, and let what is under way be answered."""
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """Give the port it really listens on."""
        return int(self._runner.addresses[0][1])
