"""Asking for a bridge when somebody answers and there is none."""

from datetime import datetime

from bot.domain.events import BridgeAsked
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy


def settled(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Ask whoever is in command for a bridge, once, where the model wants one at acknowledgement."""
    incident = outcome.incident
    wanted = incident.severity in policy.incident.bridge_asked_of
    if not wanted or incident.bridge or incident.bridge_asked or not incident.is_open or not incident.acknowledged:
        return outcome
    return outcome.then(BridgeAsked(people=(incident.acting,)), at=at)
