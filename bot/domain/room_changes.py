"""What follows when people archive, delete, share or tidy up the place where an incident is run."""

from datetime import datetime

from bot.domain.asks import waits_for_answer
from bot.domain.events import AskReturned, CardUnpinned, Event, Exposure, Loss, RoomExposed, RoomLost
from bot.domain.ids import CONN
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import PersonId


def lose(incident: Incident, *, how: Loss, by: str = CONN, at: datetime) -> Outcome:
    """Run the incident elsewhere from now on; once it is over its room may go."""
    lost = lost_room(incident, how)
    return unchanged(incident) if lost is None else unchanged(incident).then(lost, at=at, by=by)


def lost_room(incident: Incident, how: Loss) -> RoomLost | None:
    """Say that its place is lost, and who hears of that privately; None where there is none that it needs."""
    room = incident.room
    if room is None or not incident.is_open:
        return None
    told = (*((incident.commander,) if incident.commander else ()), incident.declared.by)
    return RoomLost(channel=room.channel, name=room.name, how=how, people=tuple(dict.fromkeys(told)))


def unpin(incident: Incident, *, by: PersonId, at: datetime) -> Outcome:
    """Take note of a card that a person unpinned while people still look for it."""
    return unchanged(incident).then(CardUnpinned(), at=at, by=by) if incident.is_open else unchanged(incident)


def expose(incident: Incident, *, to: Exposure, at: datetime) -> Outcome:
    """Warn whoever is in command, once of each kind."""
    if not incident.is_open or to in incident.upkeep.warned:
        return unchanged(incident)
    return unchanged(incident).then(RoomExposed(to=to, people=(incident.acting,)), at=at)


def still_news(incident: Incident, event: Event) -> bool:
    """Whether what was noticed still counts: several may notice that a place is lost, and people act meanwhile."""
    if isinstance(event, AskReturned):
        return waits_for_answer(incident, event.n)
    if not isinstance(event, RoomLost):
        return True
    return incident.is_open and incident.room is not None and incident.room.channel == event.channel
