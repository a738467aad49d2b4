"""Links in a channel's header. Nothing stops two equal ones: Slack does not check."""

import re

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.objects import Bookmark, Channel
from bot.sandbox.wire import bookmark_json

BOOKMARKS = 100  # https://docs.slack.dev/reference/methods/bookmarks.add


def add(call: Call) -> Json:
    """Add a link."""
    channel = call.own_channel(name="channel_id")
    call.permitted("bookmarks.add")
    if call.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    now = call.workspace.seconds()
    bookmark = Bookmark(
        id=call.workspace.new_id("Bk"),
        channel=channel.id,
        title=call.text("title"),
        link=_link(call.text("link")),
        emoji=_emoji(call.text("emoji")),
        created=now,
        updated=now,
    )
    call.changes.bookmark(channel, bookmark, by=call.bot.id)
    return {"bookmark": bookmark_json(bookmark, call.workspace)}


def edit(call: Call) -> Json:
    """Change a link's title, address or emoji."""
    channel = call.own_channel(name="channel_id")
    bookmark = _find(call, channel)
    bookmark.title = call.text("title") or bookmark.title
    if call.text("link"):
        bookmark.link = _link(call.text("link"))
    bookmark.emoji = _emoji(call.text("emoji")) or bookmark.emoji
    call.changes.edit_bookmark(channel, bookmark, by=call.bot.id)
    return {"bookmark": bookmark_json(bookmark, call.workspace)}


def remove(call: Call) -> Json:
    """Take a link away."""
    channel = call.own_channel(name="channel_id")
    call.changes.remove_bookmark(channel, _find(call, channel), by=call.bot.id)
    return {}


def list_bookmarks(call: Call) -> Json:
    """List the links in order of age."""
    channel = call.channel(name="channel_id")
    if call.bot.id not in channel.present:
        raise SlackError("not_in_channel")
    return {"bookmarks": [bookmark_json(bookmark, call.workspace) for bookmark in channel.bookmarks]}


def _find(call: Call, channel: Channel) -> Bookmark:
    for bookmark in channel.bookmarks:
        if bookmark.id == call.text("bookmark_id"):
            return bookmark
    raise SlackError("not_found")


def _link(link: str) -> str:
    if not re.fullmatch(r"https?://\S+", link):
        raise SlackError("invalid_link")
    return link


def _emoji(emoji: str) -> str:
    if emoji and not re.fullmatch(r":[a-z0-9_+'-]+:", emoji):
        raise SlackError("invalid_emoji")
    return emoji


METHODS = (
    Method(
        name="bookmarks.add",
        run=add,
        tier="2",
        scopes=("bookmarks:write",),
        required=("channel_id", "title", "type"),
        optional=("link", "emoji", "entity_id", "parent_id", "access_level"),
    ),
    Method(
        name="bookmarks.edit",
        run=edit,
        tier="2",
        scopes=("bookmarks:write",),
        required=("channel_id", "bookmark_id"),
        optional=("title", "link", "emoji"),
    ),
    Method(
        name="bookmarks.remove",
        run=remove,
        tier="2",
        scopes=("bookmarks:write",),
        required=("channel_id", "bookmark_id"),
        optional=("quip_section_id",),
    ),
    Method(
        name="bookmarks.list",
        run=list_bookmarks,
        tier="3",
        scopes=("bookmarks:read",),
        required=("channel_id",),
    ),
)
