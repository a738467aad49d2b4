"""What people do in a phase: tick what is done on its lists, answer its question."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.calling import Calling, Cause
from bot.domain.changes import change_status
from bot.domain.errors import AlreadySo
from bot.domain.events import DecisionMade, Event, ItemTicked, ItemUnticked
from bot.domain.guards import refuse_if_ended, refuse_if_over
from bot.domain.incident import Incident
from bot.domain.jumping import jump
from bot.domain.knowing import Known, change_facts
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Choice, PhaseId, Policy


def tick(
    incident: Incident, phase_id: PhaseId, *, done: Iterable[str], undone: Iterable[str], by: PersonId, at: datetime
) -> Outcome:
    """Keep what somebody ticked and unticked on a phase's list; what is so already changes nothing."""
    refuse_if_ended(incident)
    phase = incident.phase(phase_id)
    known = {item.key: item.do for item in phase.terms.items} if phase else {}
    ticked = phase.ticked if phase else {}
    events: list[Event] = [
        ItemTicked(phase=phase_id, key=key, do=known[key]) for key in done if key in known and key not in ticked
    ]
    events += [ItemUnticked(phase=phase_id, key=key, do=known[key]) for key in undone if key in known and key in ticked]
    return unchanged(incident).then(*events, at=at, by=by)


def decide(
    incident: Incident,
    policy: Policy,
    directory: Directory,
    *,
    phase_id: PhaseId,
    choice: int,
    by: PersonId,
    at: datetime,
) -> Outcome:
    """Answer a phase's question once: its people are called, its fact is ticked, its phase begins."""
    refuse_if_over(incident)
    phase, in_model = incident.phase(phase_id), policy.phases.get(phase_id)
    decision = in_model.decision if in_model else None
    if phase is None or decision is None or phase.is_over:
        raise AlreadySo(incident=incident.id, what="status", value=policy.status_name(incident.status))
    if phase.chosen is not None:
        raise AlreadySo(incident=incident.id, what="decision", value=decision.choices[phase.chosen].when)
    answer = next((one for place, one in enumerate(decision.choices) if place == choice), None)
    if answer is None or phase.terms.question is None or (answer.when, answer.do) not in phase.terms.question.choices:
        raise ValueError("the question has other answers by now")
    rule = f"phases.{phase_id}.decision.choices.{choice}"
    made = DecisionMade(phase=phase_id, choice=choice, answer=answer.when, do=answer.do, rule=rule)
    outcome = unchanged(incident).then(made, at=at, by=by)
    outcome = _called(outcome, policy, directory, answer, rule, by=by, at=at)
    if answer.tag and answer.tag not in incident.tags:
        known = Known(tags=frozenset((*incident.tags, answer.tag)))
        outcome = _after(outcome, change_facts(outcome.incident, policy, directory, known, by=by, at=at))
    return _moved_on(outcome, policy, answer, by=by, at=at)


def _called(
    outcome: Outcome, policy: Policy, directory: Directory, answer: Choice, rule: str, *, by: PersonId, at: datetime
) -> Outcome:
    """Call those whom an answer names and who were not called yet."""
    if not answer.page:
        return outcome
    calling = Calling(incident=outcome.incident, policy=policy, directory=directory, at=at)
    cause = Cause(why=answer.when, by=by, rule=rule)
    return jump(outcome, calling, answer.page, cause)


def _moved_on(outcome: Outcome, policy: Policy, answer: Choice, *, by: PersonId, at: datetime) -> Outcome:
    """Move the incident to the phase an answer names, by the status that belongs to it."""
    statuses = policy.phases[answer.next_phase].statuses if answer.next_phase else ()
    reached = next((status for status in statuses if policy.uses(status)), None)
    if reached is None or outcome.incident.status in statuses:
        return outcome
    moved = change_status(outcome.incident, policy, to=reached.value, text="", by=by, at=at)
    return _after(outcome, moved)


def _after(outcome: Outcome, more: Outcome) -> Outcome:
    """Let what was decided on top of an outcome follow it."""
    return Outcome(
        incident=more.incident,
        entries=(*outcome.entries, *more.entries),
        effects=(*outcome.effects, *more.effects),
    )
