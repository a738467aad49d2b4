"""One Web API call as its method sees it: arguments read whatever their encoding, scopes asked for by need."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.events import Events
from bot.sandbox.interactions import Interactions
from bot.sandbox.log import Log
from bot.sandbox.manifest import Json, Manifest
from bot.sandbox.objects import Channel, User
from bot.sandbox.screens import Screens
from bot.sandbox.workspace import Workspace

# for each need: the scopes that serve public channels, private ones, and direct messages
NEEDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "read": (("channels:read",), ("groups:read",), ("im:read",)),
    "history": (("channels:history",), ("groups:history",), ("im:history",)),
    "manage": (("channels:manage",), ("groups:write",), ("im:write",)),
    "join": (("channels:join",), ("channels:join",), ("channels:join",)),
    "topic": (
        ("channels:manage", "channels:write.topic"),
        ("groups:write", "groups:write.topic"),
        ("im:write",),
    ),
    "invite": (
        ("channels:manage", "channels:write.invites"),
        ("groups:write", "groups:write.invites"),
        ("im:write",),
    ),
}
FALSE = {"", "0", "false", "False", "no"}
PAGE = 100
LARGEST_PAGE = 999


@dataclass(frozen=True, kw_only=True, slots=True)
class Platform:
    """The parts of the look-alike that methods work on."""

    workspace: Workspace
    manifest: Manifest
    changes: Changes
    screens: Screens
    interactions: Interactions
    events: Events
    log: Log


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A checked call: the token is good and the required arguments are there."""

    args: Mapping[str, Any]
    platform: Platform

    @property
    def workspace(self) -> Workspace:
        """Give the workspace."""
        return self.platform.workspace

    @property
    def changes(self) -> Changes:
        """Give the verbs of the workspace."""
        return self.platform.changes

    @property
    def bot(self) -> User:
        """Give who is calling."""
        return self.platform.workspace.bot

    def text(self, name: str) -> str:
        """Read an argument as text; empty when absent."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read a boolean however it was spelt."""
        value = self.args.get(name)
        return default if value is None else str(value) not in FALSE

    def ids(self, name: str) -> list[str]:
        """Read a list of ids, comma-joined or a JSON list."""
        value = self.args.get(name) or []
        given = value if isinstance(value, list) else str(value).split(",")
        return [str(one).strip() for one in given if str(one).strip()]

    def structure(self, name: str) -> Any:  # noqa: ANN401 - JSON of any shape, checked by whoever asked
        """Read a structured argument, given as JSON or as text holding JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise invalid_arguments(f"{name} is not JSON", code=code) from None

    def page(self, rows: list[Any]) -> tuple[list[Any], Json]:
        """Cut one page out of rows, with the cursor of the next."""
        limit = self._limit()
        start = self._start(len(rows))
        more = start + limit < len(rows)
        return rows[start : start + limit], {
            "response_metadata": {"next_cursor": f"offset:{start + limit}" if more else ""}
        }

    def channel(self, need: str | None = None, *, name: str = "channel") -> Channel:
        """Find the channel an argument names, as far as the bot can see it."""
        channel = self.workspace.channels.get(self.text(name))
        if channel is None or (channel.members_only and self.bot.id not in channel.present):
            raise SlackError("channel_not_found")
        if need is not None:
            public, private, direct = NEEDS[need]
            self.require(*(direct if channel.is_im else private if channel.is_private else public))
        return channel

    def own_channel(self, need: str | None = None, *, name: str = "channel") -> Channel:
        """Find a channel the bot is in and can still change."""
        channel = self.channel(need, name=name)
        if self.bot.id not in channel.present:
            raise SlackError("not_in_channel")
        if channel.archived:
            raise SlackError("is_archived")
        return channel

    def require(self, *any_of: str) -> None:
        """Ask for one of some scopes."""
        if not any(scope in self.platform.manifest.scopes for scope in any_of):
            raise missing_scope(any_of, self.platform.manifest)

    def permitted(self, method: str) -> None:
        """Refuse what an admin has restricted."""
        if method in self.workspace.restricted:
            raise SlackError("restricted_action")

    def _limit(self) -> int:
        value = self.args.get("limit")
        if value in (None, "", 0, "0"):
            return PAGE
        if not str(value).isdigit() or not 1 <= int(str(value)) <= LARGEST_PAGE:
            raise SlackError("invalid_limit")
        return int(str(value))

    def _start(self, length: int) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        kind, _, offset = cursor.partition(":")
        if kind != "offset" or not offset.isdigit() or int(offset) > length:
            raise SlackError("invalid_cursor")
        return int(offset)


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """One Web API method: who may call it with what, how often, and what it does."""

    name: str
    run: Callable[[Call], Json]
    tier: str
    scopes: tuple[str, ...] = ()  # any one of them lets the call in
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    app_token: bool = False

    @property
    def known(self) -> frozenset[str]:
        """Give the arguments Slack documents."""
        return frozenset((*self.required, *self.optional, "token"))


def missing_scope(any_of: tuple[str, ...], manifest: Manifest) -> SlackError:
    """Refuse for want of a scope, naming it as Slack does."""
    return SlackError("missing_scope", needed=",".join(any_of), provided=",".join(manifest.scopes))
