"""Reading channels back: what exists, who is in, what was said."""

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.objects import Channel, Message
from bot.sandbox.wire import channel_json, message_json

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
SCOPES_OF_TYPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
PERIOD = ("latest", "oldest", "inclusive", "limit", "cursor", "include_all_metadata")


def info(call: Call) -> Json:
    """Show one channel, with the number of members if asked for."""
    channel = call.channel("read")
    shown = channel_json(channel, call.workspace)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.present)
    return {"channel": shown}


def list_channels(call: Call) -> Json:
    """List what the bot can see; archived channels are left out only after the page was cut."""
    return _listed(call, [c for c in _of_types(call) if not c.members_only or call.bot.id in c.present])


def users_conversations(call: Call) -> Json:
    """List what the bot, or the named user, is in."""
    user = call.text("user") or call.bot.id
    visible = [c for c in _of_types(call) if not c.members_only or call.bot.id in c.present]
    return _listed(call, [c for c in visible if user in c.present])


def _of_types(call: Call) -> list[Channel]:
    wanted = call.ids("types") or ["public_channel"]
    for kind in wanted:
        if kind not in SCOPES_OF_TYPES:
            raise SlackError("invalid_types")
        call.require(SCOPES_OF_TYPES[kind])
    return [c for c in call.workspace.channels.values() if _type_of(c) in wanted]


def _type_of(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _listed(call: Call, channels: list[Channel]) -> Json:
    page, more = call.page(channels)
    if call.flag("exclude_archived"):
        page = [channel for channel in page if not channel.archived]
    return {"channels": [channel_json(channel, call.workspace) for channel in page], **more}


def members(call: Call) -> Json:
    """List the ids of who is in."""
    channel = call.channel("read")
    page, more = call.page(channel.members)
    return {"members": page, **more}


def history(call: Call) -> Json:
    """Show what was said, newest first, threads only by their parents and broadcasts."""
    channel = _readable(call)
    said = [m for m in reversed(channel.messages) if not m.is_reply or m.broadcast]
    return _messages(call, [m for m in said if _in_period(call, m)])


def replies(call: Call) -> Json:
    """Show a thread, its parent first."""
    channel = _readable(call)
    parent = channel.find(call.text("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    thread = channel.thread(parent.thread_ts or parent.ts)
    return _messages(call, [m for m in thread if m is parent or _in_period(call, m)])


def _readable(call: Call) -> Channel:
    channel = call.channel("history")
    if call.bot.id not in channel.present:
        raise SlackError("not_in_channel")
    return channel


def _in_period(call: Call, message: Message) -> bool:
    ts = float(message.ts)
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", float("inf"))
    if call.flag("inclusive"):
        return oldest <= ts <= latest
    return oldest < ts < latest


def _moment(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _messages(call: Call, found: list[Message]) -> Json:
    page, more = call.page(found)
    shown = [message_json(message, call.workspace, metadata=call.flag("include_all_metadata")) for message in page]
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


METHODS = (
    Method(
        name="conversations.info",
        run=info,
        tier="3",
        scopes=READ,
        required=("channel",),
        optional=("include_locale", "include_num_members"),
    ),
    Method(
        name="conversations.list",
        run=list_channels,
        tier="2",
        scopes=READ,
        optional=("cursor", "exclude_archived", "limit", "team_id", "types"),
    ),
    Method(
        name="users.conversations",
        run=users_conversations,
        tier="2",
        scopes=READ,
        optional=("cursor", "exclude_archived", "limit", "team_id", "types", "user"),
    ),
    Method(
        name="conversations.members",
        run=members,
        tier="4",
        scopes=READ,
        required=("channel",),
        optional=("cursor", "limit"),
    ),
    Method(
        name="conversations.history",
        run=history,
        tier="3",
        scopes=HISTORY,
        required=("channel",),
        optional=PERIOD,
    ),
    Method(
        name="conversations.replies",
        run=replies,
        tier="3",
        scopes=HISTORY,
        required=("channel", "ts"),
        optional=PERIOD,
    ),
)
