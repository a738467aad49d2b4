"""What happens in channels: a topic that a person changed."""

from slack_bolt.async_app import AsyncApp

from bot.domain.ids import ChannelId
from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload
from bot.usecases.topic_edited import EditTopic, topic_edited


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which events matter; every other message is acknowledged and left alone, or Slack would repeat it."""

    async def topic(body: Payload, event: Payload) -> None:
        """Record it, or leave the event unacknowledged, so that Slack sends it again."""
        request = EditTopic(
            channel=ChannelId(event["channel"]),
            by=PersonId(event["user"]),
            text=str(event.get("topic", "")),
            delivery=f"event/{body['event_id']}",
        )
        await topic_edited(request, desk.deps)

    async def other() -> None:
        """Nothing to do."""

    app.event({"type": "message", "subtype": "channel_topic"})(topic)
    app.event({"type": "message", "subtype": "group_topic"})(topic)
    app.event("message")(other)
