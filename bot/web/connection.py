"""A connection to Conn's own port, which nobody can hold open by never ending what they say."""

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

SENT_WITHIN = 3.0
"""Seconds in which the headers of a request have to end, and then its body: Slack itself does not wait longer."""

IDLE = 75.0
"""Seconds for which a connection stays open with nothing asked on it; proxies keep theirs for a minute."""


class Runner(web.AppRunner):
    """Runs an application on connections that are cut off when headers do not end; aiohttp waits for them for ever."""

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Listener(made.request_handler, request_factory=made.request_factory)


class _Listener(web.Server):
    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=asyncio.get_running_loop(), access_log=None, keepalive_timeout=IDLE)


class _Connection(RequestHandler):
    __slots__ = ("_cut",)

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - as aiohttp hands them on
        super().__init__(*given, **options)
        self._cut: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Begin to count when something came that is not yet a request."""
        before = self._request_count
        super().data_received(data)
        if self._request_count == before and self._current_request is None and self._cut is None:
            self._cut = self._loop.call_later(SENT_WITHIN, self._cut_off, before)

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._cut is not None:
            self._cut.cancel()
        super().connection_lost(exc)

    def _cut_off(self, before: int) -> None:
        """Close the connection, unless a request came of it meanwhile."""
        self._cut = None
        if self._request_count == before and self._waiter is not None and not self._waiter.done():
            self.force_close()
