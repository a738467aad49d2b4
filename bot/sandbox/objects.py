"""People, channels and messages as the workspace holds them; they change under whoever holds one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(kw_only=True, slots=True)
class User:
    """A member of the workspace, person or bot."""

    id: str
    name: str
    real_name: str
    email: str
    tz: str = "UTC"
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    updated: int = 0


@dataclass(kw_only=True, slots=True)
class Usergroup:
    """A group people mention by its handle."""

    id: str
    handle: str
    users: list[str]


@dataclass(kw_only=True, slots=True)
class Bookmark:
    """A link in a channel's header."""

    id: str
    channel: str
    title: str
    link: str
    emoji: str
    created: int
    updated: int


@dataclass(kw_only=True, slots=True, eq=False)
class Message:
    """What was said; `to` names the only person who sees an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    subtype: str | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    bot_id: str | None = None
    extra: Json = field(default_factory=dict)
    edited: Json | None = None
    deleted: bool = False
    pinned_by: str | None = None
    pinned_at: int = 0
    replies: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    to: str | None = None

    @property
    def pinned(self) -> bool:
        """Whether the message is among its channel's pins."""
        return self.pinned_by is not None

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in somebody else's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def buttons(self) -> list[str]:
        """Read the labels of the buttons, in order."""
        return [element["text"]["text"] for _, element in elements(self.blocks) if element.get("type") == "button"]


@dataclass(kw_only=True, slots=True, eq=False)
class Channel:
    """A conversation: public, private, or direct messages of `with_user` with the bot or with another person."""

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    with_user: str | None = None
    archived: bool = False
    shared_with: list[str] = field(default_factory=list)
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0
    purpose: str = ""
    bookmarks: list[Bookmark] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)
    history: dict[str, Message] = field(default_factory=dict)
    present: dict[str, None] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Whether these are direct messages."""
        return self.with_user is not None

    @property
    def members_only(self) -> bool:
        """Whether nobody but its members can tell that it exists."""
        return self.is_private or self.is_im

    @property
    def members(self) -> list[str]:
        """List the ids of who is in, in order of arrival."""
        return list(self.present)

    @property
    def messages(self) -> list[Message]:
        """List what can still be read, oldest first, system messages and replies included."""
        return [message for message in self.history.values() if not message.deleted]

    @property
    def posts(self) -> list[Message]:
        """List what people and apps said, without the notices Slack writes itself."""
        return [message for message in self.messages if message.subtype is None]

    @property
    def pins(self) -> list[Message]:
        """List the pinned messages, newest pin first."""
        return sorted((m for m in self.messages if m.pinned), key=lambda m: m.pinned_at, reverse=True)

    def find(self, ts: str) -> Message | None:
        """Find a message that can still be read."""
        message = self.history.get(ts)
        return None if message is None or message.deleted else message

    def thread(self, ts: str) -> list[Message]:
        """List a parent and its replies."""
        return [m for m in self.messages if ts in (m.ts, m.thread_ts)]


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Walk the interactive elements with the block each stands in, also inside containers and cards."""
    for block in blocks:
        for element in block.get("elements") or ():
            if block.get("type") != "rich_text":
                yield block, element
        for single in (block.get("accessory"), block.get("element")):
            if single:
                yield block, single
        for action in block.get("actions") or ():
            yield block, action
        for nested in (block.get("child_blocks"), block.get("blocks"), block.get("cards")):
            if nested:
                yield from elements(nested)
