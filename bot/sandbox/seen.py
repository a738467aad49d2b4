"""What one person has on the screen, as plain values for a page or another process."""

from bot.sandbox.objects import Channel, Json, Message
from bot.sandbox.people import Person
from bot.sandbox.replies import Reply, Submitted
from bot.sandbox.screens import View, view_json
from bot.sandbox.wire import bookmark_json, channel_json, message_json
from bot.sandbox.workspace import Workspace


def screen(person: Person, workspace: Workspace) -> Json:
    """Show everything a person can read now: conversations, the open modals, the Home tab."""
    mine = [c for c in workspace.channels.values() if person.id in c.present]
    return {
        "person": {"id": person.id, "name": person.name, "real_name": person.user.real_name},
        "channels": [channel_seen(person, c, workspace) for c in mine],
        "views": [view_json(view, workspace) for view in person.views],
        "home": view_json(person.home, workspace) if person.home else None,
    }


def channel_seen(person: Person, channel: Channel, workspace: Workspace) -> Json:
    """Show a conversation as one member reads it."""
    return {
        **channel_json(channel, workspace),
        "members": channel.members,
        "messages": [message_seen(message, workspace) for message in person.sees(channel)],
        "pins": [message.ts for message in channel.pins],
        "bookmarks": [bookmark_json(bookmark, workspace) for bookmark in channel.bookmarks],
    }


def message_seen(message: Message, workspace: Workspace) -> Json:
    """Show a message with what only the client knows about it."""
    shown = message_json(message, workspace, metadata=True)
    return {**shown, "channel": message.channel, "ephemeral": message.to is not None, "pinned": message.pinned}


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
        case list():
            return {"items": result}
        case _:
            return {}
