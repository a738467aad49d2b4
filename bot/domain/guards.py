"""What an incident's end rules out."""

from bot.domain.errors import AlreadyOver
from bot.domain.incident import ENDED, Incident


def refuse_if_over(incident: Incident) -> None:
    """Refuse what only an open incident allows."""
    if not incident.is_open:
        raise _over(incident)


def refuse_if_ended(incident: Incident) -> None:
    """Refuse what makes no sense once nothing is left to do; a resolved incident still gets its last words."""
    if incident.status in ENDED:
        raise _over(incident)


def _over(incident: Incident) -> AlreadyOver:
    over = incident.over or incident.declared
    return AlreadyOver(incident=incident.id, status=incident.status, by=over.by, at=over.at)
