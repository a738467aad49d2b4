"""An open incident keeps its support model when that changes, until somebody lets it run by the new one."""

from datetime import datetime

from bot.domain.climbing import path_id
from bot.domain.echoes import echoes_for
from bot.domain.errors import AlreadySo, UnknownSeverity
from bot.domain.escalation import wait_of
from bot.domain.events import ModelAdopted
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy
from bot.domain.promises import restarted
from bot.domain.readers import readers_of


def adopt(incident: Incident, policy: Policy, directory: Directory, *, by: PersonId, at: datetime) -> Outcome:
    """Let the incident run by this model from now on: its path, waits and promises are the model's own.

    What is due sooner by its old model stays so. Refused where the model does not have its severity.
    """
    refuse_if_over(incident)
    if incident.policy_revision == policy.revision:
        raise AlreadySo(incident=incident.id, what="model", value=policy.revision)
    severity = policy.severities.get(incident.severity)
    if severity is None:
        raise UnknownSeverity(word=incident.severity, known=tuple(policy.severities))
    place = incident.room.name if incident.room else ""
    adopted = ModelAdopted(
        revision=policy.revision,
        before=incident.policy_revision,
        path=path_id(policy, severity.id, incident.category),
        wait=wait_of(incident, policy, severity, at=at),
        echoes=echoes_for(policy, severity, private=incident.private, place=place),
        readers=readers_of(policy, severity, directory, private=incident.private, at=at, place=place),
    )
    return restarted(unchanged(incident).then(adopted, at=at, by=by), policy, at=at)
