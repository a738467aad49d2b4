"""What people do to Slack around an incident: join and leave, archive, delete and share channels, unpin its card."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot.domain.events import Exposure, Loss
from bot.domain.ids import CONN, ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload
from bot.usecases.catch_up import Join, joined
from bot.usecases.notice_departure import Leave, notice_departure
from bot.usecases.room_changed import ExposeRoom, LoseRoom, Unpin, room_exposed, room_lost, unpinned

LOSSES = {
    "channel_archive": Loss.ARCHIVED,
    "group_archive": Loss.ARCHIVED,
    "channel_deleted": Loss.DELETED,
    "group_deleted": Loss.DELETED,
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which events matter; each is recorded, or left unacknowledged, so that Slack sends it again."""

    async def came(body: Payload, event: Payload) -> None:
        """Bring whoever comes late up to date."""
        person, channel = PersonId(event["user"]), ChannelId(event["channel"])
        await joined(Join(person=person, channel=channel, delivery=_delivery(body)), desk.deps)

    async def left(body: Payload, event: Payload) -> None:
        """Ask for a commander where whoever had command left the channel."""
        person, channel = PersonId(event["user"]), ChannelId(event["channel"])
        await notice_departure(Leave(person=person, channel=channel, delivery=_delivery(body)), desk.deps)

    async def changed(body: Payload, event: Payload) -> None:
        """Ask for a commander where whoever had command was deactivated; of all else that changes nothing follows."""
        if event["user"].get("deleted"):
            person = PersonId(event["user"]["id"])
            await notice_departure(Leave(person=person, channel=None, delivery=_delivery(body)), desk.deps)

    async def unpin(body: Payload, event: Payload) -> None:
        """Pin the card again where somebody unpinned it."""
        message = event.get("item", {}).get("message", {}).get("ts")
        if message:
            channel, by = ChannelId(event["channel_id"]), PersonId(event["user"])
            request = Unpin(channel=channel, message=MessageTs(message), by=by, delivery=_delivery(body))
            await unpinned(request, desk.deps)

    app.event("member_joined_channel")(came)
    app.event("member_left_channel")(left)
    app.event("user_change")(changed)
    app.event("pin_removed")(unpin)
    for name, how in LOSSES.items():
        app.event(name)(_lost(desk, how))
    app.event("channel_shared")(_exposed(desk, Exposure.SHARED))
    app.event({"type": "message", "subtype": "channel_convert_to_private"})(_exposed(desk, Exposure.PRIVATE))


def _lost(desk: Desk, how: Loss) -> Callable[..., Awaitable[None]]:
    async def lost(body: Payload, event: Payload) -> None:
        """Run elsewhere what was run in the channel."""
        channel, by = ChannelId(event["channel"]), str(event.get("user") or CONN)
        await room_lost(LoseRoom(channel=channel, how=how, delivery=_delivery(body), by=by), desk.deps)

    return lost


def _exposed(desk: Desk, to: Exposure) -> Callable[..., Awaitable[None]]:
    async def exposed(body: Payload, event: Payload) -> None:
        """Warn whoever is in command."""
        request = ExposeRoom(channel=ChannelId(event["channel"]), to=to, delivery=_delivery(body))
        await room_exposed(request, desk.deps)

    return exposed


def _delivery(body: Payload) -> str:
    return f"event/{body['event_id']}"
