"""Pinned messages."""

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Json
from bot.sandbox.objects import Channel, Message
from bot.sandbox.wire import message_json

PINS = 100  # not in the reference; the help centre's figure


def add(call: Call) -> Json:
    """Pin a message once."""
    channel = call.own_channel()
    message = _message(call, channel)
    call.permitted("pins.add")
    if message.subtype is not None:
        raise SlackError("not_pinnable")
    if message.pinned:
        raise SlackError("already_pinned")
    if len(channel.pins) >= PINS:
        raise SlackError("too_many_pins")
    call.changes.pin(channel, message, by=call.bot.id)
    return {}


def remove(call: Call) -> Json:
    """Take a pin away."""
    channel = call.own_channel()
    message = _message(call, channel)
    call.permitted("pins.remove")
    if not message.pinned:
        raise SlackError("no_pin")
    call.changes.unpin(channel, message, by=call.bot.id)
    return {}


def list_pins(call: Call) -> Json:
    """List the pins, newest first."""
    channel = call.channel()
    if call.bot.id not in channel.present:
        raise SlackError("not_in_channel")
    return {
        "items": [
            {
                "type": "message",
                "channel": channel.id,
                "created": message.pinned_at,
                "created_by": message.pinned_by,
                "message": message_json(message, call.workspace),
            }
            for message in channel.pins
        ]
    }


def _message(call: Call, channel: Channel) -> Message:
    ts = call.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    if not ts.replace(".", "", 1).isdigit():
        raise SlackError("bad_timestamp")
    message = channel.find(ts)
    if message is None:
        raise SlackError("message_not_found")
    return message


METHODS = (
    Method(
        name="pins.add",
        run=add,
        tier="2",
        scopes=("pins:write",),
        required=("channel",),
        optional=("timestamp",),
    ),
    Method(
        name="pins.remove",
        run=remove,
        tier="2",
        scopes=("pins:write",),
        required=("channel",),
        optional=("timestamp",),
    ),
    Method(name="pins.list", run=list_pins, tier="2", scopes=("pins:read",), required=("channel",)),
)
