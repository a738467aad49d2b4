"""Everything that drawing a message may look at besides the message itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Entry
from bot.domain.incident import Incident, Rung
from bot.domain.policy import Policy
from bot.rendering.lateness import Delay


@dataclass(frozen=True)
class Scene:
    """The incident as it is now, and the log entry the message is about.

    `delay` is how long the message waited to be sent, None when it goes out in time; `away` is from when to when nobody
    was there to send it.
    """

    incident: Incident
    policy: Policy
    entry: Entry | None = None
    delay: Delay | None = None
    away: tuple[datetime, datetime] | None = None

    def rung(self, number: int) -> Rung | None:
        """Find one call of the ladder."""
        return next((rung for rung in self.incident.ladder if rung.number == number), None)

    @property
    def due_at(self) -> datetime:
        """When the message should have gone out."""
        return self.entry.at if self.entry else self.incident.declared.at
