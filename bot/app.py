"""The composition root: every client, engine and connection of a running Conn is made here and handed on."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.control import Control
from bot.delivery.limiter import Limiter
from bot.delivery.places import Places
from bot.delivery.slack import TIMEOUT, CallFailed, Slack
from bot.delivery.worker import Worker
from bot.domain.people import Directory
from bot.domain.policy import Policy
from bot.engine import Engine
from bot.housekeeping import Housekeeping
from bot.listeners import register
from bot.listeners.desk import Desk
from bot.policy.loader import load
from bot.settings import NobodyToPage, Settings
from bot.usecases.deps import Deps, Models
from store import migrate, outbox, policies, surfaces
from store.budget import shared_budget
from store.database import Database

SOCKETS = 2
"""Connections to Slack: one is always there while the other is being renewed (ten are allowed)."""

PING = 2.0
"""Seconds between pings on a socket; a dead one is noticed and replaced within two of them."""

RETRY = 1.0
"""Seconds between two tries to reach Slack at the start."""

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Bot:
    """A running Conn; `engine` and `worker` are its two loops."""

    deps: Deps
    slack: Slack
    desk: Desk
    engine: Engine
    worker: Worker
    housekeeping: Housekeeping
    sockets: list[AsyncSocketModeHandler]
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Fire and deliver what waited, learn who is who, and let Slack's payloads in."""
        await self.engine.prepare()
        await self.housekeeping.start()
        self._spawn(self._let_in())
        self._spawn(self.engine.run())
        self._spawn(self.worker.run())

    async def stop(self) -> None:
        """Take nothing in any more, let what is under way finish, and leave the rest to be found again."""
        for handler in self.sockets:
            await handler.close_async()  # type: ignore[no-untyped-call]
        await self.housekeeping.stop()
        await asyncio.gather(self.worker.stop(), self.desk.stop())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.engine.stop()

    async def connected(self) -> None:
        """Wait until Slack can reach Conn."""
        while not await self.desk.connected():  # noqa: ASYNC110 - the SDK offers no event
            await asyncio.sleep(0.01)

    async def _let_in(self) -> None:
        """Take payloads once it is known whose they may be: asking at the first one could cost it its three seconds."""
        await _reached(self.slack.me)
        await asyncio.gather(*(_reached(handler.connect_async) for handler in self.sockets))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


@asynccontextmanager
async def running(settings: Settings, limiter: Limiter | None = None) -> AsyncIterator[Bot]:
    """Run Conn with these settings until the block ends; `limiter` paces its calls where Slack's own limits do not."""
    policy = read_model(settings)
    database = await _opened(settings)
    try:
        await _keep_model(database, policy)
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout) as session, shared_budget(database.url) as budget:
            limiter = limiter or Limiter(shared=budget)
            slack = Slack(_client(settings.slack_bot_token.get_secret_value(), settings, session), limiter)
            bot = _assembled(settings, policy, database, slack, session)
            await bot.start()
            try:
                async with Control(bot.deps, bot.engine, bot.worker, settings):
                    yield bot
            finally:
                await bot.stop()
    finally:
        await database.close()


def read_model(settings: Settings) -> Policy:
    """Read the support model; refused when nobody at all could ever be paged under it."""
    policy = load(settings.conn_policy)
    for slot in policy.open_slots:
        log.warning("Open in the support model: %s: %s (%s)", slot.path, slot.text, slot.owner)
    if not policy.can_page_anybody():
        raise NobodyToPage(
            f"{settings.conn_policy}: nobody could ever be paged, because every place that names somebody is still "
            "open. Fill one of the open places named above, or write a file that begins with "
            f"`extends: ./{settings.conn_policy.name}` and fills it there."
        )
    return policy


async def _opened(settings: Settings) -> Database:
    url = settings.database_url.get_secret_value()
    await migrate.upgrade(url)
    database = Database(url, test_clock=settings.conn_test_clock)
    await database.open()
    return database


async def _keep_model(database: Database, policy: Policy) -> None:
    """Remember the model in force; on SQLite, where we are alone, every lease found is a dead process's."""
    async with database.begin() as tx:
        await policies.keep(tx, policy)
        if database.is_ours_alone:
            await outbox.release_all(tx)
            await surfaces.release_all(tx)


def _assembled(
    settings: Settings, policy: Policy, database: Database, slack: Slack, session: aiohttp.ClientSession
) -> Bot:
    deps = Deps(database=database, models=Models(current=policy), directory=Directory())
    places = Places(database, slack)
    engine, worker = Engine(deps), Worker(deps, slack, places)
    database.on_commit(worker.wake)
    database.on_armed(engine.wake)
    app = _bolt(settings, slack, session)
    sockets = [_socket(app, settings, session) for _ in range(SOCKETS)]

    async def connected() -> int:
        return sum([await socket.client.is_connected() for socket in sockets])

    desk = Desk(
        deps=deps,
        slack=slack,
        incident_command=settings.conn_incident_command,
        escalate_command=settings.conn_escalate_command,
        connected=connected,
    )
    register(app, desk)
    return Bot(
        deps=deps,
        slack=slack,
        desk=desk,
        engine=engine,
        worker=worker,
        housekeeping=Housekeeping(deps, slack, places),
        sockets=sockets,
    )


def _client(token: str, settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Make a client that never repeats a call by itself; the outbox alone decides about that."""
    return AsyncWebClient(token, base_url=settings.slack_api_url, session=session, retry_handlers=[])


def _bolt(settings: Settings, slack: Slack, session: aiohttp.ClientSession) -> AsyncApp:
    token = settings.slack_bot_token.get_secret_value()

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        """Let in what comes from our own workspace, and nothing else."""
        me = await slack.me()
        if team_id != me["team_id"]:
            log.warning("A payload from another workspace (%s) was refused", team_id)
            return None
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token=token, bot_id=me["bot_id"], bot_user_id=me["user_id"]
        )

    quiet = logging.getLogger("conn.bolt")
    quiet.setLevel(logging.ERROR)  # Bolt warns at each start that `authorize` is used and not the token, as it should
    return AsyncApp(
        logger=quiet,
        client=_client(token, settings, session),
        authorize=authorize,  # type: ignore[arg-type]  # None is how Bolt is told to let nobody in
        process_before_response=True,
        request_verification_enabled=False,  # payloads come over our own socket only, which Slack authenticates
        url_verification_enabled=False,
        ssl_check_enabled=False,
    )


def _socket(app: AsyncApp, settings: Settings, session: aiohttp.ClientSession) -> AsyncSocketModeHandler:
    token = settings.slack_app_token.get_secret_value()
    return AsyncSocketModeHandler(app, token, web_client=_client(token, settings, session), ping_interval=PING)


async def _reached(attempt: Callable[[], Awaitable[object]]) -> None:
    """Try until Slack answers, however long it is away when Conn starts."""
    while True:
        try:
            await attempt()
        except (CallFailed, SlackClientError, aiohttp.ClientError, OSError) as failed:
            log.warning("Slack cannot be reached yet: %r", failed)
            await asyncio.sleep(RETRY)
        else:
            return


async def serve(settings: Settings, stopped: asyncio.Event) -> None:
    """Run until `stopped`."""
    async with running(settings):
        gc.collect()
        gc.freeze()  # what is loaded by now stays; looking through it again would only delay answers
        log.info("Conn is running.")
        await stopped.wait()
