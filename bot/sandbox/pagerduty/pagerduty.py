"""The one place that puts the look-alike together."""

import asyncio
import random
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypedDict, Unpack

from bot.sandbox.edge import Latency
from bot.sandbox.faults import Faults
from bot.sandbox.limits import RateLimits
from bot.sandbox.log import Called, Log
from bot.sandbox.pagerduty.account import Account, Alert, AlertStatus, Schedule, User
from bot.sandbox.pagerduty.api import PER_MINUTE, Api
from bot.sandbox.pagerduty.events import ACTIONS
from bot.sandbox.server import Server, application


class Options(TypedDict, total=False):
    """How the look-alike behaves, where not as it is by default."""

    latency: Latency  # seconds on every call, or a function of the seeded random generator
    rate_limits: bool
    seed: int
    minutes: Callable[[], float]  # the clock of the rate limits' windows, in seconds


class PagerDuty:
    """An account with one service, reached over real HTTP.

    `faults` go by what is asked: `trigger`, `acknowledge`, `resolve`, `schedule`, `schedule.users`.
    """

    def __init__(self, **options: Unpack[Options]) -> None:
        """Set the account up; nothing listens yet."""
        self.log = Log()
        self.faults = Faults()
        self.account = Account()
        limits = RateLimits({}, clock=options.get("minutes", time.monotonic))
        limits.per_minute = dict(PER_MINUTE)
        limits.enabled = options.get("rate_limits", True)
        self._api = Api(
            log=self.log,
            faults=self.faults,
            latency=options.get("latency", 0.0),
            random=random.Random(options.get("seed", 1)),  # noqa: S311 - repeatable on purpose
            account=self.account,
            limits=limits,
        )
        self._server = Server(application(self._api.routes))

    async def start(self, port: int = 0) -> None:
        """Begin to listen."""
        await self._server.start(port)
        self.faults.wire(self._server)

    async def stop(self) -> None:
        """Stop listening and forget what is under way."""
        await self._api.stop()
        await self._server.stop()

    async def __aenter__(self) -> Self:
        """Start on any free port."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def events_url(self) -> str:
        """Give the address events are sent to."""
        return f"{self._server.url}v2/enqueue"

    @property
    def api_url(self) -> str:
        """Give the root of the REST API."""
        return self._server.url.removesuffix("/")

    @property
    def routing_key(self) -> str:
        """Give the integration key of the service."""
        return self.account.routing_key

    @property
    def api_token(self) -> str:
        """Give the token of the REST API."""
        return self.account.api_token

    @property
    def alerts(self) -> list[Alert]:
        """List every alert there ever was, oldest first: each rang a phone once."""
        return self.account.alerts

    @property
    def ringing(self) -> list[Alert]:
        """List the alerts whose phone rings now."""
        return [alert for alert in self.alerts if alert.status is AlertStatus.TRIGGERED]

    @property
    def unresolved(self) -> list[Alert]:
        """List the alerts that are not over."""
        return [alert for alert in self.alerts if alert.status is not AlertStatus.RESOLVED]

    @property
    def calls(self) -> list[Called]:
        """List the events that were sent, whatever became of them."""
        return [call for call in self.log.calls() if call.method in ACTIONS]

    @property
    def busy(self) -> bool:
        """Whether a call is under way."""
        return self._api.in_flight > 0

    def add_user(self, name: str, email: str | None = None) -> User:
        """Add somebody."""
        user = User(id=self.account.new_id(), name=name, email=email or f"{name}@example.com")
        self.account.users[user.id] = user
        return user

    def add_schedule(self, name: str, schedule_id: str | None = None) -> Schedule:
        """Add a schedule in which nobody is on call yet."""
        schedule = Schedule(id=schedule_id or self.account.new_id(), name=name)
        self.account.schedules[schedule.id] = schedule
        return schedule

    async def quiet(self) -> None:
        """Wait until no call is under way."""
        while self.busy:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.003)
