"""What an orchestrator asks: whether this process is alive, and whether it may be given traffic."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.engine import Engine
from store.database import Database
from store.errors import StoreUnavailable

STUCK = 15.0
"""Seconds without a tick after which a process is better started anew: it ticks every second."""

ANSWERS_WITHIN = 2.0


@dataclass(kw_only=True)
class Health:
    """Answers `/healthz` and `/readyz`; `engine` is None in a process that fires no timers.

    Slack being away makes nobody unready: taking Conn out of service would not bring it back.
    """

    database: Database
    engine: Engine | None
    started: bool = False
    stuck: float = STUCK

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """List what is served."""
        return [web.get("/healthz", self._healthz), web.get("/readyz", self._readyz)]

    async def _healthz(self, _request: web.Request) -> web.StreamResponse:
        if self.engine is None:
            return web.json_response({"healthy": True})
        age = self.engine.tick_age
        said = {"healthy": age <= self.stuck, "engine_tick_age_seconds": round(age, 3)}
        if age <= self.stuck:
            return web.json_response(said)
        return web.json_response(said | {"why": f"The engine has not ticked for {age:.0f} s."}, status=503)

    async def _readyz(self, _request: web.Request) -> web.StreamResponse:
        why = None if self.started else "Conn is starting."
        why = why or await self._without_database()
        said = {"ready": True} if why is None else {"ready": False, "why": why}
        return web.json_response(said, status=200 if why is None else 503)

    async def _without_database(self) -> str | None:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN), self.database.read():
                return None
        except TimeoutError:
            return "The database does not answer."
        except StoreUnavailable as away:
            return str(away)
