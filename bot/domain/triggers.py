"""Rules of the model that call and tell people by themselves, or offer to, as soon as their condition holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import coverage
from bot.domain.calling import Calling, Cause, call
from bot.domain.climbing import path_of, place_of
from bot.domain.errors import NoLongerOffered
from bot.domain.events import Late, Triggered
from bot.domain.facts import facts_of
from bot.domain.guards import refuse_if_over
from bot.domain.ids import CONN
from bot.domain.incident import Incident
from bot.domain.jumping import jump
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Step, Trigger, When, any_holds
from bot.domain.policy.tiers import Source


def followed(outcome: Outcome, policy: Policy, directory: Directory, *, at: datetime) -> Outcome:
    """Let everything happen that a decision brought about; each rule once until a reopening.

    What waits for a time is left to its timer, also when that time is over already: it knows how late it is.
    """
    for place, trigger in rules(outcome.incident, policy).items():
        at_once = tuple(when for when in trigger.when if not when.waits)
        if place not in outcome.incident.triggered and _holds(at_once, outcome.incident, at):
            outcome = _follow(outcome, policy, directory, place, trigger, late=None, at=at)
    return outcome


def due(
    incident: Incident, policy: Policy, directory: Directory, *, place: str, late: Late | None, at: datetime
) -> Outcome:
    """Let what only waited for its time happen, if everything else it asks for is so."""
    outcome = unchanged(incident)
    trigger, step = rules(incident, policy).get(place), _late_steps(incident, policy).get(place)
    if trigger and place not in incident.triggered and _holds(trigger.when, incident, at):
        return _follow(outcome, policy, directory, place, trigger, late=late, at=at)
    if step and place not in incident.triggered and _holds(step[1].when, incident, at):
        cause = Cause(why="the time for it has come", rule=place, late=late)
        outcome = outcome.then(Triggered(rule=place, why=cause.why, late=late), at=at)
        calling = Calling(incident=incident, policy=policy, directory=directory, at=at)
        return call(outcome, calling.found(step[1].page), cause, step=step[0], wait=calling.wait(step[1]), at=at)
    return outcome


def accept(
    incident: Incident, policy: Policy, directory: Directory, *, place: str, by: PersonId, at: datetime
) -> Outcome:
    """Do what a rule only offered, because a person says so."""
    refuse_if_over(incident)
    trigger = rules(incident, policy).get(place)
    if trigger is None or place not in incident.offers:
        raise NoLongerOffered(incident=incident.id)
    return _act(unchanged(incident), policy, directory, trigger, Cause(why=trigger.rule, by=by, rule=place), at=at)


def waiting(incident: Incident, policy: Policy) -> Iterator[tuple[str, datetime]]:
    """List what time alone will bring about: the places in the model, and the moments (UTC) at which it does."""
    if not incident.is_open or incident.stood_down:
        return
    facts = replace(facts_of(incident, incident.begun), age=timedelta.max, in_status=timedelta.max)
    conditions = {place: trigger.when for place, trigger in rules(incident, policy).items()}
    conditions |= {place: step.when for place, (_, step) in _late_steps(incident, policy).items()}
    for place, whens in conditions.items():
        may_hold = [when for when in whens if when.waits and when.holds(facts) and place not in incident.triggered]
        yield from ((place, moment) for moment in sorted({_moment(when, incident) for when in may_hold}))


def rules(incident: Incident, policy: Policy) -> dict[str, Trigger]:
    """List the rules an incident runs under by their place in the model: those of its path, then those for all."""
    found = {f"triggers.{n}": trigger for n, trigger in enumerate(policy.triggers)}
    path = path_of(policy, incident.path)
    if path is None or not path.triggers:
        return found
    home = path.id if path.id in policy.paths else policy.severities[incident.severity].path
    return {f"paths.{home}.triggers.{n}": trigger for n, trigger in enumerate(path.triggers)} | found


def _late_steps(incident: Incident, policy: Policy) -> dict[str, tuple[int, Step]]:
    """List the steps still to come that wait for a time: passed over before it, they are called when it comes."""
    path = path_of(policy, incident.path)
    calls = [rung for rung in incident.ladder if rung.paged_at >= incident.begun and not rung.beside]
    if path is None or any(rung.acknowledged for rung in calls):
        return {}
    called = {rung.step for rung in calls if rung.path == path.id}
    return {
        place_of(policy, path.id, n): (n, step)
        for n, step in enumerate(path.steps)
        if step.automatic and n not in called and any(when.waits for when in step.when)
    }


def _holds(conditions: tuple[When, ...], incident: Incident, at: datetime) -> bool:
    return incident.is_open and bool(conditions) and any_holds(conditions, facts_of(incident, at))


def _moment(when: When, incident: Incident) -> datetime:
    begun, since = incident.begun, incident.status_since or incident.begun
    return max(
        incident.turned_at or begun,
        begun + when.older_than.elapsed if when.older_than else begun,
        since + when.in_status_longer_than.elapsed if when.in_status_longer_than else begun,
    )


def _follow(
    outcome: Outcome,
    policy: Policy,
    directory: Directory,
    place: str,
    trigger: Trigger,
    *,
    late: Late | None,
    at: datetime,
) -> Outcome:
    cause = Cause(why=trigger.rule, rule=place, late=late)
    if trigger.automatic:
        return _act(outcome, policy, directory, trigger, cause, at=at)
    offered = Triggered(rule=place, why=trigger.rule, offers=tuple(map(str, trigger.page)), do=trigger.do, late=late)
    return outcome.then(offered, at=at)


def _act(
    outcome: Outcome, policy: Policy, directory: Directory, trigger: Trigger, cause: Cause, *, at: datetime
) -> Outcome:
    """Tell, post and call as a rule says; a tier that has answered or is being called now is not called again."""
    incident = outcome.incident
    calling = Calling(incident=incident, policy=policy, directory=directory, at=at)
    told = calling.found(trigger.tell)
    triggered = Triggered(
        rule=cause.rule,
        why=cause.why,
        told=told.people,
        post_in=() if incident.private else trigger.post_in,
        do=trigger.do,
        template=trigger.template,
        answer_by=coverage.due(trigger.within, at, policy=policy) if trigger.within else None,
        late=cause.late,
    )
    outcome = outcome.then(triggered, at=at, by=cause.by).then(*told.passed_over, at=at)
    wanted = tuple(target for target in trigger.page if cause.by != CONN or not _has_heard(calling, target))
    return jump(outcome, calling, wanted, cause, within=trigger.within) if wanted else outcome


def _has_heard(calling: Calling, target: Source) -> bool:
    """Whether somebody of a tier is in command, has answered since the beginning, or is being called right now."""
    incident, people = calling.incident, set(calling.found((target,)).people)
    if not people:
        return False
    for rung in incident.ladder:
        answered = rung.acknowledged
        if answered and answered.at >= incident.begun and (rung.target == str(target) or answered.by in people):
            return True
        still = rung.paged_at == calling.at if rung.next_at is None else rung.next_at > calling.at
        if answered is None and still and people <= set(rung.people):
            return True
    return incident.commander in people
