"""How the place where an incident is run moves on by what happened."""

from dataclasses import replace

from bot.domain.events import CardUnpinned, RoomExposed, RoomLost, RoomOpened
from bot.domain.incident.state import Incident, Room


def run_in(i: Incident, event: RoomOpened | RoomLost | RoomExposed | CardUnpinned) -> Incident:
    """Open it, lose it, and remember what people did to it."""
    upkeep = i.upkeep
    match event:
        case RoomOpened(channel=channel, name=name, thread=thread):
            return replace(i, room=Room(channel=channel, name=name, thread=thread))
        case RoomLost():
            return replace(i, room=None, upkeep=replace(upkeep, lost=upkeep.lost + 1))
        case CardUnpinned():
            return replace(i, upkeep=replace(upkeep, unpinned=upkeep.unpinned + 1))
        case RoomExposed(to=to):
            return replace(i, upkeep=replace(upkeep, warned=(*upkeep.warned, to)))
