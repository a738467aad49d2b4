"""What is said when people take away, share or tidy up the place where an incident is run."""

from bot.domain.effects.effect import Effect
from bot.domain.effects.telling import say, tell
from bot.domain.events import CardUnpinned, Entry, Exposure, OfRoom, RoomExposed, RoomLost
from bot.domain.incident import Incident


def of_room(event: OfRoom, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Tell whoever runs it privately; the room reads of it where people are to do something about it, or not to."""
    match event:
        case RoomLost(people=people):
            return (*(tell(after, person, entry) for person in people), say(after, entry))
        case RoomExposed(to=to, people=people):
            said = (say(after, entry),) if to is Exposure.SHARED else ()
            return (*(tell(after, person, entry) for person in people), *said)
        case CardUnpinned():
            return (say(after, entry),) if after.upkeep.unpinned == 1 else ()
