"""Phases at run time: when one begins and should end, what is due on its lists, its question and the answer to it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.domain.coverage import due
from bot.domain.durations import Deadline
from bot.domain.events import (
    DecisionAsked,
    DecisionOverdue,
    ItemsDue,
    Late,
    ListItem,
    OfPhases,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
    PromiseMade,
    PromiseWaived,
    Question,
)
from bot.domain.facets import has_room
from bot.domain.incident import ENDED, Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.policy import Audience, Decision, Phase, PhaseId, Policy, Role, Status
from bot.domain.promises import cadence
from bot.domain.running_phases import RunningPhase


class Moment(NamedTuple):
    """What happens next in a phase, and when (UTC); `what` is begin, end, items, ask or close."""

    at: datetime
    what: str
    phase: PhaseId


def settled(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Bring the phases in line with what was just decided: those left are over, those reached begin."""
    incident = outcome.incident
    if not has_room(incident, policy):
        return outcome
    for phase in incident.phases:
        if not phase.is_over and _is_left(incident, policy.phases.get(phase.phase)):
            outcome = outcome.then(_over(phase), at=at)
            slowed = _slowed(outcome.incident, policy, phase, at) if incident.is_open else None
            outcome = outcome.then(slowed, at=at) if slowed else outcome
    for begins in _upcoming(outcome.incident, policy):
        if begins.at <= at:
            outcome = _begun(outcome, policy, begins.phase, at=at)
    return outcome


def moments(incident: Incident, policy: Policy) -> tuple[Moment, ...]:
    """List what happens next in each phase if nobody does anything."""
    running = (_next(incident, p) for p in incident.phases if not p.is_over and incident.status not in ENDED)
    return (*(moment for moment in running if moment), *_upcoming(incident, policy))


def come_due(incident: Incident, policy: Policy, phase_id: PhaseId, *, late: Late | None, at: datetime) -> Outcome:
    """Do what a phase's time having come leads to; a phase that only begins does so after any decision."""
    phase = incident.phase(phase_id)
    if phase is None:
        return _first(incident, policy, phase_id, at=at)
    following = _next(incident, phase)
    if phase.is_over or following is None or following.at > at:
        return unchanged(incident)
    return unchanged(incident).then(_due(incident, policy, phase, following.what, late, at), at=at)


def _upcoming(incident: Incident, policy: Policy) -> Iterator[Moment]:
    """List the phases that have not begun since the beginning, or the reopening, with the moment at which they do."""
    if incident.status in ENDED or not has_room(incident, policy):
        return
    known = {phase.phase for phase in incident.phases}
    for phase in policy.phases.values():
        if phase.id not in known and (begins := _begins(incident, policy, phase)) is not None:
            yield Moment(begins, "begin", phase.id)


def _begins(incident: Incident, policy: Policy, phase: Phase) -> datetime | None:
    """Say when a phase begins: when its status is reached, or at its time for the status an incident begins with."""
    starts = due(phase.starts, _start(incident), policy=policy)
    if not phase.statuses:
        return starts if incident.is_open else None
    if incident.status not in phase.statuses:
        return None
    return starts if incident.status is Status.INVESTIGATING else (incident.status_since or starts)


def _start(incident: Incident) -> datetime:
    return incident.reopened_at or incident.declared.at


def _is_left(incident: Incident, phase: Phase | None) -> bool:
    """Say whether a phase is over by the status; one that a newer model does not know any more is."""
    if phase is None:
        return True
    reached = not phase.statuses or incident.status in phase.statuses
    return incident.status in ENDED or not reached


def _first(incident: Incident, policy: Policy, phase_id: PhaseId, *, at: datetime) -> Outcome:
    begins = next((m for m in _upcoming(incident, policy) if m.phase == phase_id), None)
    outcome = unchanged(incident)
    return _begun(outcome, policy, phase_id, at=at) if begins and begins.at <= at else outcome


def _next(incident: Incident, phase: RunningPhase) -> Moment | None:
    """Say what happens next in a phase that runs; what is due at its end is said with its end."""
    terms, question = phase.terms, phase.terms.question
    found = [Moment(moment, "items", phase.phase) for moment in phase.due.values()]
    if terms.ends_at and not phase.is_overrun:
        found = [moment for moment in found if moment.at != terms.ends_at]
        found.append(Moment(max(terms.ends_at, phase.begun_at), "end", phase.phase))
    if question and incident.is_open and phase.chosen is None:
        if not phase.asked:
            found.append(Moment(max(question.opens_at, phase.begun_at), "ask", phase.phase))
        elif not phase.overdue:
            found.append(Moment(max(question.closes_at, phase.begun_at), "close", phase.phase))
    return min(found, default=None)


def _due(
    incident: Incident, policy: Policy, phase: RunningPhase, what: str, late: Late | None, at: datetime
) -> OfPhases:
    rule, people, left = phase.terms.rule, (incident.acting,), tuple(item.do for item in phase.left)
    question = phase.terms.question
    match what:
        case "ask" if question:
            return DecisionAsked(
                phase=phase.phase,
                ask=question.ask,
                closes_at=question.closes_at,
                people=people,
                rule=f"{rule}.decision",
                late=late,
            )
        case "close" if question:
            return DecisionOverdue(
                phase=phase.phase, ask=question.ask, people=people, rule=f"{rule}.decision", late=late
            )
        case "items":
            keys = tuple(key for key, moment in phase.due.items() if moment <= at)
            left = tuple(item.do for item in phase.terms.items if item.key in keys)
            return ItemsDue(phase=phase.phase, keys=keys, left=left, people=people, rule=rule, late=late)
        case _ if _goes_on(incident, policy, phase):
            return _over(phase, late)
        case _:
            return PhaseOverrun(phase=phase.phase, rule=rule, left=left, people=people, late=late)


def _goes_on(incident: Incident, policy: Policy, phase: RunningPhase) -> bool:
    """Say whether another phase carries on at the end of this one's time, or nothing binds it to a status."""
    others = (p for p in incident.phases if p.phase != phase.phase and not p.is_over)
    statuses = policy.phases[phase.phase].statuses
    return not statuses or any(policy.phases[other.phase].statuses == statuses for other in others)


def _over(phase: RunningPhase, late: Late | None = None) -> PhaseEnded:
    return PhaseEnded(
        phase=phase.phase,
        rule=phase.terms.rule,
        left=tuple(item.do for item in phase.left),
        required_left=any(item.required for item in phase.left),
        late=late,
    )


def _begun(outcome: Outcome, policy: Policy, phase_id: PhaseId, *, at: datetime) -> Outcome:
    incident, phase = outcome.incident, policy.phases[phase_id]
    begun = PhaseBegun(
        phase=phase.id,
        name=phase.name,
        rule=f"phases.{phase.id}",
        ends_at=_ends(incident, policy, phase, at),
        items=tuple(_items(incident, policy, phase, at)),
        question=_question(incident, policy, phase.decision) if phase.decision else None,
        update_every=phase.update_every.elapsed if phase.update_every else None,
        status_line=phase.status_line,
        runbooks=tuple(policy.runbooks[name].name for name in phase.runbooks),
    )
    outcome = outcome.then(begun, at=at)
    quickened = _quickened(outcome.incident, policy, begun, at)
    return outcome.then(quickened, at=at) if quickened else outcome


def _ends(incident: Incident, policy: Policy, phase: Phase, at: datetime) -> datetime | None:
    """Say when a phase should be over; None when it begins after that already."""
    ends_at = due(phase.ends, _start(incident), policy=policy) if phase.ends else None
    return ends_at if ends_at and ends_at > at else None


def _items(incident: Incident, policy: Policy, phase: Phase, at: datetime) -> Iterator[ListItem]:
    for checklist in (policy.checklists[name] for name in phase.checklists):
        for place, item in enumerate(checklist.items):
            if item.severities and incident.severity not in item.severities:
                continue
            first = item.within or item.every
            yield ListItem(
                key=f"{checklist.id}/{place}",
                do=item.do,
                checklist=checklist.name,
                who=item.who or "",
                required=item.required,
                times=item.times,
                due_at=due(first, at, policy=policy) if first else None,
                every=item.every.elapsed if item.every else None,
            )


def _question(incident: Incident, policy: Policy, decision: Decision) -> Question:
    begun = _start(incident)
    return Question(
        ask=decision.ask,
        opens_at=due(decision.opens, begun, policy=policy),
        closes_at=due(decision.closes, begun, policy=policy),
        choices=tuple((choice.when, choice.do) for choice in decision.choices),
    )


def _quickened(incident: Incident, policy: Policy, begun: PhaseBegun, at: datetime) -> PromiseMade | None:
    """Promise word inside as often as the phase has it, where that is stricter than what stands."""
    every, standing_promise = begun.update_every, incident.promise(Audience.INTERNAL)
    if every is None or not incident.is_open:
        return None
    if standing_promise and standing_promise.every and standing_promise.every <= every:
        return None
    due_at = min(at + every, standing_promise.due_at) if standing_promise else at + every
    return PromiseMade(
        audience=Audience.INTERNAL,
        n=incident.promises_made.get(Audience.INTERNAL, 0) + 1,
        due_at=due_at,
        why=f"{begun.name}: an update every {Deadline(elapsed=every)}",
        owner=standing_promise.owner if standing_promise else Role.COMMS,
        every=every,
        warn_at=policy.reminders.ahead_of(due_at, at),
    )


def _slowed(incident: Incident, policy: Policy, over: RunningPhase, at: datetime) -> PromiseMade | PromiseWaived | None:
    """Let the word inside fall back to its own pace when the phase that quickened it is over."""
    promise = incident.promise(Audience.INTERNAL)
    if promise is None or over.terms.update_every is None or promise.every != over.terms.update_every:
        return None
    clock = next((c for c in policy.severities[incident.severity].clocks if c.audience is Audience.INTERNAL), None)
    if clock is None:
        return PromiseWaived(audience=Audience.INTERNAL, n=promise.n, why=f"{over.terms.name} is over")
    return PromiseMade(
        audience=Audience.INTERNAL,
        n=promise.n + 1,
        due_at=promise.due_at,
        why=clock.rule,
        owner=clock.owner,
        every=cadence(incident, policy, clock),
        warn_at=policy.reminders.ahead_of(promise.due_at, at),
    )
