"""The payloads Slack sends for what people do; field by field as in its reference."""

from bot.sandbox.interactions import Interaction
from bot.sandbox.objects import Channel, Json, Message, User
from bot.sandbox.screens import View, state_values, view_json
from bot.sandbox.wire import message_json
from bot.sandbox.workspace import Workspace


def channel_name(channel: Channel) -> str:
    """Name a channel as payloads do: private ones and direct messages keep theirs to themselves."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def command(
    workspace: Workspace, user: User, interaction: Interaction, typed: tuple[str, str], response_url: str
) -> Json:
    """Show a slash command; `typed` is the command and its text."""
    channel = interaction.channel
    if channel is None:
        raise ValueError("a command is typed in a channel")
    return {
        "token": workspace.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": typed[0],
        "text": typed[1],
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": interaction.trigger_id,
    }


def interactive(kind: str, workspace: Workspace, user: User) -> Json:
    """Show what every interactive payload has."""
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team_id},
        "api_app_id": workspace.app_id,
        "token": workspace.verification_token,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(workspace: Workspace, channel: Channel, message: Message) -> Json:
    """Show the message something was done on."""
    return {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.to is not None,
        },
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message_json(message, workspace, metadata=True),
    }


def on_view(workspace: Workspace, view: View) -> Json:
    """Show the view something was done in."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(view, workspace)}


def action(block: Json, element: Json, ts: str, held: Json | None = None) -> Json:
    """Show one press or pick."""
    done = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    for name in ("text", "value", "style", "url", "confirm", "placeholder"):
        if name in element:
            done[name] = element[name]
    return done | {name: value for name, value in (held or {}).items() if name != "type"}


def message_state(message: Message) -> Json:
    """Show what the pickers of a message hold."""
    view = View(id="", user="", shown={"type": "message", "blocks": message.blocks}, root_id="")
    return {"values": state_values(view)}
