"""The first responder's time to find the cause, and what they do once somebody else has the work."""

from datetime import datetime

from bot.domain.calling import Cause
from bot.domain.escalation import call_next
from bot.domain.events import Late, RoleAssigned
from bot.domain.incident import Done, Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory
from bot.domain.policy import Policy, Role, Status

STAYS = "the first responder keeps people informed once it is escalated"


def settled(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Make the first responder comms lead, once, where the model has them stay as that after an escalation."""
    incident = outcome.incident
    first = _first(incident)
    stays = policy.severities[incident.severity].responder_stays_as_comms
    if not stays or first is None or not incident.is_open or Role.COMMS in incident.roles:
        return outcome
    if not _is_escalated(incident, first):
        return outcome
    return outcome.then(RoleAssigned(role=Role.COMMS, to=first.by, why=STAYS), at=at)


def investigates_until(incident: Incident, policy: Policy) -> datetime | None:
    """Say when the time to find the cause is over (UTC); None while nobody looks, or once it was found or passed on."""
    length = policy.severities[incident.severity].investigate_for
    first = _first(incident)
    if length is None or first is None or incident.status is not Status.INVESTIGATING:
        return None
    return None if _is_escalated(incident, first) else first.at + length.elapsed


def time_is_over(
    incident: Incident, policy: Policy, directory: Directory, *, late: Late | None, at: datetime
) -> Outcome:
    """Call the next step because the cause was not found in time; nothing when it was, or somebody was called since."""
    until = investigates_until(incident, policy)
    length = policy.severities[incident.severity].investigate_for
    if until is None or until > at or length is None:
        return unchanged(incident)
    rule = f"severities.{incident.severity}.investigate_for"
    cause = Cause(why=f"the cause was not found within {length}", rule=rule, late=late)
    return call_next(unchanged(incident), policy, directory, cause, at=at)


def _first(incident: Incident) -> Done | None:
    """Find who answered first since the beginning, or the reopening."""
    done = incident.acknowledged
    return done if done and done.at >= incident.begun else None


def _is_escalated(incident: Incident, first: Done) -> bool:
    return any(rung.paged_at >= first.at for rung in incident.ladder)
