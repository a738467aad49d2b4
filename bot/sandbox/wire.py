"""How people, channels, messages and bookmarks look in Slack's answers and events."""

from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.objects import Bookmark, Channel, Json, Message, User
from bot.sandbox.workspace import Workspace


def user_json(user: User, workspace: Workspace, *, with_email: bool) -> Json:
    """Show a member as `users.info` does; the address only to those who may read it."""
    profile: Json = {
        "real_name": user.real_name,
        "display_name": user.name,
        "real_name_normalized": user.real_name,
        "display_name_normalized": user.name,
        "team": workspace.team_id,
    }
    if with_email and user.email:
        profile["email"] = user.email
    offset = datetime.fromtimestamp(workspace.now(), ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": workspace.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "updated": user.updated,
    }


def channel_json(channel: Channel, workspace: Workspace) -> Json:
    """Show a conversation as `conversations.info` does."""
    if channel.is_im:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "user": channel.with_user,
            "is_archived": False,
            "is_user_deleted": workspace.users[channel.with_user or ""].deleted,
            "is_open": True,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": bool(channel.shared_with),
        "is_ext_shared": bool(channel.shared_with),
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": workspace.bot.id in channel.present,
        "context_team_id": workspace.team_id,
        "topic": {
            "value": escaped(channel.topic),
            "creator": channel.topic_by,
            "last_set": channel.topic_at,
        },
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def message_json(message: Message, workspace: Workspace, *, metadata: bool = False) -> Json:
    """Show a message as history does; the payload of its metadata only when it was asked for."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": workspace.app_id, "team": workspace.team_id}
    for name in ("blocks", "attachments", "edited"):
        if value := getattr(message, name):
            shown[name] = value
    if message.metadata:
        shown["metadata"] = message.metadata if metadata else {"event_type": message.metadata["event_type"]}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.replies:
        shown |= {"reply_count": len(message.replies), "latest_reply": message.replies[-1]}
    if message.pinned:
        shown["pinned_to"] = [message.channel]
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    return shown | message.extra


def bookmark_json(bookmark: Bookmark, workspace: Workspace) -> Json:
    """Show a bookmark as `bookmarks.list` does."""
    shown = asdict(bookmark)
    return shown | {
        "channel_id": shown.pop("channel"),
        "type": "link",
        "date_created": shown.pop("created"),
        "date_updated": shown.pop("updated"),
        "app_id": workspace.app_id,
        "last_updated_by_user_id": workspace.bot.id,
        "rank": "U",
    }


def escaped(text: str) -> str:
    """Escape the three characters Slack escapes in text it hands back."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
