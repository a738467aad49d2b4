"""What a decision leads to: the new state, the log entries that made it, and the messages that follow."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Self

from bot.domain.effects import effects_of
from bot.domain.effects.effect import Effect
from bot.domain.events import Declared, Entry, Event
from bot.domain.ids import CONN, IncidentId
from bot.domain.incident import Incident, apply, begin


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An incident after a decision; `entries` and `effects` are what the decision added."""

    incident: Incident
    entries: tuple[Entry, ...] = ()
    effects: tuple[Effect, ...] = ()

    def then(self, *events: Event, at: datetime, by: str = CONN) -> Self:
        """Let these happen in order, `at` one moment (UTC), caused `by` one person or by Conn itself."""
        return reduce(lambda outcome, event: outcome.next(event, at, by), events, self)

    def next(self, event: Event, at: datetime, by: str) -> Self:
        """Let one thing happen."""
        entry = Entry(seq=self.incident.version + 1, at=at, actor=by, event=event)
        after = apply(self.incident, entry)
        return replace(
            self,
            incident=after,
            entries=(*self.entries, entry),
            effects=(*self.effects, *effects_of(self.incident, entry, after)),
        )


def declared(incident_id: IncidentId, event: Declared, *, at: datetime, by: str) -> Outcome:
    """Begin an incident's log."""
    entry = Entry(seq=1, at=at, actor=by, event=event)
    incident = begin(incident_id, entry)
    return Outcome(incident=incident, entries=(entry,), effects=effects_of(None, entry, incident))


def unchanged(incident: Incident) -> Outcome:
    """Begin a decision about an incident that exists."""
    return Outcome(incident=incident)
