"""Emoji under messages."""

import re

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.objects import Channel, Message


def add(call: Call) -> Json:
    """React once."""
    channel, message, name = _target(call)
    if call.bot.id in message.reactions.get(name, ()):
        raise SlackError("already_reacted")
    call.changes.react(channel, message, name, by=call.bot.id)
    return {}


def remove(call: Call) -> Json:
    """Take a reaction back."""
    channel, message, name = _target(call)
    if call.bot.id not in message.reactions.get(name, ()):
        raise SlackError("no_reaction")
    call.changes.unreact(channel, message, name, by=call.bot.id)
    return {}


def _target(call: Call) -> tuple[Channel, Message, str]:
    channel = call.own_channel()
    message = channel.find(call.text("timestamp"))
    name = call.text("name").strip(":")
    if message is None:
        raise SlackError("message_not_found")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-\d)?", name):
        raise SlackError("invalid_name")
    return channel, message, name


METHODS = tuple(
    Method(
        name=name,
        run=run,
        tier=tier,
        scopes=("reactions:write",),
        required=("channel", "timestamp", "name"),
    )
    for name, run, tier in (("reactions.add", add, "3"), ("reactions.remove", remove, "2"))
)
