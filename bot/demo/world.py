"""A workspace with people in it and Conn beside it, in one process and in a folder that goes away afterwards."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import Bot, running
from bot.control import Control
from bot.delivery.limiter import Limiter
from bot.demo import tour
from bot.demo.clock import Clock
from bot.sandbox import Sandbox, page
from bot.settings import MODELS, Settings
from store.database import Database
from store.migrate import upgrade

ZONE = "Europe/Lisbon"
PEOPLE = {
    "ana": "Ana Alves",
    "ben": "Ben Brito",
    "chloe": "Chloe Costa",
    "dev": "Dev Das",
    "eve": "Eve Engel",
    "fay": "Fay Faria",
}
AWAY = {"chloe": "America/New_York", "dev": "Asia/Kolkata"}
"""Who reads the time in another zone than the rest."""
DEMO = MODELS / "demo.yaml"
CHANNELS = ("incidents", "oncall", "ebit-support", "support")


class World:
    """The look-alike and a Conn that can be stopped and started; both keep the same clock, which can be moved."""

    def __init__(self, folder: Path, model: Path = DEMO, guests: dict[str, str] | None = None) -> None:
        """Set up a workspace, with its page and its clock beside its control; nothing runs yet.

        `guests` are people beside the usual ones.
        """
        self._ahead = timedelta()
        self._model = model
        self._conn = AsyncExitStack()
        self.bot: Bot | None = None
        self.url = f"sqlite:///{folder / 'conn.db'}"
        # Nobody counts calls here: when time is skipped, an hour of them falls into one second.
        manifest = MODELS.parent / "slack-app.yaml"
        routes = [*page.routes(), *tour.routes(), *Clock(self.seconds, self.skip).routes()]
        self.sandbox = Sandbox(manifest, now=self.seconds, rate_limits=False, extra_routes=routes)
        people = [
            self.sandbox.add_person(name, real_name=full, tz=AWAY.get(name, ZONE))
            for name, full in (PEOPLE | (guests or {})).items()
        ]
        for name in CHANNELS:
            self.sandbox.add_channel(name, people)

    @property
    def settings(self) -> Settings:
        """Give the settings of a Conn that talks to this workspace, whatever the environment says."""
        return Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic's own argument
            database_url=SecretStr(self.url),
            slack_bot_token=SecretStr(self.sandbox.bot_token),
            slack_app_token=SecretStr(self.sandbox.app_token),
            slack_api_url=self.sandbox.api_url,
            conn_policy=self._model,
            conn_incident_command="/incident",
            conn_escalate_command="/escalate",
            conn_oncall_command="/oncall",
            conn_test_clock=True,
            port=0,
        )

    @property
    def address(self) -> str:
        """Give the address of the page."""
        return self.sandbox.control_url.removesuffix("/control/")

    def seconds(self) -> float:
        """Tell the time as everybody here sees it, in seconds since the epoch."""
        ahead = self.bot.deps.database.ahead if self.bot else self._ahead
        return time.time() + ahead.total_seconds()

    async def start_conn(self) -> None:
        """Start Conn, and wait until Slack can reach it."""
        self.bot = await self._conn.enter_async_context(running(self.settings, Limiter(counting=False)))
        await self.reached()

    async def reached(self) -> None:
        """Wait until Slack can reach Conn."""
        if self.bot:
            await self.bot.connected()

    async def stop_conn(self) -> None:
        """Stop Conn as a deploy would; the workspace goes on without it."""
        if self.bot:
            self._ahead = self.bot.deps.database.ahead
            self.bot = None
        await self._conn.aclose()

    async def skip(self, length: timedelta) -> None:
        """Let time pass: with Conn running, everything due on the way happens at its own moment."""
        if self.bot:
            await self._door(self.bot).skip(length)
            await self.quiet()
        else:
            await self._skip_alone(length)

    async def quiet(self) -> None:
        """Wait until everything that was caused has arrived on people's screens."""
        await self.sandbox.quiet()
        while self.bot:
            seen = len(self.sandbox.log.entries)
            await self._door(self.bot).settled()
            await self.sandbox.quiet()
            if not self.bot.desk.courtesies and len(self.sandbox.log.entries) == seen:
                return

    def _door(self, bot: Bot) -> Control:
        return Control(bot.deps, bot.engine, bot.worker, self.settings)

    async def _skip_alone(self, length: timedelta) -> None:
        await upgrade(self.url)
        database = Database(self.url, test_clock=True)
        await database.open()
        try:
            await database.skip(length)
            self._ahead = database.ahead
        finally:
            await database.close()


@asynccontextmanager
async def world(port: int = 0, model: Path = DEMO, guests: dict[str, str] | None = None) -> AsyncIterator[World]:
    """Open a workspace whose page and control are at `port`; afterwards nothing of it is left."""
    with TemporaryDirectory(prefix="conn-demo-") as folder:
        here = World(Path(folder), model, guests)
        try:
            await here.sandbox.start(0, port)
            yield here
        finally:
            await here.stop_conn()
            await here.sandbox.stop()
