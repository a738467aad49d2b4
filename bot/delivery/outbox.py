"""Messages about an incident: where each goes, how it is drawn, when nobody needs it any more."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.calls import Refused
from bot.delivery.results import PLACE_GONE, Impossible, Later, Needless, Result, refusal
from bot.delivery.sending import Sending
from bot.domain import asks
from bot.domain.effects.effect import AnyMessage, of_an_incident
from bot.domain.effects.wanted import still_wanted
from bot.domain.events import Entry, Event, Reminded, Undelivered
from bot.domain.incident import Incident
from bot.domain.messages import (
    AskForCommander,
    AskToHandOver,
    CatchUp,
    ChaseVendor,
    Page,
    Remind,
    Repeat,
    Tell,
    Waiting,
    Welcome,
)
from bot.domain.policy import Policy
from bot.domain.room_changes import lost_room
from bot.rendering.drawn import Drawn
from bot.rendering.messages import draw
from bot.rendering.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Errand(Sending):
    """One message about an incident; `entry` is the log line it speaks of.

    `away` is from when to when (UTC) nobody was there to send it.
    """

    incident: Incident
    policy: Policy
    entry: Entry | None
    away: tuple[datetime, datetime] | None = None

    async def address(self) -> tuple[str, str | None]:
        """Say to whom it goes, or to the room of its incident."""
        return await _address(self)

    def drawn(self, message: AnyMessage) -> Drawn:
        """Draw it from the incident as it is now."""
        scene = Scene(self.incident, self.policy, self.entry, delay=self.delay, away=self.away)
        return draw(of_an_incident(message), scene)

    def unwanted(self) -> str | None:
        """Why nobody needs it any more."""
        return still_wanted(of_an_incident(self.message), self.incident)

    def lost(self, channel: str, refused: Refused) -> Result | None:
        """Keep it for the next place, where the incident's own was taken away; once it is over nobody needs it."""
        room = self.incident.room
        if room is None or room.channel != channel or refused.code not in PLACE_GONE:
            return None
        why = refusal(refused)
        lost = lost_room(self.incident, PLACE_GONE[refused.code])
        return Needless(why=why) if lost is None else Later(after=0.0, why=why, events=(lost,))

    def refused(self, why: str) -> Impossible:
        """Say what the log has to keep of it, and whose page it was."""
        page = self.message if isinstance(self.message, Page) else None
        return Impossible(why=why, events=_consequence(self, why), unreached=page)


async def _address(errand: Errand) -> tuple[str, str | None]:
    match errand.message:
        case Repeat(channel=key):
            channel, _ = await errand.places.find(errand.policy, key)
            return channel, None
        case Page() | Welcome() | CatchUp() | Waiting() | Tell():
            return errand.message.person, None
        case AskToHandOver(person=person) | ChaseVendor(person=person) if person is not None:
            return person, None
        case Remind() if errand.incident.room is None:
            return _who_owes(errand), None
        case _:
            room = errand.incident.room
            if room is None:
                raise LookupError(f"{errand.claim.effect.key} was claimed before its room was there")
            return room.channel, room.thread


def _who_owes(errand: Errand) -> str:
    event = errand.entry.event if errand.entry else None
    return event.people[0] if isinstance(event, Reminded) else errand.incident.acting


def _consequence(errand: Errand, why: str) -> tuple[Event, ...]:
    """Say who has to know that this message will never arrive."""
    key = errand.claim.effect.key
    match errand.message:
        case Remind(audience=audience):
            return (Undelivered(key=key, what=f"a reminder to update {audience}", why=why),)
        case Tell(person=person) if errand.entry:
            return asks.unreached(errand.incident, errand.entry.event, person)
        case AskToHandOver():
            return (Undelivered(key=key, what="the question whether command should be handed over", why=why),)
        case AskForCommander():
            return (Undelivered(key=key, what="the call for an incident commander", why=why),)
        case _:
            return ()
