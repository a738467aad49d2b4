"""Who did it."""

from bot.domain.events import Entry
from bot.rendering.lines import Line, Person


def actor(entry: Entry) -> Line:
    """Name who did what an entry tells."""
    return (Person(entry.actor),)
