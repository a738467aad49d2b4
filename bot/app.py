"""The composition root: every client, engine and connection of a running Conn is made here and handed on."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import aiohttp
from aiohttp.web import RouteDef
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.control import Control
from bot.delivery.calls import TIMEOUT
from bot.delivery.limiter import Limiter
from bot.delivery.pagerduty import Pager
from bot.delivery.places import Places
from bot.delivery.schedules import Schedules
from bot.delivery.slack import Slack
from bot.delivery.worker import Worker
from bot.domain.people import Directory
from bot.domain.phones import rings_phones
from bot.domain.policy import Policy
from bot.domain.roster import schedules_in
from bot.engine import Engine
from bot.failing import PartFailed
from bot.housekeeping import Housekeeping
from bot.listeners import register
from bot.listeners.desk import Desk
from bot.model_watch import ModelWatch
from bot.settings import BadSettings, Settings, is_loopback
from bot.snapshots import Snapshots
from bot.usecases.begin_with_model import begin_with_model
from bot.usecases.deps import Deps, Models
from bot.web.guard import Guard
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.patience import until_reached
from bot.web.server import Server
from bot.web.signed import SignedRequests
from bot.web.sockets import SocketMode
from bot.web.transport import Transport, Unheard
from store import migrate, outbox, surfaces
from store.budget import shared_budget
from store.database import Database
from store.engines import is_sqlite

ENDS_WITHIN = 1.0
"""Seconds after which what was told to stop, and did not, is told again."""

log = logging.getLogger(__name__)


class Part(StrEnum):
    """What a process does: hear Slack, or fire timers, deliver and keep house."""

    WEB = "web"
    WORKER = "worker"


@dataclass(kw_only=True)
class Bot:
    """A running Conn, or `parts` of one; `engine` and `worker` are its two loops."""

    parts: Collection[Part]
    deps: Deps
    slack: Slack
    desk: Desk
    engine: Engine
    worker: Worker
    housekeeping: Housekeeping
    model_watch: ModelWatch
    snapshots: Snapshots | None
    transport: Transport
    health: Health
    server: Server
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _entrance: asyncio.Task[None] = field(init=False)
    _is_open: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Fire and deliver what waited, learn who is who, and let Slack's payloads in."""
        if Part.WORKER in self.parts:
            await self.engine.prepare()
            await self.housekeeping.start()
            self._spawn(self.engine.run())
            self._spawn(self.worker.run())
            if self.snapshots:
                self._spawn(self.snapshots.run())
        else:
            await self.housekeeping.follow()
        self._entrance = self._spawn(self._let_in())
        await self.model_watch.start()
        self._spawn(self.model_watch.run())
        self.health.started = True

    async def stop(self) -> None:
        """Take nothing in any more, let what is under way finish, and leave the rest to be found again."""
        self._entrance.cancel()
        await self.housekeeping.stop()
        await asyncio.gather(self.worker.stop(), self._let_out())
        left = set(self._tasks)
        while left:
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=ENDS_WITHIN)  # a library may have lost the word to stop
        if Part.WORKER in self.parts:
            await self.engine.stop()

    async def connected(self) -> None:
        """Wait until Slack's payloads are let in."""
        await self._is_open.wait()
        while await self.transport.connected() == 0:  # noqa: ASYNC110 - the SDK offers no event
            await asyncio.sleep(0.01)

    async def failed(self) -> None:
        """Wait until a part ends in an error, which none does by itself; PartFailed when it has."""
        ended, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
        for error in filter(None, (task.exception() for task in ended)):
            log.critical("A part of Conn ended in an error", exc_info=error)
            raise PartFailed("A part of Conn failed, so all of it ends; the log says why. Start it again.") from error

    async def _let_in(self) -> None:
        """Take payloads once it is known whose they may be: asking at the first one could cost it its three seconds."""
        await until_reached(self.slack.me)
        await self.transport.open()
        self._is_open.set()

    async def _let_out(self) -> None:
        """Answer what came in, the courtesies last."""
        await self.transport.close()
        await self.server.stop()
        await self.desk.stop()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.append(task)
        return task


@asynccontextmanager
async def running(
    settings: Settings, limiter: Limiter | None = None, parts: Collection[Part] = tuple(Part)
) -> AsyncIterator[Bot]:
    """Run Conn with these settings until the block ends; `limiter` paces its calls where Slack's own limits do not."""
    database = await _opened(settings)
    try:
        policy = await begin_with_model(database, settings.conn_policy)
        await _free_leases(database)
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout) as session, shared_budget(database.url) as budget:
            bot = _assembled(settings, policy, database, session, limiter or Limiter(shared=budget), parts)
            async with bot.server:
                await bot.start()
                try:
                    async with Control(bot.deps, bot.engine, bot.worker, settings):
                        yield bot
                finally:
                    await bot.stop()
    finally:
        await database.close()


async def _opened(settings: Settings) -> Database:
    url = settings.database_url.get_secret_value()
    await migrate.upgrade(url)
    database = Database(url, test_clock=settings.conn_test_clock)
    await database.open()
    return database


async def _free_leases(database: Database) -> None:
    """On SQLite, where we are alone, take every lease found for a dead process's."""
    if database.is_ours_alone:
        async with database.begin() as tx:
            await outbox.release_all(tx)
            await surfaces.release_all(tx)


def _assembled(
    settings: Settings,
    policy: Policy,
    database: Database,
    session: aiohttp.ClientSession,
    limiter: Limiter,
    parts: Collection[Part],
) -> Bot:
    metrics = Metrics(database, policy)
    client = _client(settings.slack_bot_token, settings, session)
    slack = Slack(client, limiter, metrics.slack)
    deps = Deps(database=database, models=Models(current=policy, file=settings.conn_policy), directory=Directory())
    places = Places(database, slack)
    pager = _pager(settings, policy, session, limiter, metrics)
    engine = Engine(deps, metrics.fired)
    worker = Worker(deps, slack, places, pager, absence_since=engine.absence_since)
    if Part.WORKER in parts:
        database.on_commit(worker.wake)
        database.on_armed(engine.wake)
        metrics.watch_engine(lambda: engine.tick_age)
    app = _bolt(slack, client, settings.slack_bot_token)
    transport = _transport(settings, app, session, metrics) if Part.WEB in parts else Unheard()
    metrics.watch_connections(transport.connected)
    health = Health(database=database, engine=engine if Part.WORKER in parts else None)
    desk = Desk(
        deps=deps,
        slack=slack,
        hooks_url=settings.slack_hooks_url,
        incident_command=settings.conn_incident_command,
        escalate_command=settings.conn_escalate_command,
        oncall_command=settings.conn_oncall_command,
        connected=transport.connected,
    )
    register(app, desk)
    housekeeping = Housekeeping(deps, slack, places, _schedules(settings, policy, session, limiter, metrics))
    return Bot(
        parts=parts,
        deps=deps,
        slack=slack,
        desk=desk,
        engine=engine,
        worker=worker,
        housekeeping=housekeeping,
        model_watch=ModelWatch(deps, housekeeping, metrics.runs_by),
        snapshots=Snapshots(deps, settings.conn_snapshots) if settings.conn_snapshots else None,
        transport=transport,
        health=health,
        server=_server(settings, [*transport.routes, *health.routes, *metrics.routes], parts),
    )


def _pager(
    settings: Settings, policy: Policy, session: aiohttp.ClientSession, limiter: Limiter, metrics: Metrics
) -> Pager | None:
    """Make what rings phones, and say at once when phones are to ring and none can."""
    if key := settings.pagerduty_routing_key:
        return Pager(settings.pagerduty_events_url, key, session, limiter, metrics.pagerduty)
    if rings_phones(policy):
        log.warning("PAGERDUTY_ROUTING_KEY is not set: no phone rings, although the model (%s) says so", policy.name)
    return None


def _schedules(
    settings: Settings, policy: Policy, session: aiohttp.ClientSession, limiter: Limiter, metrics: Metrics
) -> Schedules | None:
    """Make what asks PagerDuty who is on call, and say at once when it has to be asked and cannot."""
    if token := settings.pagerduty_api_token:
        return Schedules(settings.pagerduty_api_url, token, session, limiter, metrics.pagerduty)
    if unread := sorted(schedules_in(policy)):
        log.warning("PAGERDUTY_API_TOKEN is not set: nobody knows who is on call in %s", ", ".join(unread))
    return None


def _transport(settings: Settings, app: AsyncApp, session: aiohttp.ClientSession, metrics: Metrics) -> Transport:
    if token := settings.slack_app_token:
        return SocketMode(app, _client(token, settings, session), token.get_secret_value(), metrics)
    if secret := settings.slack_signing_secret:
        return SignedRequests(app, Guard(secret.get_secret_value(), metrics.refused), metrics)
    raise BadSettings("Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set.")


def _server(settings: Settings, routes: Sequence[RouteDef], parts: Collection[Part]) -> Server:
    """Listen on every address, but for a Slack on this machine, which needs no other than this machine's own."""
    host = "127.0.0.1" if is_loopback(settings.slack_api_url) else None
    if Part.WEB in parts:
        return Server(routes, host=host, port=settings.port, setting="PORT")
    return Server(routes, host=host, port=settings.worker_port, setting="WORKER_PORT")


def _client(token: SecretStr, settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Make a client that never repeats a call by itself; the outbox alone decides about that."""
    return AsyncWebClient(token.get_secret_value(), base_url=settings.slack_api_url, session=session, retry_handlers=[])


def _bolt(slack: Slack, client: AsyncWebClient, token: SecretStr) -> AsyncApp:
    async def ours_alone(context: AsyncBoltContext, next_: Callable[[], Awaitable[object]]) -> BoltResponse | None:
        """Turn away what comes from another workspace, without a word to whatever address it gives."""
        if context.team_id == (await slack.me())["team_id"]:
            await next_()
            return None
        log.warning("A payload from another workspace (%s) was refused", context.team_id)
        return BoltResponse(status=403, body={"error": "another workspace"})

    async def authorize(team_id: str) -> AuthorizeResult:
        me = await slack.me()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team_id,
            bot_token=token.get_secret_value(),
            bot_id=me["bot_id"],
            bot_user_id=me["user_id"],
        )

    quiet = logging.getLogger("conn.bolt")
    quiet.setLevel(logging.ERROR)  # Bolt warns at each start that `authorize` is used and not the token, as it should
    return AsyncApp(
        logger=quiet,
        client=client,
        before_authorize=ours_alone,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # Slack authenticates our own sockets, and our guard what comes by HTTP
        url_verification_enabled=False,
        ssl_check_enabled=False,
    )


async def serve(settings: Settings, stopped: asyncio.Event, hung_up: asyncio.Event, parts: Collection[Part]) -> None:
    """Run until `stopped`, and look at the support model's file whenever `hung_up` is set.

    Parts of Conn only where other processes can run the rest.
    """
    if len(parts) < len(Part) and is_sqlite(settings.database_url.get_secret_value()):
        raise BadSettings(
            "DATABASE_URL: an SQLite file belongs to one process, and `web` and `worker` are two. "
            "Use `run`, which does all in one, or a Postgres."
        )
    async with running(settings, parts=parts) as bot:
        gc.collect()
        gc.freeze()  # what is loaded by now stays; looking through it again would only delay answers
        log.info("Conn is running.")
        asked, failed = asyncio.create_task(stopped.wait()), asyncio.create_task(bot.failed())
        rereading = asyncio.create_task(_reread(bot, hung_up))
        await asyncio.wait((asked, failed, rereading), return_when=asyncio.FIRST_COMPLETED)
        for task in (asked, failed, rereading):
            if task.done():
                task.result()
            task.cancel()


async def _reread(bot: Bot, hung_up: asyncio.Event) -> None:
    while await hung_up.wait():
        hung_up.clear()
        await bot.model_watch.reread()
