"""What people are told who come late."""

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.incident import Incident
from bot.domain.messages import CatchUp
from bot.domain.people import PersonId


def catch_up_on(incident: Incident, person: PersonId) -> Effect:
    """Tell somebody privately how it stands."""
    return Effect(
        key=f"inc:{incident.id}/catchup/{person}",
        incident=incident.id,
        urgency=Urgency.ANSWER,
        message=CatchUp(person=person),
    )
