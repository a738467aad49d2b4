"""What is not urgent waits for the owner of the next day, who gets it when that day begins."""

from datetime import datetime

from bot.domain.calling import Calling
from bot.domain.coverage import calendar_of
from bot.domain.events import GivenToNextDay, Late, LeftForNextDay
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory
from bot.domain.policy import Policy, RouteId, Target
from bot.domain.policy.calendars import Calendar


def settled(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Leave an incident for the next day, once, where its severity waits for that and nobody has answered."""
    incident = outcome.incident
    target = _owner(incident, policy)
    if not waits(incident, policy) or incident.next_day is not None or target is None:
        return outcome
    team = policy.team(target.name)
    calendar = calendar_of(policy, team.hours if team else policy.incident.hours)
    left = LeftForNextDay(
        target=str(target), at=_next_start(calendar, at), rule=f"severities.{incident.severity}.next_day"
    )
    return outcome.then(left, at=at)


def waits(incident: Incident, policy: Policy) -> bool:
    """Say whether an incident waits for the next day: nobody has answered, and its severity lets it wait."""
    severity = policy.severities[incident.severity]
    return incident.is_open and severity.next_day and incident.acknowledged is None


def give(incident: Incident, policy: Policy, directory: Directory, *, late: Late | None, at: datetime) -> Outcome:
    """Tell whoever has duty now that this was left for them; nothing when it was answered meanwhile."""
    left = incident.next_day
    if left is None or incident.next_day_given or left.at > at or not waits(incident, policy):
        return unchanged(incident)
    found = Calling(incident=incident, policy=policy, directory=directory, at=at).found((Target.parse(left.target),))
    given = GivenToNextDay(
        target=left.target,
        people=found.people or (incident.acting,),
        rule=left.rule,
        why="" if found.people else "; ".join(f"{one.name}: {one.why}" for one in found.passed_over),
        late=late,
    )
    return unchanged(incident).then(given, at=at)


def _owner(incident: Incident, policy: Policy) -> Target | None:
    """Name who has the next day: the owner of this kind of problem, else the first tier."""
    route = policy.routes.get(RouteId(incident.category))
    first = next(iter(policy.tiers), None)
    return route.owner if route else (Target.parse(first) if first else None)


def _next_start(calendar: Calendar, at: datetime) -> datetime:
    """Find the beginning of the next open hours after a moment (UTC)."""
    opens, closes = calendar.next_span(at)
    return opens if opens > at else calendar.next_span(closes)[0]
