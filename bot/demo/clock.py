"""The clock of the demo over HTTP, for the page: `GET /demo/clock` reads it, `POST /demo/skip` moves it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

LONGEST = 24 * 60
"""Minutes that one press may skip."""


class Clock:
    """Serves the time of a workspace; skips wait for each other."""

    def __init__(self, seconds: Callable[[], float], skip: Callable[[timedelta], Awaitable[None]]) -> None:
        """Take what reads the time, and what moves it."""
        self._seconds = seconds
        self._skip = skip
        self._turn = asyncio.Lock()

    def routes(self) -> Sequence[web.RouteDef]:
        """List what is served."""
        return [web.get("/demo/clock", self._read), web.post("/demo/skip", self._move)]

    async def _read(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"now": self._seconds()})

    async def _move(self, request: web.Request) -> web.StreamResponse:
        minutes = _minutes(await request.json())
        if minutes is None:
            return web.json_response({"error": f"minutes must be a number from 0 to {LONGEST}"}, status=400)
        try:
            async with self._turn:
                await self._skip(timedelta(minutes=minutes))
        except TimeoutError:
            return web.json_response({"error": "Conn is still busy with what was due; try again."}, status=503)
        return web.json_response({"now": self._seconds()})


def _minutes(given: Any) -> float | None:  # noqa: ANN401 - whatever was posted
    minutes = given.get("minutes") if isinstance(given, dict) else None
    return minutes if isinstance(minutes, int | float) and 0 <= minutes <= LONGEST else None
