"""By when something was promised: the strictest of what severity, tier, customer and category say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.coverage import calendar_of
from bot.domain.policy import (
    Case,
    CustomerTier,
    CustomerTierId,
    Goal,
    HoursId,
    Limit,
    Policy,
    RouteId,
    SeverityId,
    Targets,
    Team,
    TierId,
    governing,
)
from bot.domain.policy.calendars import due
from bot.domain.policy.slots import Slot


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whose incident it is and who works on it; what is None is unknown, and then says nothing."""

    severity: SeverityId
    tier: TierId | None = None
    customer: CustomerTierId | None = None
    category: RouteId | None = None
    tags: frozenset[str] = frozenset()
    through: str | None = None


@dataclass(frozen=True, kw_only=True)
class Promised:
    """One time limit at work; the moments are UTC, and None where only an open slot would say.

    `rule` is the part of the model it stands in.
    """

    goal: Goal
    limit: Limit
    due_at: datetime | None
    broken_at: datetime | None
    rule: str


def promised(policy: Policy, about: Subject, *, since: datetime) -> tuple[Promised, ...]:
    """List what was promised for an incident that began at `since`: at most one a goal, the one that is due first."""
    found: dict[Goal, Promised] = {}
    for promise in _all(policy, about, since):
        known = found.get(promise.goal)
        if known is None or _due(promise) < _due(known):
            found[promise.goal] = promise
    return tuple(found[goal] for goal in Goal if goal in found)


def of_tier(policy: Policy, tier: TierId, about: Subject, *, since: datetime) -> tuple[Promised, ...]:
    """List what a tier or team itself promised for an incident it was called to at `since`."""
    team = policy.team(tier)
    return tuple(_of_team(policy, team, about, since)) if team else ()


def _due(promise: Promised) -> float:
    return promise.due_at.timestamp() if promise.due_at else float("inf")


def _all(policy: Policy, about: Subject, since: datetime) -> Iterator[Promised]:
    severity = policy.severities[about.severity]
    tier = policy.team(about.tier) if about.tier else None
    customer = policy.customers.get(about.customer) if about.customer else None
    of_severity = f"severities.{severity.id}.targets"
    yield from _of(severity.targets, of_severity, policy, about, policy.incident.hours, since)
    if tier:
        yield from _of_team(policy, tier, about, since)
    if customer:
        yield from _of(customer, f"customers.{customer.id}", policy, about, customer.hours, since)
    route = policy.routes.get(about.category) if about.category else None
    if route and route.within:
        limit = Limit(within=route.within)
        yield _promised(policy, Goal.RESOLUTION, limit, policy.incident.hours, since, f"routes.{route.id}.within")


def _of_team(policy: Policy, team: Team, about: Subject, since: datetime) -> Iterator[Promised]:
    return _of(team, f"{policy.section_of(team.id)}.{team.id}", policy, about, team.hours, since)


def _of(
    source: Targets | Team | CustomerTier,
    rule: str,
    policy: Policy,
    about: Subject,
    hours: HoursId | None,
    since: datetime,
) -> Iterator[Promised]:
    """List what one part of the model promises; `rule` is its place."""
    case = _case(policy, about, hours, since)
    for goal in Goal:
        limits: tuple[Limit, ...] = getattr(source, goal.value, ())
        if (limit := governing(limits, case)) is not None:
            yield _promised(policy, goal, limit, hours, since, f"{rule}.{goal.value}.{limits.index(limit)}")


def _case(policy: Policy, about: Subject, hours: HoursId | None, at: datetime) -> Case:
    return Case(
        severity=about.severity,
        hours=calendar_of(policy, hours).hours_class(at),
        customer=about.customer,
        tags=about.tags,
        through=about.through,
    )


def _promised(policy: Policy, goal: Goal, limit: Limit, hours: HoursId | None, since: datetime, rule: str) -> Promised:
    calendar = calendar_of(policy, hours)
    open_yet = isinstance(limit.within, Slot)
    return Promised(
        goal=goal,
        limit=limit,
        due_at=None if isinstance(limit.within, Slot) else due(limit.within, since, calendar),
        broken_at=None if open_yet or limit.maximum is None else due(limit.maximum, since, calendar),
        rule=rule,
    )
