"""The messages that any entry of the log may bring: said in the room, told to one, repeated elsewhere, taken back."""

from datetime import timedelta

from bot.domain.effects.effect import ECHO_WAITS_FOR_ROOM, Effect, Urgency
from bot.domain.events import Entry
from bot.domain.incident import Incident
from bot.domain.messages import Redraw, Repeat, Retract, Say, Tell
from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey


def say_key(i: Incident, seq: int) -> str:
    """Name what the room is told of an entry."""
    return f"inc:{i.id}/say/{seq}"


def tell_key(i: Incident, seq: int, person: PersonId) -> str:
    """Name what one person is told of an entry."""
    return f"inc:{i.id}/tell/{seq}/{person}"


def say(i: Incident, entry: Entry, *, otherwise: PersonId | None = None) -> Effect:
    """Tell the room; where the incident is run nowhere, `otherwise` alone."""
    return Effect(
        key=say_key(i, entry.seq),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Say(seq=entry.seq, otherwise=otherwise),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def tell(i: Incident, person: PersonId, entry: Entry) -> Effect:
    """Tell one person privately."""
    return Effect(
        key=tell_key(i, entry.seq, person),
        incident=i.id,
        urgency=Urgency.ANSWER,
        message=Tell(person=person, seq=entry.seq),
    )


def repeat(i: Incident, entry: Entry, channel: ChannelKey) -> Effect:
    """Tell those who watch a channel of the model."""
    return Effect(
        key=f"inc:{i.id}/echo/{channel}/{entry.seq}",
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Repeat(channel=channel, seq=entry.seq),
        order=f"inc:{i.id}/echo/{channel}",
        room_patience=timedelta() if i.room else ECHO_WAITS_FOR_ROOM,
    )


def said_and_told(
    i: Incident, told: tuple[PersonId, ...], post_in: tuple[ChannelKey, ...], entry: Entry
) -> tuple[Effect, ...]:
    """Tell these people, the room, and those who watch these channels."""
    tells = tuple(tell(i, person, entry) for person in told)
    return (*tells, say(i, entry), *(repeat(i, entry, channel) for channel in post_in))


def retract(i: Incident, key: str) -> Effect:
    """Take back the message under this key."""
    return Effect(key=f"{key}/retract", incident=i.id, urgency=Urgency.DECORATION, message=Retract(of=key))


def redraw(i: Incident, key: str, entry: Entry) -> Effect:
    """Draw the message under this key as things are after an entry."""
    return Effect(
        key=f"{key}/redraw/{entry.seq}",
        incident=i.id,
        urgency=Urgency.DECORATION,
        message=Redraw(of=key),
        order=key,
    )
