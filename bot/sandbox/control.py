"""The same actions over HTTP, for drivers in other processes and for a page in a browser."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class Control:
    """Serves `/control/...`."""

    def __init__(self, sandbox: "Sandbox") -> None:
        """Remember what is controlled."""
        self._sandbox = sandbox

    def routes(self) -> Sequence[web.RouteDef]:
        """List what is served."""
        return [web.get("/control/log", self._log)]

    async def _log(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", "0"))
        return web.json_response(self._sandbox.log.as_json(after=after))
