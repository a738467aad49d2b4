"""Who is in a channel: joining, inviting, leaving, and direct messages."""

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.manifest import Json
from bot.sandbox.methods.conversations import MANAGE
from bot.sandbox.objects import Channel
from bot.sandbox.wire import channel_json
from bot.sandbox.workspace import SLACKBOT

INVITE = (*MANAGE, "channels:write.invites", "groups:write.invites")
INVITED_AT_ONCE = 100  # https://docs.slack.dev/reference/methods/conversations.invite
STOPS_ALL = {"user_not_found", "user_is_restricted", "ura_max_channels", "cant_invite_self"}


def join(call: Call) -> Json:
    """Join a public channel; being in already is fine."""
    channel = call.channel("join")
    if channel.is_private or channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    shown = {"channel": channel_json(channel, call.workspace)}
    if call.bot.id in channel.present:
        return {**shown, "warning": "already_in_channel", "already_in_channel": True}
    call.changes.join(channel, call.bot.id)
    return {"channel": channel_json(channel, call.workspace)}


def invite(call: Call) -> Json:
    """Invite people; with `force` whoever can come does, whatever is wrong with the others."""
    channel = call.own_channel("invite")
    wanted = call.ids("users")
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if not wanted:
        raise SlackError("no_user")
    if len(wanted) > INVITED_AT_ONCE:
        raise invalid_arguments(f"must have at most {INVITED_AT_ONCE} items [json-pointer:/users]")
    call.permitted("conversations.invite")
    problems = {user: code for user in wanted if (code := _problem(call, channel, user))}
    if call.flag("force") or not STOPS_ALL & set(problems.values()):
        for user in dict.fromkeys(wanted):
            if user not in problems:
                call.changes.join(channel, user, inviter=call.bot.id)
    if problems:
        errors = [{"user": user, "ok": False, "error": code} for user, code in problems.items()]
        raise SlackError(next(iter(problems.values())), errors=errors)
    return {"channel": channel_json(channel, call.workspace)}


def _problem(call: Call, channel: Channel, user_id: str) -> str | None:
    user = call.workspace.users.get(user_id)
    if user is None:
        return "user_not_found"
    if user.id == call.bot.id:
        return "cant_invite_self"
    if user.deleted or user.id == SLACKBOT:
        return "cant_invite"
    if user.is_ultra_restricted:
        return "ura_max_channels"
    if user.is_restricted:
        return "user_is_restricted"
    return "already_in_channel" if user.id in channel.present else None


def kick(call: Call) -> Json:
    """Remove somebody."""
    channel = call.own_channel("manage")
    user = call.text("user")
    if user == call.bot.id:
        raise SlackError("cant_kick_self")
    if user not in channel.present:
        raise SlackError("not_in_channel")
    call.permitted("conversations.kick")
    call.changes.leave(channel, user, by=call.bot.id)
    return {}


def leave(call: Call) -> Json:
    """Leave a channel."""
    channel = call.channel("manage")
    if call.bot.id not in channel.present:
        return {"not_in_channel": True}
    call.changes.leave(channel, call.bot.id)
    return {}


def open_direct(call: Call) -> Json:
    """Open the direct messages with one person; opening them again gives the same."""
    if call.text("channel"):
        channel = call.channel("manage")
    else:
        call.require("im:write")
        channel = direct_channel(call, call.ids("users"))
    shown = channel_json(channel, call.workspace)
    return {"channel": shown if call.flag("return_im") else {"id": channel.id}}


def direct_channel(call: Call, users: list[str]) -> Channel:
    """Give the direct messages with the only user named, if there can be any."""
    if len(users) != 1:
        raise SlackError("method_not_supported_for_channel_type" if users else "users_list_not_supplied")
    user = call.workspace.users.get(users[0])
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot or user.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")
    return call.workspace.direct(user.id)


METHODS = (
    Method(name="conversations.join", run=join, tier="3", scopes=("channels:join",), required=("channel",)),
    Method(
        name="conversations.invite",
        run=invite,
        tier="3",
        scopes=INVITE,
        required=("channel", "users"),
        optional=("force",),
    ),
    Method(name="conversations.kick", run=kick, tier="3", scopes=MANAGE, required=("channel", "user")),
    Method(name="conversations.leave", run=leave, tier="3", scopes=MANAGE, required=("channel",)),
    Method(
        name="conversations.open",
        run=open_direct,
        tier="3",
        scopes=MANAGE,
        optional=("channel", "users", "return_im", "prevent_creation"),
    ),
)
