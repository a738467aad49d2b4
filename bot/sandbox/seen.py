"""What one person has on the screen, as plain values for a page or another process."""

from bot.sandbox.manifest import Manifest
from bot.sandbox.objects import Channel, Json, Message, User
from bot.sandbox.people import Person
from bot.sandbox.replies import Reply, Submitted
from bot.sandbox.screens import View, view_json
from bot.sandbox.wire import bookmark_json, channel_json, message_json
from bot.sandbox.workspace import SLACKBOT, Workspace


def app_seen(app: Manifest, workspace: Workspace) -> Json:
    """Show what the client offers of the installed app: its tabs, commands and shortcuts."""
    return {
        "id": workspace.bot.id,
        "name": app.app_name,
        "home_tab": app.home_tab,
        "messages_tab": app.messages_tab,
        "commands": [
            {"command": name, "description": one.description, "usage_hint": one.usage_hint}
            for name, one in app.commands.items()
        ],
        "shortcuts": [{"name": one.name, "on_message": one.on_message} for one in app.shortcuts],
    }


def screen(person: Person, workspace: Workspace) -> Json:
    """Show everything a person can read now: who is here, conversations, the open modals, the Home tab."""
    mine = [c for c in workspace.channels.values() if person.id in c.present]
    others = [c for c in workspace.channels.values() if not (person.id in c.present or c.members_only or c.archived)]
    return {
        "person": _member(person.user),
        "people": [_member(user) for user in workspace.users.values()],
        "channels": [channel_seen(person, c, workspace) for c in mine],
        "joinable": [{"id": c.id, "name": c.name, "members": c.members} for c in others],
        "usergroups": [{"id": group.id, "handle": group.handle} for group in workspace.usergroups.values()],
        "views": [view_json(view, workspace) for view in person.views],
        "home": view_json(person.home, workspace) if person.home else None,
    }


def channel_seen(person: Person, channel: Channel, workspace: Workspace) -> Json:
    """Show a conversation as one member reads it; direct messages are named after the other one."""
    other = {"user": next((id_ for id_ in channel.members if id_ != person.id), person.id)} if channel.is_im else {}
    return {
        **channel_json(channel, workspace),
        **other,
        "members": channel.members,
        "messages": [message_seen(message, workspace) for message in person.sees(channel)],
        "pins": [message.ts for message in channel.pins],
        "bookmarks": [bookmark_json(bookmark, workspace) for bookmark in channel.bookmarks],
    }


def message_seen(message: Message, workspace: Workspace) -> Json:
    """Show a message with what only the client knows about it."""
    shown = message_json(message, workspace, metadata=True)
    return {**shown, "channel": message.channel, "ephemeral": message.to is not None, "pinned": message.pinned}


def _member(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "is_bot": user.is_bot or user.id == SLACKBOT,
        "deleted": user.deleted,
    }


def outcome(result: object, workspace: Workspace) -> Json:
    """Show what came of an action."""
    match result:
        case Reply():
            return {
                "error": result.error,
                "latency_ms": result.latency_ms,
                "messages": [message_seen(m, workspace) for m in result.messages],
                "ephemeral": [message_seen(m, workspace) for m in result.ephemeral],
                "view": view_json(result.view, workspace) if result.view else None,
            }
        case Submitted():
            return {
                "ok": result.ok,
                "error": result.error,
                "errors": dict(result.errors),
                "latency_ms": result.latency_ms,
                "view": view_json(result.view, workspace) if result.view else None,
            }
        case Message():
            return {"message": message_seen(result, workspace)}
        case View():
            return {"view": view_json(result, workspace)}
        case Channel():
            return {"channel": channel_json(result, workspace)}
        case list():
            return {"items": result}
        case _:
            return {}
