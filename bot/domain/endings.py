"""How an incident ends: resolved when the impact is over, closed when nothing is left to do."""

from datetime import datetime

from bot.domain.errors import AlreadyOver, StillOpen
from bot.domain.events import Closed, Resolved
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import PersonId
from bot.domain.policy import Policy, Start, Status
from bot.domain.promises import started_by
from bot.domain.verifying import Confirmed, verified
from bot.domain.words import kept


def resolve(
    incident: Incident, policy: Policy, *, by: PersonId, text: str, at: datetime, confirmed: Confirmed | None = None
) -> Outcome:
    """Say that the impact is over: paging and reminders stop, and what the model owes at the end is promised.

    Refused while something that the model wants confirmed first is not, and nobody says why.
    """
    refuse_if_over(incident)
    checked = verified(incident, policy, confirmed or Confirmed())
    outcome = unchanged(incident).then(*([checked] if checked else []), at=at, by=by)
    return started_by(outcome.then(Resolved(text=kept(text)), at=at, by=by), Start.RESOLVED, policy, at=at)


def close(incident: Incident, *, by: PersonId, text: str, at: datetime) -> Outcome:
    """Say that nothing is left to do; only a resolved incident can be closed."""
    if incident.is_open or incident.over is None:
        raise StillOpen(incident=incident.id)
    if incident.status is not Status.RESOLVED:
        raise AlreadyOver(incident=incident.id, status=incident.status, by=incident.over.by, at=incident.over.at)
    return unchanged(incident).then(Closed(text=kept(text)), at=at, by=by)
