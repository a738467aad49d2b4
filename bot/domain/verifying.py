"""What is confirmed before an incident is called resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.errors import NotVerified
from bot.domain.events import Verified
from bot.domain.incident import Incident
from bot.domain.policy import Item, Policy, Status
from bot.domain.words import one_line


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What somebody confirmed: how often each check succeeded, by its place among them; `why` for what is missing."""

    times: Mapping[int, int] = field(default_factory=dict)
    why: str = ""


def checks_for(incident: Incident, policy: Policy) -> tuple[Item, ...]:
    """List what the model wants confirmed before this incident is resolved."""
    verification, severity = policy.verification, incident.severity
    if verification.before is Status.CLOSED or severity not in (verification.severities or (severity,)):
        return ()
    return tuple(item for item in verification.checks if severity in (item.severities or (severity,)))


def verified(incident: Incident, policy: Policy, confirmed: Confirmed) -> Verified | None:
    """Put on the record what was confirmed; NotVerified when something required is missing, and nobody says why.

    None where the model wants nothing confirmed.
    """
    checks = checks_for(incident, policy)
    if not checks:
        return None
    done = {place: confirmed.times.get(place, 0) for place in range(len(checks))}
    missing = tuple(item.do for place, item in enumerate(checks) if item.required and done[place] < (item.times or 1))
    why = one_line(confirmed.why)
    if missing and not why:
        raise NotVerified(incident=incident.id, missing=missing)
    return Verified(
        done=tuple((item.do, done[place]) for place, item in enumerate(checks) if done[place]),
        missing=missing,
        why=why,
    )


def done_in_phases(incident: Incident) -> frozenset[str]:
    """Name what was ticked on the lists of phases, in the words of the list."""
    return frozenset(item.do for phase in incident.phases for item in phase.terms.items if item.key in phase.ticked)
