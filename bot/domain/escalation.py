"""Who is called next, by hand or because nobody answered in time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.calling import Calling, Cause, call
from bot.domain.climbing import path_id, path_of, standing
from bot.domain.errors import (
    AlreadyAcknowledged,
    EscalatedMeanwhile,
    JustEscalated,
    NobodyLeftToPage,
    NothingToStop,
)
from bot.domain.events import (
    Acknowledged,
    Late,
    NotReached,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    StoodDown,
    Unanswered,
)
from bot.domain.facts import facts_of
from bot.domain.guards import refuse_if_over
from bot.domain.ids import CONN
from bot.domain.incident import Incident, Rung
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import (
    Policy,
    Severity,
    Start,
    Step,
    TierId,
    any_holds,
)
from bot.domain.promises import started_by
from bot.domain.readiness import signers
from bot.domain.words import LONGEST, one_line

SAME_AGAIN = timedelta(seconds=60)
"""How long the same words by the same person are taken for a second try, not for a second escalation."""


def first_call(outcome: Outcome, policy: Policy, directory: Directory, *, at: datetime) -> Outcome:
    """Call the first step of a new incident's path that reaches anybody."""
    severity = policy.severities[outcome.incident.severity]
    return _climb(outcome, policy, directory, Cause(why=f"{severity.name} was declared"), start=0, at=at)


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
    start = standing(incident, policy) + 1
    cause = Cause(why=one_line(reason)[:LONGEST], by=by)
    outcome = _climb(unchanged(incident), policy, directory, cause, start=start, at=at)
    if not any(isinstance(e.event, Paged) for e in outcome.entries):
        skipped = tuple((e.event.name, e.event.why) for e in outcome.entries if isinstance(e.event, PassedOver))
        raise NobodyLeftToPage(incident=incident.id, skipped=skipped)
    return outcome


def refuse_same_again(incident: Incident, *, by: PersonId, reason: str, at: datetime) -> None:
    """Refuse what the same person said in the same words moments ago: their answer may have been lost."""
    rung = incident.rung
    said = one_line(reason)[:LONGEST]
    if rung and rung.by == by and rung.why == said and at - rung.paged_at < SAME_AGAIN and not rung.acknowledged:
        seconds = int((at - rung.paged_at).total_seconds())
        raise JustEscalated(incident=incident.id, target=rung.target, rung=rung.number, seconds=seconds)


def unanswered(
    incident: Incident, policy: Policy, directory: Directory, *, rung: int, late: Late | None, at: datetime
) -> Outcome:
    """Call the next step because the wait of this rung is over; changes nothing when the rung was answered.

    After a call beside the path nobody else comes; it is said that they did not answer.
    """
    current = incident.rung
    beside = next((r for r in incident.ladder if r.beside and r.number == rung), None)
    if incident.is_open and beside and beside.next_at and not beside.acknowledged:
        return unchanged(incident).then(_unanswered(beside, late), at=at)
    if not incident.is_open or current is None or current.number != rung or current.acknowledged:
        return unchanged(incident)
    cause = Cause(why=f"{target_name(policy, current.target)} did not acknowledge in time", late=late)
    return _climb(unchanged(incident), policy, directory, cause, start=standing(incident, policy) + 1, at=at)


def call_added(outcome: Outcome, policy: Policy, directory: Directory, *, why: str, at: datetime) -> Outcome:
    """Call those of the new path's first step who were not called yet; nobody hears of the same call twice."""
    steps = _steps_from(outcome.incident, policy, 0, by_hand=False, at=at)
    called = {person for rung in outcome.incident.ladder for person in rung.people}
    for place, step in steps[:1]:
        calling = Calling(incident=outcome.incident, policy=policy, directory=directory, at=at)
        found = calling.found(step.page)
        added = tuple(person for person in found.people if person not in called)
        if found.people and not added:
            return outcome
        if not added:
            return _climb(outcome, policy, directory, Cause(why=why), start=place, at=at)
        added_only = replace(found, people=added)
        outcome = call(outcome, added_only, Cause(why=why), step=place, wait=calling.wait(step), at=at)
    return outcome


def is_climbing(incident: Incident, at: datetime) -> bool:
    """Say whether the ladder goes on by itself: a call waits for its answer, was made just now, or was the last."""
    rung = incident.rung
    waits = rung is not None and not rung.acknowledged and rung.next_at is not None
    return incident.path_ended or waits or (rung is not None and rung.paged_at == at)


def call_next(outcome: Outcome, policy: Policy, directory: Directory, cause: Cause, *, at: datetime) -> Outcome:
    """Call the next step by itself for a cause other than silence; nobody is called where the path has none."""
    if following(outcome.incident, policy, by_hand=False, at=at) is None:
        return outcome
    start = standing(outcome.incident, policy) + 1
    return _climb(outcome, policy, directory, cause, start=start, at=at)


def wait_of(incident: Incident, policy: Policy, severity: Severity, *, at: datetime) -> timedelta | None:
    """Say how long the call that counts now may wait under another severity, counted from when it was made.

    None where it waits for nobody, as after it was stood down.
    """
    named = path_id(policy, severity.id, incident.category)
    rung, path = incident.rung, path_of(policy, named)
    if rung is None or path is None or incident.stood_down:
        return None
    moved = replace(incident, severity=severity.id, path=named)
    step = next((s for s in path.steps if rung.target in map(str, s.page)), None)
    if step is None:
        return rung.next_at - rung.paged_at if rung.next_at else None
    return Calling(incident=moved, policy=policy, directory=Directory(), at=at).wait(step)


def not_reached(
    incident: Incident, policy: Policy, directory: Directory, *, rung: int, person: PersonId, why: str, at: datetime
) -> Outcome:
    """Note that a page was refused; when that leaves nobody who could answer, the next step is called at once."""
    outcome = unchanged(incident).then(NotReached(rung=rung, person=person, why=why), at=at)
    return _past_nobody(outcome, policy, directory, rung=rung, why="cannot be reached", at=at)


def _past_nobody(
    outcome: Outcome, policy: Policy, directory: Directory, *, rung: int, why: str, at: datetime
) -> Outcome:
    current = outcome.incident.rung
    if current is None or current.number != rung or current.acknowledged or not current.reaches_nobody:
        return outcome
    cause = Cause(why=f"{target_name(policy, current.target)} {why}")
    return _climb(outcome, policy, directory, cause, start=standing(outcome.incident, policy) + 1, at=at)


def decline(
    incident: Incident, policy: Policy, directory: Directory, *, rung: int, by: PersonId, at: datetime
) -> Outcome:
    """Note that somebody who was called cannot come; when that leaves nobody, the next step is called at once."""
    refuse_if_over(incident)
    called = next((r for r in incident.ladder if r.number == rung), None)
    if called and called.acknowledged:
        raise AlreadyAcknowledged(by=called.acknowledged.by, at=called.acknowledged.at)
    if called is None or by not in called.people or by in called.declined:
        return unchanged(incident)
    outcome = unchanged(incident).then(PageDeclined(rung=rung, target=called.target), at=at, by=by)
    return _past_nobody(outcome, policy, directory, rung=rung, why="cannot come", at=at)


def acknowledge(incident: Incident, policy: Policy, *, by: PersonId, rung: int | None = None, at: datetime) -> Outcome:
    """Answer for the call that counts now, or for the `rung` whose page was pressed; the clock to the next stops.

    An incident that paged nobody can be acknowledged too.
    """
    refuse_if_over(incident)
    current = next((r for r in incident.ladder if r.number == rung), None) or _meant(incident, by)
    before = current.acknowledged if current else incident.acknowledged
    if before:
        raise AlreadyAcknowledged(by=before.by, at=before.at)
    beside = current is not None and current.beside
    acknowledged = Acknowledged(
        rung=current.number if current else 0, target=current.target if current else "", beside=beside
    )
    first = incident.acknowledged is None and not beside
    outcome = unchanged(incident).then(acknowledged, at=at, by=by)
    return started_by(outcome, Start.ACKNOWLEDGED, policy, at=at) if first else outcome


def _meant(incident: Incident, person: PersonId) -> Rung | None:
    """Find the call somebody means who names none: the one that counts now, unless one beside it waits."""
    counts = incident.rung
    if counts and person in counts.people:
        return counts
    beside = (r for r in reversed(incident.ladder) if r.beside and not r.acknowledged and person in r.people)
    return next(beside, counts)


def stand_down(incident: Incident, *, why: str, by: PersonId, at: datetime) -> Outcome:
    """Call nobody further by itself, and let those sleep who had not answered; escalating again is possible."""
    refuse_if_over(incident)
    if incident.stood_down or not incident.ladder:
        raise NothingToStop(incident=incident.id)
    waiting = (person for rung in incident.ladder if not rung.acknowledged for person in rung.people)
    answered = {rung.acknowledged.by for rung in incident.ladder if rung.acknowledged}
    people = tuple(person for person in dict.fromkeys(waiting) if person not in answered)
    return unchanged(incident).then(StoodDown(people=people, why=one_line(why)[:LONGEST]), at=at, by=by)


def following(incident: Incident, policy: Policy, *, by_hand: bool, at: datetime) -> Step | None:
    """Find the step that would be called next, by a person or by the clock; None at the end of the path."""
    start = standing(incident, policy) + 1
    over = incident.path_ended or (incident.stood_down and not by_hand)
    steps = [] if over else _steps_from(incident, policy, start, by_hand=by_hand, at=at)
    return steps[0][1] if steps else None


def target_name(policy: Policy, target: str) -> str:
    """Say a target of the model the way people know it."""
    team = policy.team(target)
    return team.name if team else target


def _unanswered(rung: Rung, late: Late | None) -> Unanswered:
    waited = (rung.next_at or rung.paged_at) - rung.paged_at
    return Unanswered(rung=rung.number, target=rung.target, people=rung.people, waited=waited, late=late)


def _climb(
    outcome: Outcome, policy: Policy, directory: Directory, cause: Cause, *, start: int, at: datetime
) -> Outcome:
    """Walk up the path from `start` to the first step that reaches somebody; say who was passed over."""
    tiers_without: list[TierId] = []
    for place, step in _steps_from(outcome.incident, policy, start, by_hand=cause.by != CONN, at=at):
        calling = Calling(incident=outcome.incident, policy=policy, directory=directory, at=at)
        found = calling.found(step.page)
        outcome = call(outcome, found, cause, step=place, wait=calling.wait(step), at=at)
        if found.people:
            return outcome
        tiers_without += found.tiers_without
    if tiers_without and not outcome.incident.ladder:
        outcome = _call_who_may_sign(outcome, policy, directory, tiers_without, cause, step=start, at=at)
    incident = outcome.incident
    if incident.path is None or not (incident.ladder or cause.by != CONN or policy.pages(incident.severity)):
        return outcome
    after = outcome.incident.rung.target if outcome.incident.rung else ""
    return outcome.then(PathEnded(after=after, why=cause.why, late=cause.late), at=at, by=cause.by)


def _call_who_may_sign(
    outcome: Outcome,
    policy: Policy,
    directory: Directory,
    tiers: Iterable[TierId],
    cause: Cause,
    *,
    step: int,
    at: datetime,
) -> Outcome:
    """Where everybody was passed over for want of a sign-off, wake those who may give one: nobody else is left."""
    calling = Calling(incident=outcome.incident, policy=policy, directory=directory, at=at)
    found = calling.found([one for tier in tiers for one in signers(policy.tiers[tier])])
    why = f"{cause.why}, and nobody on the path is signed off: you may sign somebody off, or name who takes it"
    return call(outcome, replace(found, passed_over=()), replace(cause, why=why), step=step, wait=None, at=at)


def _steps_from(
    incident: Incident, policy: Policy, start: int, *, by_hand: bool, at: datetime
) -> list[tuple[int, Step]]:
    path = path_of(policy, incident.path)
    facts = facts_of(incident, at)
    return [
        (place, step)
        for place, step in enumerate(path.steps if path else ())
        if place >= start and any_holds(step.when, facts) and (step.automatic or by_hand)
    ]
