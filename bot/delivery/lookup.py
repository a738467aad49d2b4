"""Look in Slack for what a call may have left there before its answer was lost."""

from collections.abc import AsyncIterator, Container
from dataclasses import dataclass
from typing import TypeVar

from bot.delivery.calls import Body, Refused
from bot.delivery.slack import Slack

KEY = "conn_message"
"""The event type of the metadata by which Conn knows its own messages again."""

Thing = TypeVar("Thing")

_PAGE = 100
_PAGES = 3


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where a message is."""

    channel: str
    ts: str


@dataclass(eq=False)
class NotSeenYet(Exception):  # noqa: N818 - no failure: Slack may show it later
    """What may be in Slack was looked for in vain, and has to be `looks` times more."""

    looks: int


def seen(found: Thing | None, looks_left: int) -> Thing | None:
    """Give what was found, or None once it was looked for in vain often enough; NotSeenYet before that."""
    if found is None and looks_left > 1:
        raise NotSeenYet(looks=looks_left - 1)
    return found


def metadata(key: str) -> Body:
    """Mark a message with the key of what it carries; Slack knows no other way to recognise a second copy."""
    return {"event_type": KEY, "event_payload": {"key": key}}


async def message(slack: Slack, channel: str, key: str, *, thread: str | None = None) -> Found | None:
    """Find the message that carries this key, newest first; a person's id stands for the conversation with them."""
    async for found in messages(slack, channel, key, thread=thread):
        return found
    return None


async def messages(slack: Slack, channel: str, key: str, *, thread: str | None = None) -> AsyncIterator[Found]:
    """Find every message that carries this key, newest first."""
    if channel[0] in "UW":
        opened = await slack.call("conversations.open", users=channel)
        channel = opened["channel"]["id"]
    cursor = ""
    for _ in range(_PAGES):
        page = await _entered(slack, channel, thread, cursor)
        for entry in page["messages"]:
            if entry.get("metadata", {}).get("event_payload", {}).get("key") == key:
                yield Found(channel=channel, ts=entry["ts"])
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return


async def own_channels(slack: Slack, names: Container[str], bot: str) -> dict[str, Body]:
    """Find the channels of these names that Conn itself created, by name."""
    found: dict[str, Body] = {}
    cursor = ""
    while True:
        page = await slack.call(
            "users.conversations",
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=200,
            cursor=cursor,
        )
        for channel in page["channels"]:
            if channel["name"] in names and channel["creator"] == bot:
                found[channel["name"]] = dict(channel)
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return found


async def bookmark(slack: Slack, channel: str, link: str) -> str | None:
    """Find the id of the bookmark to a link."""
    listed = await slack.call("bookmarks.list", channel_id=channel)
    return next((b["id"] for b in listed["bookmarks"] if b["link"] == link), None)


async def _entered(slack: Slack, channel: str, thread: str | None, cursor: str) -> Body:
    """Read a page, entering a public channel first: Conn may have died just before it did so to post."""
    try:
        return await _page(slack, channel, thread, cursor)
    except Refused as refused:
        if refused.code != "not_in_channel":
            raise
    await slack.call("conversations.join", channel=channel)
    return await _page(slack, channel, thread, cursor)


async def _page(slack: Slack, channel: str, thread: str | None, cursor: str) -> Body:
    if thread:
        return await slack.call(
            "conversations.replies", channel=channel, ts=thread, include_all_metadata=True, limit=_PAGE, cursor=cursor
        )
    return await slack.call(
        "conversations.history", channel=channel, include_all_metadata=True, limit=_PAGE, cursor=cursor
    )


async def any_message(slack: Slack, channel: str) -> bool:
    """Say whether Conn has posted in a channel at all."""
    page = await _page(slack, channel, None, "")
    return any(entry.get("metadata", {}).get("event_type") == KEY for entry in page["messages"])
