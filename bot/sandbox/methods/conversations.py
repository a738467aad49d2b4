"""Creating, naming, describing and closing channels."""

import re

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.wire import channel_json, escaped

NAME_LIMIT = 80  # https://docs.slack.dev/reference/methods/conversations.create
TOPIC_LIMIT = 250  # https://docs.slack.dev/reference/methods/conversations.setTopic
MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")
TOPIC = (*MANAGE, "channels:write.topic", "groups:write.topic")


def create(call: Call) -> Json:
    """Create a channel with the bot as its first member."""
    private = call.flag("is_private")
    call.require("groups:write" if private else "channels:manage")
    call.permitted("conversations.create")
    name = _free_name(call)
    channel = call.changes.add_channel(name, by=call.bot.id, private=private)
    call.changes.join(channel, call.bot.id)
    return {"channel": channel_json(channel, call.workspace)}


def archive(call: Call) -> Json:
    """Archive a channel the bot is in."""
    channel = call.channel("manage")
    if channel.archived:
        raise SlackError("already_archived")
    if channel.name == "general":
        raise SlackError("cant_archive_general")
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if call.bot.id not in channel.present:
        raise SlackError("not_in_channel")
    call.permitted("conversations.archive")
    call.changes.archive(channel, by=call.bot.id)
    return {}


def rename(call: Call) -> Json:
    """Rename a channel; a bot may only rename what it created."""
    channel = call.own_channel("manage")
    if channel.creator != call.bot.id:
        raise SlackError("not_authorized")
    call.permitted("conversations.rename")
    if call.text("name") != channel.name:
        call.changes.rename(channel, _free_name(call), by=call.bot.id)
    return {"channel": channel_json(channel, call.workspace)}


def set_topic(call: Call) -> Json:
    """Set the topic; the longer of the raw and the escaped text counts."""
    channel = call.own_channel("topic")
    topic = call.text("topic")
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    call.permitted("conversations.setTopic")
    if max(len(topic), len(escaped(topic))) > TOPIC_LIMIT:
        raise SlackError("too_long")
    call.changes.set_topic(channel, topic, by=call.bot.id)
    return {"channel": channel_json(channel, call.workspace)}


def set_purpose(call: Call) -> Json:
    """Set the channel's description."""
    channel = call.own_channel("topic")
    purpose = call.text("purpose")
    call.permitted("conversations.setPurpose")
    if len(purpose) > TOPIC_LIMIT:
        raise SlackError("too_long")
    call.changes.set_purpose(channel, purpose, by=call.bot.id)
    return {"channel": channel_json(channel, call.workspace)}


def _free_name(call: Call) -> str:
    name = call.text("name")
    check_name(name)
    if call.workspace.channel_named(name) is not None:
        raise SlackError("name_taken")
    return name


def check_name(name: str) -> None:
    """Refuse a name Slack would refuse."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > NAME_LIMIT:
        raise SlackError("invalid_name_maxlength")
    if not re.search(r"[^\W_]", name):
        raise SlackError("invalid_name_punctuation")
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise SlackError("invalid_name_specials")


METHODS = (
    Method(
        name="conversations.create",
        run=create,
        tier="2",
        scopes=MANAGE,
        required=("name",),
        optional=("is_private", "team_id"),
    ),
    Method(name="conversations.archive", run=archive, tier="2", scopes=MANAGE, required=("channel",)),
    Method(name="conversations.rename", run=rename, tier="2", scopes=MANAGE, required=("channel", "name")),
    Method(name="conversations.setTopic", run=set_topic, tier="2", scopes=TOPIC, required=("channel", "topic")),
    Method(
        name="conversations.setPurpose",
        run=set_purpose,
        tier="2",
        scopes=TOPIC,
        required=("channel", "purpose"),
    ),
)
