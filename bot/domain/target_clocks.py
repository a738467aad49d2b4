"""Targets at run time: which hold, what meets them, who is warned, what follows when they are missed."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calling import Cause
from bot.domain.coverage import due, reached
from bot.domain.escalation import call_next, is_climbing
from bot.domain.events import (
    Late,
    ReassignmentAsked,
    TargetBroken,
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
)
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience, CustomerTierId, Goal, Policy, RouteId, Slot, Status, TierId
from bot.domain.targets import Promised, Subject, of_tier, promised
from bot.domain.time_targets import TimeTarget

_PUBLIC = frozenset({Audience.EXTERNAL, Audience.STATUS_PAGE})
_HELD = frozenset({Status.MITIGATED, Status.MONITORING, Status.RESOLVED, Status.CLOSED})
_FOUND = _HELD | {Status.IDENTIFIED}
_ENDED_BY = {
    Goal.DIAGNOSIS: _FOUND,
    Goal.MITIGATION: _HELD,
    Goal.RESOLUTION: frozenset({Status.RESOLVED, Status.CLOSED}),
}


class Stage(StrEnum):
    """What happens next to a target that is not met."""

    WARN = "warn"
    MISS = "miss"
    BREAK = "break"
    REASSIGN = "reassign"


def settled(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Bring the targets in line with what was just decided: what was done is met, what holds now is set."""
    for target in outcome.incident.targets:
        outcome = _met(outcome, target, at)
    incident = outcome.incident
    if not incident.is_open:
        return _given_up(outcome, at)
    wanted = {(terms.goal, terms.tier): terms for terms in _wanted(incident, policy)}
    for target in incident.targets:
        if not target.is_met and (target.goal, target.tier) not in wanted and not _outlasts(target):
            outcome = _ended(outcome, target, policy, at)
    return outcome.then(*_new(incident, wanted.values()), at=at)


def next_stage(incident: Incident, target: TimeTarget) -> tuple[Stage, datetime] | None:
    """Say what happens next to a target if nobody does anything, and when (UTC); None when nothing does."""
    terms = target.terms
    if not incident.is_open or target.is_met or terms.due_at is None:
        return None
    if not target.missed:
        if terms.warn_at and not target.warned:
            return Stage.WARN, max(terms.warn_at, target.set_at)
        return Stage.MISS, max(terms.due_at, target.set_at)
    moments = [
        *([(terms.broken_at, Stage.BREAK)] if terms.broken_at and not target.broken else []),
        *([(target.reassign_at, Stage.REASSIGN)] if target.reassign_at and not target.reassigned else []),
    ]
    first = min(moments, default=None)
    return (first[1], max(first[0], target.set_at)) if first else None


def come_due(
    incident: Incident,
    policy: Policy,
    directory: Directory,
    *,
    goal: Goal,
    tier: str,
    late: Late | None,
    at: datetime,
) -> Outcome:
    """Do what a target's time having come leads to; to nothing when it was met, or moved, meanwhile."""
    target = incident.target(goal, tier)
    following = next_stage(incident, target) if target else None
    if target is None or following is None or following[1] > at:
        return unchanged(incident)
    stage, due_at = following[0], target.terms.due_at
    people = (owner_of(incident, target),)
    if due_at is None or (stage is Stage.WARN and due_at > at):
        warned = TargetWarned(
            goal=goal, tier=tier, due_at=due_at or at, people=people, rule=target.terms.rule, late=late
        )
        return unchanged(incident).then(warned, at=at)
    match stage:
        case Stage.WARN | Stage.MISS:
            return _missed(incident, target, policy, directory, due_at=due_at, late=late, at=at)
        case Stage.BREAK:
            broken_at = target.terms.broken_at or due_at
            broken = TargetBroken(
                goal=goal, tier=tier, broken_at=broken_at, people=people, rule=target.terms.rule, late=late
            )
            return unchanged(incident).then(broken, at=at)
        case Stage.REASSIGN:
            asked = ReassignmentAsked(
                goal=goal,
                tier=tier,
                due_at=due_at,
                owner=people[0],
                people=_deciders(incident, target, policy, directory, at),
                rule=target.terms.rule,
                late=late,
            )
            return unchanged(incident).then(asked, at=at)


def is_told_by_ladder(incident: Incident, target: TimeTarget) -> bool:
    """Say whether a target is an answer to a page, so that whoever hears of the next call knows it was missed."""
    answer = target.goal is Goal.ACK or (target.goal is Goal.RESPONSE and bool(target.tier))
    return answer and bool(incident.ladder)


def owner_of(incident: Incident, target: TimeTarget) -> PersonId:
    """Name who owes a target: whoever answered for its tier, the commander, whoever answered last, the declarer."""
    answered = [done.by for done in (incident.acknowledged, *(rung.acknowledged for rung in incident.ladder)) if done]
    of_its_tier = [rung.acknowledged.by for rung in incident.ladder if rung.acknowledged and rung.target == target.tier]
    return next(iter((*of_its_tier, *filter(None, (incident.commander,)), *reversed(answered))), incident.declared.by)


def _missed(
    incident: Incident,
    target: TimeTarget,
    policy: Policy,
    directory: Directory,
    *,
    due_at: datetime,
    late: Late | None,
    at: datetime,
) -> Outcome:
    climbs = is_told_by_ladder(incident, target)
    after = policy.reminders.reassign_after
    missed = TargetMissed(
        goal=target.goal,
        tier=target.tier,
        due_at=due_at,
        people=(owner_of(incident, target),),
        rule=target.terms.rule,
        told_by_ladder=climbs,
        reassign_at=due(after, max(due_at, target.set_at), policy=policy) if after and not climbs else None,
        late=late,
    )
    outcome = unchanged(incident).then(missed, at=at)
    if is_climbing(incident, at):
        return outcome
    return call_next(outcome, policy, directory, Cause(why=f"the {target.goal} target was missed", late=late), at=at)


def _deciders(
    incident: Incident, target: TimeTarget, policy: Policy, directory: Directory, at: datetime
) -> tuple[PersonId, ...]:
    """Name who can give the work to somebody else: the commander, and the lead of the tier that has it."""
    tier = policy.tiers.get(TierId(target.tier or (incident.rung.target if incident.rung else "")))
    leads = (reached(policy, source, at, directory).people for source in (tier.lead if tier else ()))
    return tuple(dict.fromkeys((incident.acting, *(person for found in leads for person in found))))


def _met(outcome: Outcome, target: TimeTarget, at: datetime) -> Outcome:
    if target.is_met or not _is_done(outcome.incident, target.goal, target.tier, public=target.terms.public):
        return outcome
    due_at = target.terms.due_at
    late = max(at - due_at, timedelta()) if due_at else timedelta()
    met = TargetMet(goal=target.goal, tier=target.tier, took=at - target.terms.since, late=late, rule=target.terms.rule)
    return outcome.then(met, at=at)


def _is_done(incident: Incident, goal: Goal, tier: str, *, public: bool) -> bool:
    """Say whether what a goal is about has been done, as the incident stands."""
    match goal:
        case Goal.ACK:
            return incident.acknowledged is not None
        case Goal.RESPONSE if tier:
            return any(rung.acknowledged for rung in incident.ladder if rung.target == tier)
        case Goal.RESPONSE:
            return bool(_PUBLIC.intersection(incident.told) if public else incident.told)
        case _:
            return incident.status in _ENDED_BY[goal]


def _given_up(outcome: Outcome, at: datetime) -> Outcome:
    """Let go, at the end of an incident, of what nobody did."""
    left = [t for t in outcome.incident.targets if not t.is_met]
    return outcome.then(*(_dropped(t, f"the incident is {outcome.incident.status}") for t in left), at=at)


def _ended(outcome: Outcome, target: TimeTarget, policy: Policy, at: datetime) -> Outcome:
    """Let go of a target that holds no longer; a tier that passes the work on has solved its part of it."""
    rung = outcome.incident.rung
    if not target.tier or rung is None or rung.target == target.tier:
        return outcome.then(_dropped(target, "the model promises none for it as it is now"), at=at)
    if target.goal is Goal.RESOLUTION and not target.missed:
        passed_on = TargetMet(goal=target.goal, tier=target.tier, took=at - target.terms.since, rule=target.terms.rule)
        return outcome.then(passed_on, at=at)
    team = policy.team(rung.target)
    return outcome.then(_dropped(target, f"{team.name if team else rung.target} has it now"), at=at)


def _dropped(target: TimeTarget, why: str) -> TargetDropped:
    return TargetDropped(goal=target.goal, tier=target.tier, why=why, rule=target.terms.rule)


def _outlasts(target: TimeTarget) -> bool:
    """Say whether a target stays although another tier was called: a tier can still answer late."""
    return bool(target.tier) and target.goal is Goal.RESPONSE


def _new(incident: Incident, wanted: Iterable[TargetSet]) -> Iterator[TargetSet]:
    known = {(t.goal, t.tier): t for t in incident.targets}
    for terms in wanted:
        standing = known.get((terms.goal, terms.tier))
        if standing is None and _is_done(incident, terms.goal, terms.tier, public=terms.public):
            continue
        if standing is None or not (standing.is_met or standing.terms == terms):
            yield terms


def _wanted(incident: Incident, policy: Policy) -> Iterator[TargetSet]:
    about = Subject(
        severity=incident.severity,
        customer=CustomerTierId(incident.customer) if incident.customer else None,
        tags=frozenset(incident.tags),
        category=RouteId(incident.category) if incident.category in policy.routes else None,
    )
    since = incident.reopened_at or incident.declared.at
    for one in promised(policy, about, since=since):
        yield _terms(one, policy, since=since, tier="")
    rung = incident.rung
    if rung is None or policy.team(rung.target) is None:
        return
    called = min(r.paged_at for r in incident.ladder if r.target == rung.target)
    begun = max(called, since)
    for one in of_tier(policy, TierId(rung.target), about, since=begun):
        yield _terms(one, policy, since=begun, tier=rung.target)


def _terms(one: Promised, policy: Policy, *, since: datetime, tier: str) -> TargetSet:
    slot = one.limit.within if isinstance(one.limit.within, Slot) else None
    before = policy.reminders.target_before
    warn_at = one.due_at - before.about if one.due_at and before else None
    return TargetSet(
        goal=one.goal,
        tier=tier,
        within="" if slot else str(one.limit.within),
        since=since,
        due_at=one.due_at,
        broken_at=one.broken_at if one.broken_at != one.due_at else None,
        warn_at=warn_at if warn_at and warn_at > since else None,
        rule=one.rule,
        public=one.rule.startswith("customers."),
        slot=slot.text if slot else "",
        slot_owner=slot.owner if slot else "",
    )
