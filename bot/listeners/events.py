"""What happens in channels: a topic that a person changed, a message that somebody marked with a pin."""

from slack_bolt.async_app import AsyncApp

from bot.domain.errors import NoIncidentHere
from bot.domain.events import Origin
from bot.domain.ids import ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.domain.words import kept
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, marked
from bot.usecases.deps import Where
from bot.usecases.look import look
from bot.usecases.note import AddNote, add_note
from bot.usecases.topic_edited import EditTopic, topic_edited

PIN = "pushpin"


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

    async def reaction(event: Payload) -> None:
        """Keep a message that was marked with :pushpin: in the timeline; other reactions mean nothing here."""
        if event["reaction"] != PIN or PersonId(event["user"]) in desk.deps.outsiders:
            return
        match event["item"]:
            case {"type": "message", "channel": str(channel), "ts": str(ts)}:
                await _keep(desk, event, ChannelId(channel), MessageTs(ts))

    app.event("reaction_added")(reaction)
    app.event({"type": "message", "subtype": "channel_topic"})(topic)
    app.event({"type": "message", "subtype": "group_topic"})(topic)
    app.event("message")(other)


async def _keep(desk: Desk, event: Payload, channel: ChannelId, ts: MessageTs) -> None:
    where = Where(by=PersonId(event["user"]), delivery=marked(channel, ts), channel=channel, thread=ts)
    try:
        await look(where, desk.deps)
    except NoIncidentHere:
        return  # a pin on a message elsewhere is not ours to read
    found = await _message(desk, channel, ts)
    if found is None:
        return
    text = kept(str(found.get("text", "")))
    origin = Origin(channel=channel, message=ts, text=text)
    author = str(found.get("user", ""))
    request = AddNote(where=where, text=text, origin=origin, said_by=author)
    await add_note(request, desk.deps)


async def _message(desk: Desk, channel: ChannelId, ts: MessageTs) -> Payload | None:
    """Read the marked message; a failure raises, so that Slack sends the event again."""
    page = await desk.slack.call("conversations.replies", channel=channel, ts=ts, limit=1)
    return next((message for message in page["messages"] if message["ts"] == ts), None)
