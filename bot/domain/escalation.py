"""Who is called next, by hand or because nobody answered in time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import coverage
from bot.domain.errors import (
    AlreadyAcknowledged,
    EscalatedMeanwhile,
    NobodyLeftToPage,
)
from bot.domain.events import Acknowledged, Late, NotReached, Paged, PassedOver, PathEnded
from bot.domain.facts import facts_of
from bot.domain.guards import refuse_if_over
from bot.domain.ids import CONN
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import (
    EscalationPath,
    PathId,
    Policy,
    Role,
    Severity,
    Slot,
    Start,
    Step,
    Target,
    TargetKind,
    any_holds,
)
from bot.domain.promises import started_by
from bot.domain.words import LONGEST, one_line


def first_call(outcome: Outcome, policy: Policy, directory: Directory, *, at: datetime) -> Outcome:
    """Call the first step of a new incident's path that reaches anybody."""
    severity = policy.severities[outcome.incident.severity]
    return _call(outcome, policy, directory, start=0, why=f"{severity.name} was declared", at=at)


def next_step(
    incident: Incident,
    policy: Policy,
    directory: Directory,
    *,
    by: PersonId,
    reason: str,
    seen_rung: int | None = None,
    at: datetime,
) -> Outcome:
    """Call the next step because a person says so; refused when the card they pressed on is behind the ladder."""
    refuse_if_over(incident)
    rung = incident.rung
    if seen_rung is not None and rung and rung.number > seen_rung:
        raise EscalatedMeanwhile(target=rung.target, at=rung.paged_at)
    start = rung.step + 1 if rung else 0
    outcome = _call(unchanged(incident), policy, directory, start=start, why=one_line(reason)[:LONGEST], at=at, by=by)
    if not any(isinstance(e.event, Paged) for e in outcome.entries):
        skipped = tuple((e.event.name, e.event.why) for e in outcome.entries if isinstance(e.event, PassedOver))
        raise NobodyLeftToPage(incident=incident.id, skipped=skipped)
    return outcome


def unanswered(
    incident: Incident, policy: Policy, directory: Directory, *, rung: int, late: Late | None, at: datetime
) -> Outcome:
    """Call the next step because the wait of this rung is over; changes nothing when the rung was answered."""
    current = incident.rung
    if not incident.is_open or current is None or current.number != rung or current.acknowledged:
        return unchanged(incident)
    why = f"{target_name(policy, current.target)} did not acknowledge in time"
    return _call(unchanged(incident), policy, directory, start=current.step + 1, why=why, late=late, at=at)


def call_added(outcome: Outcome, policy: Policy, directory: Directory, *, why: str, at: datetime) -> Outcome:
    """Call those of the new path's first step who were not called yet; nobody hears of the same call twice."""
    steps = _steps_from(outcome.incident, policy, 0, by_hand=False, at=at)
    called = {person for rung in outcome.incident.ladder for person in rung.people}
    for place, step in steps[:1]:
        call = _Call(incident=outcome.incident, policy=policy, directory=directory, at=at)
        people, target, passed_over = call.reach(step)
        added = tuple(person for person in people if person not in called)
        if people and not added:
            return outcome
        if not added:
            return _call(outcome, policy, directory, start=place, why=why, at=at)
        paged = Paged(
            rung=len(outcome.incident.ladder) + 1,
            step=place,
            target=target,
            people=added,
            why=why,
            wait=call.wait(step),
        )
        outcome = outcome.then(*passed_over, paged, at=at)
    return outcome


def wait_of(incident: Incident, policy: Policy, severity: Severity, *, at: datetime) -> timedelta | None:
    """Say how long the call that counts now may wait under another severity, counted from when it was made."""
    rung, path = incident.rung, policy.paths.get(severity.path) if severity.path else None
    if rung is None or path is None:
        return None
    moved = replace(incident, severity=severity.id, path=severity.path)
    step = next((s for s in path.steps if rung.target in map(str, s.page)), None)
    if step is None:
        return rung.next_at - rung.paged_at if rung.next_at else None
    return _Call(incident=moved, policy=policy, directory=Directory(), at=at).wait(step)


def not_reached(
    incident: Incident, policy: Policy, directory: Directory, *, rung: int, person: PersonId, why: str, at: datetime
) -> Outcome:
    """Note that a page was refused; when that leaves nobody who could answer, the next step is called at once."""
    outcome = unchanged(incident).then(NotReached(rung=rung, person=person, why=why), at=at)
    current = outcome.incident.rung
    if current is None or current.number != rung or current.acknowledged or not current.reaches_nobody:
        return outcome
    reason = f"{target_name(policy, current.target)} cannot be reached"
    return _call(outcome, policy, directory, start=current.step + 1, why=reason, at=at)


def acknowledge(incident: Incident, policy: Policy, *, by: PersonId, rung: int | None = None, at: datetime) -> Outcome:
    """Answer for the call that counts now, or for the `rung` whose page was pressed; the clock to the next stops.

    An incident that paged nobody can be acknowledged too.
    """
    refuse_if_over(incident)
    current = next((r for r in incident.ladder if r.number == rung), incident.rung)
    before = current.acknowledged if current else incident.acknowledged
    if before:
        raise AlreadyAcknowledged(by=before.by, at=before.at)
    acknowledged = Acknowledged(rung=current.number if current else 0, target=current.target if current else "")
    first = incident.acknowledged is None
    outcome = unchanged(incident).then(acknowledged, at=at, by=by)
    return started_by(outcome, Start.ACKNOWLEDGED, policy, at=at) if first else outcome


def following(incident: Incident, policy: Policy, *, by_hand: bool, at: datetime) -> Step | None:
    """Find the step that would be called next, by a person or by the clock; None at the end of the path."""
    start = incident.rung.step + 1 if incident.rung else 0
    steps = [] if incident.path_ended else _steps_from(incident, policy, start, by_hand=by_hand, at=at)
    return steps[0][1] if steps else None


def target_name(policy: Policy, target: str) -> str:
    """Say a target of the model the way people know it."""
    team = policy.team(target)
    return team.name if team else target


def _call(
    outcome: Outcome,
    policy: Policy,
    directory: Directory,
    *,
    start: int,
    why: str,
    at: datetime,
    late: Late | None = None,
    by: str = CONN,
) -> Outcome:
    """Walk up the path from `start` to the first step that reaches somebody; say who was passed over."""
    for place, step in _steps_from(outcome.incident, policy, start, by_hand=by != CONN, at=at):
        call = _Call(incident=outcome.incident, policy=policy, directory=directory, at=at)
        people, target, passed_over = call.reach(step)
        outcome = outcome.then(*passed_over, at=at, by=by)
        if people:
            paged = Paged(
                rung=len(outcome.incident.ladder) + 1,
                step=place,
                target=target,
                people=people,
                why=why,
                wait=call.wait(step),
                late=late,
            )
            return outcome.then(paged, at=at, by=by)
    incident = outcome.incident
    if incident.path is None or not (incident.ladder or by != CONN or policy.pages(incident.severity)):
        return outcome
    after = outcome.incident.rung.target if outcome.incident.rung else ""
    return outcome.then(PathEnded(after=after, why=why, late=late), at=at, by=by)


def _steps_from(
    incident: Incident, policy: Policy, start: int, *, by_hand: bool, at: datetime
) -> list[tuple[int, Step]]:
    path = policy.paths[incident.path] if incident.path else EscalationPath(id=PathId(""))
    facts = facts_of(incident, at)
    return [
        (place, step)
        for place, step in enumerate(path.steps)
        if place >= start and any_holds(step.when, facts) and (step.automatic or by_hand)
    ]


@dataclass(frozen=True, kw_only=True)
class _Call:
    """Who a step of the path means at one moment."""

    incident: Incident
    policy: Policy
    directory: Directory
    at: datetime

    def reach(self, step: Step) -> tuple[tuple[PersonId, ...], str, tuple[PassedOver, ...]]:
        """Turn a step's targets into people, the name of the first that has any, and those passed over."""
        people: list[PersonId] = []
        passed_over: list[PassedOver] = []
        target = ""
        for source in step.page:
            found, skipped = self._people(source)
            people += found
            passed_over += skipped
            target = target or (str(source) if found else "")
        return tuple(dict.fromkeys(people)), target, tuple(passed_over)

    def wait(self, step: Step) -> timedelta | None:
        """Say how long an acknowledgement is waited for: the step's own time, else the tier's response time."""
        limit = coverage.wait(self.policy, step, self.incident.severity, self.at)
        tier = next((t.name for t in step.page if isinstance(t, Target) and t.kind is TargetKind.TIER), None)
        return coverage.due(limit, self.at, policy=self.policy, tier_id=tier) - self.at if limit else None

    def _people(self, source: Target | Slot) -> tuple[tuple[PersonId, ...], list[PassedOver]]:
        match source:
            case Target(kind=TargetKind.DECLARER):
                return (self.incident.declared.by,), []
            case Target(kind=TargetKind.ROLE, name=name):
                return self._holder(Role(name)), []
            case _:
                duty = coverage.reached(self.policy, source, self.at, self.directory)
                name = source.text if isinstance(source, Slot) else str(source)
                return duty.people, [PassedOver(target=name, name=p.name, why=p.why) for p in duty.passed_over]

    def _holder(self, role: Role) -> tuple[PersonId, ...]:
        holder = self.incident.commander if role is Role.COMMANDER else self.incident.roles.get(role)
        return (holder,) if holder else ()
