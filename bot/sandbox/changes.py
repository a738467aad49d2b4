"""Every change to the workspace, whoever makes it: the state, the log and the events move together."""

from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.blocks import with_ids
from bot.sandbox.events import Events, kind_of
from bot.sandbox.log import Log
from bot.sandbox.objects import Bookmark, Channel, Json, Message, User, Usergroup
from bot.sandbox.wire import message_json, user_json
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a message says, before it stands anywhere."""

    text: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    broadcast: bool = False


class Changes:
    """The verbs of the workspace; nothing here refuses, the callers have checked."""

    def __init__(self, workspace: Workspace, log: Log, events: Events) -> None:
        """Remember what moves together."""
        self._workspace = workspace
        self._log = log
        self._events = events

    def add_channel(self, name: str, *, by: str, private: bool) -> Channel:
        """Create an empty channel."""
        workspace = self._workspace
        channel = Channel(
            id=workspace.new_id("C"), name=name, creator=by, created=workspace.seconds(), is_private=private
        )
        workspace.channels[channel.id] = channel
        self._log.changed("channel_created", channel=channel.id, by=by, name=name, private=private)
        about = {"id": channel.id, "name": name, "created": channel.created, "creator": by}
        self._events.happened({"type": "channel_created", "channel": about}, channel)
        return channel

    def say(self, channel: Channel, user: str, content: Content, **facts: Any) -> Message:  # noqa: ANN401 - fields
        """Put a message into a channel; `facts` are further fields of a `Message`."""
        workspace = self._workspace
        message = Message(
            ts=workspace.new_ts(),
            channel=channel.id,
            user=user,
            text=content.text,
            blocks=with_ids(content.blocks),
            attachments=list(content.attachments),
            metadata=content.metadata,
            thread_ts=content.thread_ts,
            broadcast=content.broadcast,
            **facts,
        )
        if user == workspace.bot.id:
            message.bot_id = workspace.bot_id
        channel.history[message.ts] = message
        if message.thread_ts and (parent := channel.find(message.thread_ts)):
            parent.thread_ts = parent.ts
            parent.replies.append(message.ts)
        self._log.changed(
            "message_posted", channel=channel.id, by=user, ts=message.ts, text=message.text,
            subtype=message.subtype, thread_ts=message.thread_ts, metadata=message.metadata,
        )  # fmt: skip
        self._message_event(channel, message)
        return message

    def whisper(self, channel: Channel, to: str, content: Content) -> Message:
        """Show a message to one member of a channel only."""
        workspace = self._workspace
        message = Message(
            ts=workspace.new_ts(),
            channel=channel.id,
            user=workspace.bot.id,
            text=content.text,
            blocks=with_ids(content.blocks),
            attachments=list(content.attachments),
            thread_ts=content.thread_ts,
            bot_id=workspace.bot_id,
            to=to,
        )
        channel.ephemerals.append(message)
        self._log.changed("ephemeral_shown", channel=channel.id, to=to, ts=message.ts, text=message.text)
        return message

    def edit(self, channel: Channel, message: Message, content: Content, *, by: str) -> None:
        """Replace what a message says; metadata and attachments stay unless new ones come."""
        before = replace(message)
        message.text = content.text
        message.blocks = with_ids(content.blocks)
        message.attachments = list(content.attachments) or message.attachments
        message.metadata = content.metadata or message.metadata
        if message.to is not None:
            self._log.changed("ephemeral_shown", channel=channel.id, to=message.to, ts=message.ts, text=message.text)
            return
        message.edited = {"user": by, "ts": self._workspace.new_ts()}
        self._log.changed(
            "message_updated", channel=channel.id, by=by, ts=message.ts, text=message.text, before=before.text
        )
        self._events.happened(
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "channel": channel.id,
                "ts": message.edited["ts"],
                "message": message_json(message, self._workspace),
                "previous_message": message_json(before, self._workspace),
            },
            channel,
        )

    def delete(self, channel: Channel, message: Message, *, by: str) -> None:
        """Take a message away; its pin goes with it."""
        message.deleted = True
        message.pinned_by = None
        if message.to is not None:
            return
        self._log.changed("message_deleted", channel=channel.id, by=by, ts=message.ts, text=message.text)
        self._events.happened(
            {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "channel": channel.id,
                "deleted_ts": message.ts,
                "ts": self._workspace.new_ts(),
                "previous_message": message_json(message, self._workspace),
            },
            channel,
        )

    def join(self, channel: Channel, user: str, *, inviter: str | None = None) -> None:
        """Bring somebody in, with the notice everybody sees."""
        channel.present[user] = None
        self._log.changed("member_joined", channel=channel.id, by=inviter or user, user=user)
        invited = {"inviter": inviter} if inviter else {}
        self._notice(channel, user, "channel_join", f"<@{user}> has joined the channel", **invited)
        self._events.happened(
            {
                "type": "member_joined_channel",
                "user": user,
                "channel": channel.id,
                "channel_type": "G" if channel.is_private else "C",
                "team": self._workspace.team_id,
            }
            | invited,
            channel,
        )

    def leave(self, channel: Channel, user: str, *, by: str | None = None) -> None:
        """Take somebody out; the app hears of it while it is still in."""
        self._notice(channel, user, "channel_leave", f"<@{user}> has left the channel")
        self._log.changed("member_left", channel=channel.id, by=by or user, user=user)
        event = {"type": "member_left_channel", "user": user, "channel": channel.id}
        self._events.happened(event, channel)
        if user == self._workspace.bot.id:
            self._events.happened({"type": "channel_left", "channel": channel.id}, channel)
        channel.present.pop(user, None)

    def set_topic(self, channel: Channel, topic: str, *, by: str) -> None:
        """Write the topic and the notice that it was written; an equal topic makes no noise."""
        if topic == channel.topic:
            return
        channel.topic, channel.topic_by, channel.topic_at = topic, by, self._workspace.seconds()
        self._log.changed("topic_set", channel=channel.id, by=by, topic=topic)
        self._notice(channel, by, "channel_topic", f"<@{by}> set the channel topic: {topic}", topic=topic)

    def set_purpose(self, channel: Channel, purpose: str, *, by: str) -> None:
        """Write the channel's description, with its notice."""
        channel.purpose = purpose
        self._log.changed("purpose_set", channel=channel.id, by=by, purpose=purpose)
        text = f"<@{by}> set the channel description: {purpose}"
        self._notice(channel, by, "channel_purpose", text, purpose=purpose)

    def rename(self, channel: Channel, name: str, *, by: str) -> None:
        """Give a channel another name; its id stays."""
        old, channel.name = channel.name, name
        self._log.changed("channel_renamed", channel=channel.id, by=by, name=name, old_name=old)
        self._notice(channel, by, "channel_name", f"<@{by}> has renamed the channel", name=name, old_name=old)
        about = {"id": channel.id, "name": name, "created": channel.created}
        self._events.happened({"type": "channel_rename", "channel": about}, channel)

    def archive(self, channel: Channel, *, by: str) -> None:
        """Close a channel for good use."""
        self._notice(channel, by, "channel_archive", f"<@{by}> archived the channel")
        channel.archived = True
        self._log.changed("channel_archived", channel=channel.id, by=by)
        self._events.happened({"type": "channel_archive", "channel": channel.id, "user": by}, channel)

    def unarchive(self, channel: Channel, *, by: str) -> None:
        """Open an archived channel again."""
        channel.archived = False
        self._log.changed("channel_unarchived", channel=channel.id, by=by)
        self._events.happened({"type": "channel_unarchive", "channel": channel.id, "user": by}, channel)

    def delete_channel(self, channel: Channel, *, by: str) -> None:
        """Take a channel away with all that was said in it; the app hears of it and not by whom."""
        self._log.changed("channel_deleted", channel=channel.id, by=by, name=channel.name)
        self._events.happened({"type": "channel_deleted", "channel": channel.id}, channel)
        del self._workspace.channels[channel.id]

    def make_private(self, channel: Channel, *, by: str) -> None:
        """Let only its members see a channel from now on."""
        channel.is_private = True
        self._log.changed("channel_made_private", channel=channel.id, by=by)
        text = "made this channel *private*. Now, it can only be viewed or joined by invitation."
        self._notice(channel, by, "channel_convert_to_private", text)

    def share(self, channel: Channel, team: str, *, by: str) -> None:
        """Let another company into a channel; the app hears which one."""
        channel.shared_with.append(team)
        self._log.changed("channel_shared", channel=channel.id, by=by, team=team)
        self._events.happened({"type": "channel_shared", "connected_team_id": team, "channel": channel.id}, channel)

    def pin(self, channel: Channel, message: Message, *, by: str) -> None:
        """Pin a message, with the notice everybody sees."""
        message.pinned_by, message.pinned_at = by, self._workspace.seconds()
        self._log.changed("pinned", channel=channel.id, by=by, ts=message.ts)
        self._notice(channel, by, "pinned_item", f"<@{by}> pinned a message to this channel.", item_type="C")
        self._pin_event("pin_added", channel, message, by)

    def unpin(self, channel: Channel, message: Message, *, by: str) -> None:
        """Take a pin away."""
        message.pinned_by = None
        self._log.changed("unpinned", channel=channel.id, by=by, ts=message.ts)
        self._pin_event("pin_removed", channel, message, by)

    def react(self, channel: Channel, message: Message, name: str, *, by: str) -> None:
        """Add an emoji under a message."""
        message.reactions.setdefault(name, []).append(by)
        self._log.changed("reaction_added", channel=channel.id, by=by, ts=message.ts, name=name)
        self._reaction_event("reaction_added", message, name, by)

    def unreact(self, channel: Channel, message: Message, name: str, *, by: str) -> None:
        """Take an emoji away."""
        message.reactions[name].remove(by)
        if not message.reactions[name]:
            del message.reactions[name]
        self._log.changed("reaction_removed", channel=channel.id, by=by, ts=message.ts, name=name)
        self._reaction_event("reaction_removed", message, name, by)

    def bookmark(self, channel: Channel, bookmark: Bookmark, *, by: str) -> None:
        """Put a link into the channel's header."""
        channel.bookmarks.append(bookmark)
        self._log.changed("bookmark_added", channel=channel.id, by=by, title=bookmark.title, link=bookmark.link)

    def edit_bookmark(self, channel: Channel, bookmark: Bookmark, *, by: str) -> None:
        """Tell that a bookmark now reads differently."""
        bookmark.updated = self._workspace.seconds()
        self._log.changed("bookmark_edited", channel=channel.id, by=by, title=bookmark.title, link=bookmark.link)

    def remove_bookmark(self, channel: Channel, bookmark: Bookmark, *, by: str) -> None:
        """Take a bookmark away."""
        channel.bookmarks.remove(bookmark)
        self._log.changed("bookmark_removed", channel=channel.id, by=by, title=bookmark.title)

    def user_changed(self, user: User) -> None:
        """Tell that a member's profile or standing is different now."""
        user.updated = self._workspace.seconds()
        self._log.changed("user_changed", user=user.id, deleted=user.deleted)
        shown = user_json(user, self._workspace, with_email=True)
        self._events.happened({"type": "user_change", "user": shown, "cache_ts": user.updated})

    def set_group(self, group: Usergroup, users: list[str]) -> None:
        """Change who is in a user group."""
        before, group.users = group.users, users
        added = [user for user in users if user not in before]
        removed = [user for user in before if user not in users]
        self._log.changed("usergroup_changed", group=group.id, added=added, removed=removed)
        self._events.happened(
            {
                "type": "subteam_members_changed",
                "subteam_id": group.id,
                "team_id": self._workspace.team_id,
                "date_update": self._workspace.seconds(),
                "added_users": added,
                "added_users_count": len(added),
                "removed_users": removed,
                "removed_users_count": len(removed),
            }
        )

    def _notice(self, channel: Channel, user: str, subtype: str, text: str, **extra: object) -> None:
        self.say(channel, user, Content(text=text), subtype=subtype, extra=extra)

    def _message_event(self, channel: Channel, message: Message) -> None:
        event = message_json(message, self._workspace) | {"channel": channel.id, "event_ts": message.ts}
        self._events.happened(event, channel)
        mention = f"<@{self._workspace.bot.id}>"
        if message.subtype is None and mention in message.text and kind_of(channel) != "im":
            self._events.happened({**event, "type": "app_mention"}, channel)

    def _pin_event(self, kind: str, channel: Channel, message: Message, by: str) -> None:
        item = {
            "type": "message",
            "channel": channel.id,
            "message": message_json(message, self._workspace),
            "created": self._workspace.seconds(),
            "created_by": by,
        }
        about = {"channel_id": channel.id, "item": item, "item_user": message.user}
        left = {"has_pins": bool(channel.pins)} if kind == "pin_removed" else {}
        self._events.happened({"type": kind, "user": by, **about, **left}, channel)

    def _reaction_event(self, kind: str, message: Message, name: str, by: str) -> None:
        channel = self._workspace.channels[message.channel]
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        self._events.happened(
            {"type": kind, "user": by, "reaction": name, "item_user": message.user, "item": item}, channel
        )
