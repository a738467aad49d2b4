"""The workspace itself: who and what is in it, and the ids and timestamps it hands out."""

import secrets
import time
from collections.abc import Callable
from itertools import count

from bot.sandbox.objects import Channel, User, Usergroup

SLACKBOT = "USLACKBOT"


class Workspace:
    """Holds everything Slack would remember; `now` is the clock its timestamps come from."""

    def __init__(self, app_name: str, now: Callable[[], float] = time.time) -> None:
        """Begin with the app installed and nobody else there."""
        self.now = now
        self._numbers = count(0x7A1C001)
        self._last_ts = 0
        self.team_id = self.new_id("T")
        self.team_name = "Sandbox"
        self.domain = "sandbox"
        self.app_id = self.new_id("A")
        self.bot_id = self.new_id("B")
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-1-{self.app_id}-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.verification_token = secrets.token_hex(12)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self._directs: dict[frozenset[str], Channel] = {}
        self.usergroups: dict[str, Usergroup] = {}
        self.restricted: set[str] = set()  # methods an admin has forbidden to apps: `restricted_action`
        self.bot = self._install(app_name)

    def _install(self, app_name: str) -> User:
        bot = User(id=self.new_id("U"), name=app_name.lower(), real_name=app_name, email="", is_bot=True)
        slackbot = User(id=SLACKBOT, name="slackbot", real_name="Slackbot", email="")
        self.users |= {bot.id: bot, SLACKBOT: slackbot}
        return bot

    def new_id(self, prefix: str) -> str:
        """Make an id as Slack does: a letter for the kind, then capitals and digits."""
        return f"{prefix}0{next(self._numbers):09X}"

    def new_ts(self) -> str:
        """Make a timestamp that is later than every other of this workspace."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def seconds(self) -> int:
        """Tell the time in whole seconds."""
        return int(self.now())

    def user_named(self, wanted: str) -> User | None:
        """Find a member by id, handle or real name."""
        if wanted in self.users:
            return self.users[wanted]
        for user in self.users.values():
            if wanted.removeprefix("@") in (user.name, user.real_name):
                return user
        return None

    def channel_named(self, wanted: str) -> Channel | None:
        """Find a channel by id or by name."""
        if wanted in self.channels:
            return self.channels[wanted]
        name = wanted.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and not channel.is_im:
                return channel
        return None

    def direct(self, user_id: str, other: str | None = None) -> Channel:
        """Give the direct messages of a person with the bot or with another person, opening them the first time."""
        present = {user_id: None, other or self.bot.id: None}
        pair = frozenset(present)
        if pair in self._directs:
            return self._directs[pair]
        channel = self._directs[pair] = Channel(
            id=self.new_id("D"), name="", creator=user_id, created=self.seconds(), with_user=user_id
        )
        channel.present |= present
        self.channels[channel.id] = channel
        return channel
