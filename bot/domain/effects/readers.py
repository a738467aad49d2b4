"""What those hear who read about an incident without working on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.effects.effect import ECHO_WAITS_FOR_ROOM, Effect
from bot.domain.effects.telling import repeat, tell
from bot.domain.events import Entry, Paged
from bot.domain.incident import Incident
from bot.domain.readers import told_of


def of_readers(entry: Entry, after: Incident) -> Iterator[Effect]:
    """Tell the people and post in the channels of an audience; whoever did it, or is called by it, knows already."""
    called = entry.event.people if isinstance(entry.event, Paged) else ()
    patience = timedelta() if after.room else ECHO_WAITS_FOR_ROOM
    for readers in told_of(entry.event, after.readers):
        for person in readers.people:
            if person != entry.actor and person not in called:
                yield replace(tell(after, person, entry), room_patience=patience)
        yield from (repeat(after, entry, channel) for channel in readers.channels)
