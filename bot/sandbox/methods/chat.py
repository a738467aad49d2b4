"""Posting, editing and deleting messages."""

from dataclasses import replace

from bot.sandbox.call import Call, Method
from bot.sandbox.changes import Content
from bot.sandbox.content import UPDATED_TEXT, content
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.methods.members import direct_channel
from bot.sandbox.objects import Channel, Message
from bot.sandbox.wire import message_json

WRITE = ("chat:write",)
STRUCTURES = ("blocks", "attachments", "metadata")


def post_message(call: Call) -> Json:
    """Post into a channel, a thread, or somebody's direct messages."""
    channel = _destination(call)
    said = _threaded(call, channel, _content(call))
    message = call.changes.say(channel, call.bot.id, said)
    shown = message_json(message, call.workspace, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _destination(call: Call) -> Channel:
    wanted = call.text("channel")
    if wanted.startswith(("U", "W")):
        return _direct_destination(call, wanted)
    channel = call.workspace.channel_named(wanted)
    bot = call.bot.id
    if channel is None or (channel.members_only and bot not in channel.present):
        raise SlackError("channel_not_found")
    if channel.is_im:
        _check_direct(call)
    if channel.archived:
        raise SlackError("is_archived")
    if bot not in channel.present and "chat:write.public" not in call.platform.manifest.scopes:
        raise SlackError("not_in_channel")
    call.permitted("chat.postMessage")
    if channel.id in call.workspace.restricted:
        raise SlackError("restricted_action_read_only_channel")
    return channel


def _direct_destination(call: Call, user: str) -> Channel:
    _check_direct(call)
    try:
        return direct_channel(call, [user])
    except SlackError as refused:
        code = refused.code if refused.code == "cannot_dm_bot" else "channel_not_found"
        raise SlackError(code) from None


def _check_direct(call: Call) -> None:
    if not call.platform.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")


def _content(call: Call, **limits: int) -> Content:
    given = {name: call.args.get(name) for name in ("text", "markdown_text")}
    return content(given | {name: call.structure(name) for name in STRUCTURES}, **limits)


def _threaded(call: Call, channel: Channel, said: Content) -> Content:
    thread_ts = call.text("thread_ts") or None
    if thread_ts is None:
        return said
    parent = channel.find(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        call.platform.log.violated("thread_ts_of_a_reply", f"{thread_ts} is a reply, not a parent")
        raise SlackError("cannot_reply_to_message")
    return replace(said, thread_ts=thread_ts, broadcast=call.flag("reply_broadcast"))


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel."""
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if call.bot.id not in channel.present:
        raise SlackError("not_in_channel")
    user = call.workspace.users.get(call.text("user"))
    if user is None or user.deleted or user.id not in channel.present:
        raise SlackError("user_not_in_channel")
    call.permitted("chat.postEphemeral")
    message = call.changes.whisper(channel, user.id, _threaded(call, channel, _content(call)))
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Edit one of the bot's own messages; without blocks the old blocks stay on it."""
    channel, message = _own_message(call, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    said = _content(call, longest=UPDATED_TEXT)
    if not said.blocks and message.blocks and call.args.get("blocks") is None:
        call.platform.log.violated("update_without_blocks", "Slack's pages disagree whether old blocks stay")
        said = replace(said, blocks=tuple(message.blocks))
    call.changes.edit(channel, message, said, by=call.bot.id)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(message, call.workspace, metadata=True),
    }


def delete(call: Call) -> Json:
    """Delete one of the bot's own messages."""
    channel, message = _own_message(call, "cant_delete_message")
    call.changes.delete(channel, message, by=call.bot.id)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """Give the lasting link of a message."""
    channel = call.channel()
    message = channel.find(call.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _own_message(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = channel.find(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.bot.id or message.subtype is not None:
        raise SlackError(refusal)
    return channel, message


METHODS = (
    Method(
        name="chat.postMessage",
        run=post_message,
        tier="post",
        scopes=WRITE,
        required=("channel",),
        optional=(
            "text", "blocks", "attachments", "metadata", "markdown_text", "thread_ts", "reply_broadcast",
            "unfurl_links", "unfurl_media", "mrkdwn", "link_names", "parse", "username", "icon_emoji",
            "icon_url", "as_user", "client_msg_id", "container_id",
        ),
    ),
    Method(
        name="chat.postEphemeral",
        run=post_ephemeral,
        tier="4",
        scopes=WRITE,
        required=("channel", "user"),
        optional=(
            "text", "blocks", "attachments", "markdown_text", "thread_ts", "link_names", "parse", "username",
            "icon_emoji", "icon_url", "as_user",
        ),
    ),
    Method(
        name="chat.update",
        run=update,
        tier="3",
        scopes=WRITE,
        required=("channel", "ts"),
        optional=(
            "text", "blocks", "attachments", "metadata", "markdown_text", "reply_broadcast", "link_names",
            "parse", "as_user", "file_ids", "unfurl_links", "unfurl_media",
        ),
    ),
    Method(
        name="chat.delete",
        run=delete,
        tier="3",
        scopes=WRITE,
        required=("channel", "ts"),
        optional=("as_user",),
    ),
    Method(name="chat.getPermalink", run=permalink, tier="special", required=("channel", "message_ts")),
)  # fmt: skip
