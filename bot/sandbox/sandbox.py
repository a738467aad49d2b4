"""The one place that puts the look-alike together."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self, TypedDict, Unpack

from aiohttp import web

from bot.sandbox.call import Platform
from bot.sandbox.changes import Changes
from bot.sandbox.control import Control
from bot.sandbox.delivery import Deliveries
from bot.sandbox.edge import Exchange, Latency
from bot.sandbox.errors import ImpossibleError
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.interactions import Interactions
from bot.sandbox.limits import RateLimits
from bot.sandbox.log import Log
from bot.sandbox.manifest import ManifestSource, read_manifest
from bot.sandbox.objects import Channel, User, Usergroup
from bot.sandbox.people import Person
from bot.sandbox.replies import Responses
from bot.sandbox.requests import Requests
from bot.sandbox.screens import Screens
from bot.sandbox.server import Server, application
from bot.sandbox.sockets import Sockets
from bot.sandbox.stage import Stage
from bot.sandbox.webapi import WebApi, tiers
from bot.sandbox.workspace import Workspace


class Options(TypedDict, total=False):
    """How the look-alike behaves, where not as it is by default."""

    latency: Latency  # seconds on every call, or a function of the seeded random generator
    rate_limits: bool
    seed: int
    now: Callable[[], float]  # the clock of timestamps; time limits are always measured in real time
    minutes: Callable[[], float]  # the clock of the rate limits' windows, in seconds
    event_retries: Sequence[float]  # pauses before the second and later attempts at an event
    extra_routes: Iterable[web.RouteDef]  # beside the control routes


class Traits(TypedDict, total=False):
    """What is special about a person."""

    real_name: str
    email: str
    tz: str
    deleted: bool
    guest: bool
    single_channel_guest: bool
    bot: bool


class Sandbox:
    """A Slack workspace with one app installed, reached over real HTTP and WebSocket."""

    def __init__(self, manifest: ManifestSource, **options: Unpack[Options]) -> None:
        """Set the workspace up; nothing listens yet."""
        rng = random.Random(options.get("seed", 1))  # noqa: S311 - repeatable on purpose
        read = read_manifest(manifest)
        self.log = Log()
        self.faults = Faults()
        self.workspace = Workspace(read.app_name, options.get("now", time.time))
        # https://docs.slack.dev/apis/events-api: at once, after a minute, after five
        retries = options.get("event_retries", (0.0, 60.0, 300.0))
        self.deliveries = Deliveries(self.log, self.faults, retries)
        events = Events(self.workspace, read, self.deliveries.announce)
        changes = Changes(self.workspace, self.log, events)
        self.platform = Platform(
            workspace=self.workspace,
            manifest=read,
            changes=changes,
            screens=Screens(self.workspace),
            interactions=Interactions(self.workspace.now),
            events=events,
            log=self.log,
        )
        self.sockets = Sockets(self.deliveries, self.log, rng, self.workspace.app_id)
        self.deliveries.transport = self.sockets
        self.limits = RateLimits(tiers(), clock=options.get("minutes", time.monotonic))
        self.limits.enabled = options.get("rate_limits", True)
        self._api = WebApi(
            log=self.log,
            platform=self.platform,
            faults=self.faults,
            limits=self.limits,
            latency=options.get("latency", 0.0),
            random=rng,
            open_connection=self.sockets.ticket,
        )
        self._responses = Responses(changes, self.log, self.workspace.bot.id)
        self._stage = Stage(platform=self.platform, deliveries=self.deliveries, responses=self._responses)
        self._people: dict[str, Person] = {}
        self._slack = Server(application(self._routes()), self.sockets, self.deliveries.listening)
        self._requests = Requests(
            self.deliveries, self.log, self.workspace.signing_secret, is_up=lambda: self._slack.is_up
        )
        self._controls = Control(self)
        routes = [*self._controls.routes(), *options.get("extra_routes", ())]
        self._control = Server(application(routes))
        self.add_channel("general")

    async def start(self, port: int = 0, control_port: int = 0) -> None:
        """Begin to listen, as Slack and for control."""
        await self._slack.start(port)
        await self._control.start(control_port)
        self.faults.wire(self._slack)
        self._stage.base_url = self._slack.url
        self.sockets.base_url = self._slack.url.replace("http", "ws", 1)

    async def stop(self) -> None:
        """Stop listening and forget what is under way."""
        await self.deliveries.stop()
        await self._requests.stop()
        await self._api.stop()
        self.sockets.reset()
        self._controls.stop()
        await self._slack.stop()
        await self._control.stop()

    async def __aenter__(self) -> Self:
        """Start on any free ports."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def api_url(self) -> str:
        """Give the base URL of the Web API."""
        return f"{self._slack.url}api/"

    @property
    def control_url(self) -> str:
        """Give the base URL of the control routes."""
        return f"{self._control.url}control/"

    @property
    def bot_token(self) -> str:
        """Give the app's bot token."""
        return self.workspace.bot_token

    @property
    def app_token(self) -> str:
        """Give the app-level token."""
        return self.workspace.app_token

    @property
    def signing_secret(self) -> str:
        """Give the secret that requests over HTTP are signed with."""
        return self.workspace.signing_secret

    async def set_request_url(self, url: str) -> None:
        """Deliver by signed requests to this address instead of sockets, once it has echoed a challenge."""
        await self._requests.verify(url, self.workspace.verification_token)
        self.deliveries.transport = self._requests
        self.deliveries.listening()

    def unset_request_url(self) -> None:
        """Deliver to no address until another is set; events are held until then, as Slack repeats them for an hour."""
        self._requests.forget()

    @property
    def team_id(self) -> str:
        """Give the workspace's id."""
        return self.workspace.team_id

    @property
    def bot_user_id(self) -> str:
        """Give the bot user's id."""
        return self.workspace.bot.id

    @property
    def latency(self) -> Latency:
        """Tell how long calls take."""
        return self._api.latency

    @latency.setter
    def latency(self, latency: Latency) -> None:
        self._api.latency = latency

    def add_person(self, name: str, **traits: Unpack[Traits]) -> Person:
        """Add a member; people and bots are in #general from the start, guests are not."""
        guest = traits.get("guest", False) or traits.get("single_channel_guest", False)
        user = User(
            id=self.workspace.new_id("U"),
            name=name,
            real_name=traits.get("real_name", name.capitalize()),
            email=traits.get("email", f"{name}@example.com"),
            tz=traits.get("tz", "UTC"),
            deleted=traits.get("deleted", False),
            is_bot=traits.get("bot", False),
            is_restricted=guest,
            is_ultra_restricted=traits.get("single_channel_guest", False),
        )
        self.workspace.users[user.id] = user
        person = self._people[user.id] = Person(user, self._stage)
        if not guest and not user.deleted:
            self.channel("general").present[user.id] = None
        return person

    def add_channel(
        self, name: str, members: Iterable[Person] = (), *, private: bool = False, bot: bool = False
    ) -> Channel:
        """Add a channel that was there before the story begins; nobody is told."""
        creator = self.workspace.bot.id if bot else "USLACKBOT"
        channel = Channel(
            id=self.workspace.new_id("C"),
            name=name,
            creator=creator,
            created=self.workspace.seconds(),
            is_private=private,
        )
        channel.present |= {member.id: None for member in members}
        if bot:
            channel.present[self.workspace.bot.id] = None
        self.workspace.channels[channel.id] = channel
        return channel

    def add_usergroup(self, handle: str, people: Iterable[Person] = ()) -> Usergroup:
        """Add a user group people can mention."""
        group = Usergroup(id=self.workspace.new_id("S"), handle=handle, users=[one.id for one in people])
        self.workspace.usergroups[group.id] = group
        return group

    def change_usergroup(self, group: Usergroup, people: Iterable[Person]) -> None:
        """Change who is in a user group, as an admin does."""
        self.platform.changes.set_group(group, [one.id for one in people])

    def person(self, wanted: str) -> Person:
        """Find somebody by name or id."""
        user = self.workspace.user_named(wanted)
        if user is None or user.id not in self._people:
            raise ImpossibleError(f"nobody here is {wanted!r}")
        return self._people[user.id]

    def people(self) -> list[Person]:
        """List everybody added so far."""
        return list(self._people.values())

    def channel(self, wanted: str) -> Channel:
        """Find a channel by name or id."""
        channel = self.workspace.channel_named(wanted)
        if channel is None:
            raise ImpossibleError(f"there is no channel {wanted!r}")
        return channel

    def channels(self) -> list[Channel]:
        """List all channels, without direct messages."""
        return [channel for channel in self.workspace.channels.values() if not channel.is_im]

    def facts(self) -> dict[str, object]:
        """Give what a process needs to know to talk to this workspace."""
        return {
            "api_url": self.api_url,
            "control_url": self.control_url,
            "bot_token": self.bot_token,
            "app_token": self.app_token,
            "signing_secret": self.signing_secret,
            "team_id": self.team_id,
            "bot_user_id": self.bot_user_id,
            "people": {person.name: person.id for person in self.people()},
        }

    def age_interactions(self, seconds: float) -> None:
        """Make triggers and response URLs older at once, instead of waiting."""
        self.platform.interactions.age(seconds)

    async def quiet(self, timeout: float = 5.0, settle: float = 0.03) -> None:  # noqa: ASYNC109 - asked for at its call
        """Wait until no call and no delivery has been under way for `settle` seconds; TimeoutError if it stays busy."""
        async with asyncio.timeout(timeout):
            await self._quiet(settle)

    async def connected(self, count: int = 1) -> None:
        """Wait until the app has so many sockets open."""
        await self.sockets.opened(count)

    async def _quiet(self, settle: float) -> None:
        still_since, seen = time.monotonic(), -1
        while True:
            busy = self._api.in_flight or self.deliveries.in_flight
            if busy or len(self.log.entries) != seen:
                still_since, seen = time.monotonic(), len(self.log.entries)
            elif time.monotonic() - still_since >= settle:
                return
            await asyncio.sleep(0.003)

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._api.handle),
            web.get("/link/", self.sockets.handle),
            web.post("/response/{token}", self._respond),
        ]

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        given = json.loads(await request.read())
        exchange = Exchange(request=request, name="response_url", args=given, token="")
        interactions = self.platform.interactions

        def effect() -> dict[str, object]:
            return self._responses.respond(interactions.respond(request.match_info["token"]), given)

        return await self._api.told(exchange, effect)
