"""What Slack tells the app by the Events API: only what it subscribed to, only where it is a member."""

from collections.abc import Callable

from bot.sandbox.manifest import Manifest
from bot.sandbox.objects import Channel, Json
from bot.sandbox.workspace import Workspace

KINDS_OF_MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
NAMED_FOR_GROUPS = {"channel_archive", "channel_deleted", "channel_unarchive", "channel_rename", "channel_left"}
WORKSPACE_WIDE = {"channel_archive", "channel_deleted", "channel_unarchive", "channel_rename", "channel_created"}


class Events:
    """Wraps what happened in an event envelope and announces it, if the app may know."""

    def __init__(self, workspace: Workspace, manifest: Manifest, announce: Callable[[Json], None]) -> None:
        """Remember to whom events are announced."""
        self._workspace = workspace
        self._subscribed = manifest.events
        self._announce = announce

    def happened(self, event: Json, channel: Channel | None = None) -> None:
        """Announce an event, with `channel` when it happened inside one."""
        if channel is not None and not self._may_know(event["type"], channel):
            return
        if channel is not None and event["type"] == "message":
            event["channel_type"] = kind_of(channel)
        if channel is not None and channel.is_private and event["type"] in NAMED_FOR_GROUPS:
            event["type"] = event["type"].replace("channel_", "group_")
        if self._subscription(event) in self._subscribed:
            self._announce(self._envelope(event))

    def _may_know(self, kind: str, channel: Channel) -> bool:
        member = self._workspace.bot.id in channel.present
        return member or (kind in WORKSPACE_WIDE and not channel.is_private)

    def _subscription(self, event: Json) -> str:
        if event["type"] == "message":
            return KINDS_OF_MESSAGES[event["channel_type"]]
        return str(event["type"])

    def _envelope(self, event: Json) -> Json:
        workspace = self._workspace
        event.setdefault("event_ts", workspace.new_ts())
        return {
            "token": workspace.verification_token,
            "team_id": workspace.team_id,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": workspace.new_id("Ev"),
            "event_time": workspace.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team_id,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }


def kind_of(channel: Channel) -> str:
    """Name the kind of conversation as events do."""
    if channel.is_im:
        return "im"
    return "group" if channel.is_private else "channel"
