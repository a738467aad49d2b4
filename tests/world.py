"""A whole world for stories: a Slack workspace, a running Conn that is reached only through it, and a clock to move."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Bot, running
from bot.control import Control
from bot.delivery.limiter import Limiter
from bot.domain.durations import Deadline
from bot.domain.events import Entry
from bot.domain.policy import Policy
from bot.sandbox import Sandbox
from bot.sandbox.pagerduty import PagerDuty
from bot.settings import MODELS, Settings
from store import incidents
from store.database import Database
from tests.clock import advance_to
from tests.sights import Sights
from tests.steps import Member, Outage, number_in

MANIFEST = MODELS.parent / "slack-app.yaml"

NAMES = ("ana", "ben", "chloe", "dev", "eve", "fay")

TUESDAY_MORNING = datetime(2030, 1, 15, 10, 0, tzinfo=UTC)
"""When stories begin: in business hours, in Ana's week on call, and later than any machine's own clock."""

PATIENCE = 15.0
"""Seconds until a world that comes to no rest fails its story: longer than any call that hangs in one."""

SATURDAY_NIGHT = datetime(2030, 1, 19, 23, 0, tzinfo=UTC)


@dataclass
class Setting:
    """How a story's world differs from the usual one; `model` is a support model's text, `{demo}` in it the demo's.

    `limited` turns Slack's and PagerDuty's rate limits on; their minutes pass with Conn's clock. Without `phones`
    nobody has set PagerDuty up. With `snapshots` a folder of that name is kept. `emails` are addresses of further
    people, `prepare` arranges the rest before Conn starts.
    """

    policy: Path = MODELS / "demo.yaml"
    at: datetime = TUESDAY_MORNING
    model: str = ""
    channels: tuple[str, ...] = ("incidents", "oncall", "ebit-support")
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    emails: tuple[str, ...] = ()
    limited: bool = False
    phones: bool = True
    snapshots: bool = False
    prepare: Callable[["World"], None] = lambda _: None


class Minutes:
    """Time as it passes for rate limits: as it does for everybody, and further by what Conn's clock was moved."""

    def __init__(self) -> None:
        self.database: Database | None = None

    def __call__(self) -> float:
        return time.monotonic() + (self.database.ahead.total_seconds() if self.database else 0.0)


@dataclass(frozen=True)
class Home:
    """What Conn lives in: its database, a folder for its files, and whether Slack reaches it by HTTP or by sockets."""

    url: str
    folder: Path
    http: bool = False


class World(Sights):
    """Slack, Conn and the people; everything Conn does in it can be read from Slack."""

    def __init__(
        self, sandbox: Sandbox, pagerduty: PagerDuty, home: Home, setting: Setting, minutes: "Minutes"
    ) -> None:
        self.sandbox = sandbox
        self.pagerduty = pagerduty
        self.minutes_of_slack = minutes
        self.home = home
        self.setting = setting
        self.people: dict[str, Member] = {}
        self.records: list[logging.LogRecord] = []
        self.oddities: list[str] = []
        self.tolerated: list[str] = []
        self.way_to_slack = lambda address: address
        self._conn = AsyncExitStack()
        self._bot: Bot | None = None

    @property
    def faults(self) -> Any:
        """Break something in Slack."""
        return self.sandbox.faults

    @property
    def pager(self) -> PagerDuty | None:
        """Give PagerDuty, where this Conn uses it."""
        return self.pagerduty if self.setting.phones else None

    @property
    def bot(self) -> Bot:
        """Give the running Conn."""
        assert self._bot is not None, "Conn is not running"
        return self._bot

    @property
    def model(self) -> Policy:
        """Give the support model in force."""
        return self.bot.deps.models.current

    @property
    def is_running(self) -> bool:
        """Say whether Conn runs."""
        return self._bot is not None

    @property
    def control(self) -> Control:
        """Give what lets time pass."""
        return Control(self.bot.deps, self.bot.engine, self.bot.worker, self.settings)

    @property
    def policy(self) -> Path:
        """Give the support model's file, written first where the story brings its own text."""
        if not self.setting.model:
            return self.setting.policy
        file = self.home.folder / "model.yaml"
        file.write_text(self.setting.model.format(demo=MODELS / "demo.yaml"))
        return file

    @property
    def settings(self) -> Settings:
        """Give the environment Conn runs in."""
        return Settings(
            slack_bot_token=self.sandbox.bot_token,
            slack_app_token=None if self.home.http else self.sandbox.app_token,
            slack_signing_secret=self.sandbox.signing_secret,
            slack_api_url=self.way_to_slack(self.sandbox.api_url),
            database_url=self.home.url,
            conn_policy=self.policy,
            conn_test_clock=True,
            conn_snapshots=self.home.folder / "snapshots" if self.setting.snapshots else None,
            pagerduty_routing_key=self.pagerduty.routing_key if self.setting.phones else None,
            pagerduty_events_url=self.pagerduty.events_url,
            pagerduty_api_token=self.pagerduty.api_token if self.setting.phones else None,
            pagerduty_api_url=self.pagerduty.api_url,
            port=0,
            _env_file=None,
        )

    async def starts(self, *, connected: bool = True) -> None:
        """Start Conn, and let Slack reach it; without `connected`, Slack is away."""
        if self.home.http:
            self.sandbox.unset_request_url()
        limiter = Limiter(clock=self.minutes_of_slack) if self.setting.limited else Limiter(counting=False)
        self._bot = await self._conn.enter_async_context(running(self.settings, limiter))
        self.minutes_of_slack.database = self._bot.deps.database
        if connected:
            await self.reached()
            await until(lambda: not self.sandbox.deliveries.held)

    async def reached(self) -> None:
        """Wait until Slack's payloads are let in, and tell Slack where to."""
        await self.bot.connected()
        if self.home.http:
            await self.sandbox.set_request_url(f"{self.address}slack/events")

    @property
    def address(self) -> str:
        """Give the root of what Conn serves."""
        return f"http://127.0.0.1:{self.bot.server.port}/"

    async def stops(self) -> None:
        """Stop Conn in good order, and wait until Slack has seen it go; its database stays."""
        self._bot = None
        await self._conn.aclose()
        await until(lambda: not self.sandbox.sockets.connections)

    async def restarts(self, after: str = "0s") -> None:
        """Stop Conn, and start it again on the same database when so much time has passed."""
        started = await self.now()
        await self.stops()
        await self.starts_at(started + Deadline.parse(after).elapsed)
        await self.settles()

    async def starts_at(self, moment: datetime) -> None:
        """Start Conn at this moment of its own clock."""
        await advance_to(self.home.url, moment)
        await self.starts()

    async def now(self) -> datetime:
        """Tell the time as Conn has it."""
        async with self.bot.deps.database.read() as tx:
            return tx.now

    async def skip(self, length: str) -> None:
        """Let time pass; everything due on the way happens at its moment."""
        await self.settles()
        await self.control.skip(Deadline.parse(length).elapsed)
        await self.settles()

    async def settles(self) -> None:
        """Wait until nothing is under way, in Slack or in Conn."""
        await self.sandbox.quiet(timeout=PATIENCE, settle=0.004)
        while self._bot is not None:
            seen = len(self.sandbox.log.entries)
            await self.control.settled()
            await self.sandbox.quiet(timeout=PATIENCE, settle=0.004)
            if not self._bot.desk.courtesies and len(self.sandbox.log.entries) == seen:
                return

    async def incident(
        self, title: str = "Checkout is down", *, severity: str = "P1", by: Member | None = None
    ) -> Outage:
        """Declare an incident by command, as Fay unless somebody else is named."""
        answer = await (by or self.people["fay"]).runs(f"/incident declare {severity} {title}")
        return await self.outage(number_in(answer))

    async def outage(self, number: int) -> Outage:
        """Find where an incident is run."""
        async with self.bot.deps.database.read() as tx:
            incident = await incidents.load(tx, number)
        assert incident is not None, f"there is no INC-{number}"
        assert incident.room is not None, f"INC-{number} is run nowhere"
        return Outage(number, self.sandbox.channel(incident.room.channel), incident.room.thread)

    async def declares(self, severity: str) -> int:
        """Declare an incident wherever it is run, as Fay; give its number."""
        answer = await self.people["fay"].runs(f"/incident declare {severity} {severity} is broken")
        return number_in(answer)

    async def log(self, outage: Outage) -> list[Entry]:
        """Read an incident's log."""
        return await self.log_of(outage.number)

    async def log_of(self, number: int) -> list[Entry]:
        """Read the log of an incident by its number."""
        async with self.bot.deps.database.read() as tx:
            return await incidents.log(tx, number)

    def expects(self, words: str) -> None:
        """Declare something the history checker may find, and must."""
        self.oddities.append(words)

    def tolerates(self, *words: str) -> None:
        """Declare something the history checker may find, and need not."""
        self.tolerated += words

    @staticmethod
    def minutes(count: float) -> timedelta:
        """Give a length of time."""
        return timedelta(minutes=count)


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is true that nobody announces; TimeoutError when it does not come."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.005)


class _Records(logging.Handler):
    """Keeps what Conn logs as a warning or worse."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


@asynccontextmanager
async def world_of(home: Home, setting: Setting) -> AsyncIterator[World]:
    """Make a world, start Conn in it at the story's moment, and put everything away afterwards."""
    minutes = Minutes()
    limits = {"rate_limits": setting.limited, "minutes": minutes}
    sandbox = Sandbox(MANIFEST, event_retries=(0.0, 0.05, 0.1), **limits)
    pagerduty = PagerDuty(rate_limits=setting.limited, minutes=minutes)
    world = World(sandbox, pagerduty, home, setting, minutes)
    handler = _Records(world.records)
    logging.getLogger().addHandler(handler)
    try:
        async with sandbox, pagerduty:
            _populate(world)
            setting.prepare(world)
            await world.starts_at(setting.at)
            try:
                yield world
            finally:
                await world.stops()
    finally:
        logging.getLogger().removeHandler(handler)


def _populate(world: World) -> None:
    for name in NAMES:
        world.people[name] = Member(world, world.sandbox.add_person(name, tz="Europe/Lisbon"))
    world.people["stranger"] = Member(world, world.sandbox.add_person("stranger", guest=True))
    for email in world.setting.emails:
        if email.partition("@")[0] not in world.people:
            world.sandbox.add_person(email.partition("@")[0], email=email)
    everybody = [member.person for name, member in world.people.items() if name != "stranger"]
    for name in world.setting.channels:
        world.sandbox.add_channel(name, everybody)
    for handle, names in world.setting.groups.items():
        world.sandbox.add_usergroup(handle, [world.people[name].person for name in names])
