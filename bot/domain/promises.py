"""Word that people may expect: when it is due, who owes it, what happens when it does not come."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from bot.domain.calling import Calling
from bot.domain.coverage import due
from bot.domain.errors import AlreadySo, NothingPromised, WordsToAvoid
from bot.domain.events import (
    Late,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Updated,
)
from bot.domain.guards import refuse_if_ended
from bot.domain.incident import Incident, Promise
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience, Clock, Policy, Role, Start
from bot.domain.wording import to_avoid
from bot.domain.words import kept

_LONGEST_PATIENCE = timedelta(hours=1)
_DOUBLINGS = 12  # from a second to an hour


@dataclass(frozen=True, kw_only=True)
class Word:
    """What somebody tells these audiences; an empty text means that nothing changed.

    `next_in` is when each hears next, `blanks` what was put into the model's text for it, `insisted` what it says
    although the model would rather not.
    """

    text: str
    audiences: tuple[Audience, ...]
    next_in: Mapping[Audience, timedelta] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)
    insisted: tuple[str, ...] = ()


def started_by(outcome: Outcome, start: Start, policy: Policy, *, at: datetime) -> Outcome:
    """Make the promises that the model lets this moment start; an earlier one to the same audience stands."""
    incident = outcome.incident
    for clock in policy.severities[incident.severity].clocks:
        if clock.starts == start:
            outcome = _promised(outcome, clock, policy, at=at)
    return outcome


def restarted(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Fit the promises to a changed severity or a reopening: what the model names runs from now, the rest stops.

    A promise that stands and is due sooner stays as it is.
    """
    wanted = {clock.audience for clock in policy.severities[outcome.incident.severity].clocks}
    wanted |= {Audience.INTERNAL for _ in _of_phases(outcome.incident)}
    for promise in outcome.incident.promises:
        if promise.audience not in wanted:
            dropped = PromiseWaived(audience=promise.audience, n=promise.n, why="this severity needs none")
            outcome = outcome.then(dropped, at=at)
    for start in begun(outcome.incident):
        outcome = started_by(outcome, start, policy, at=at)
    return outcome


def begun(incident: Incident) -> tuple[Start, ...]:
    """Name the moments an incident has passed that clocks start on and that still last."""
    starts = [Start.DECLARED, *([Start.ACKNOWLEDGED] if incident.acknowledged else [])]
    if incident.status.value in tuple(Start):
        starts.append(Start(incident.status.value))
    return tuple(starts)


def remind(
    incident: Incident, policy: Policy, directory: Directory, audience: Audience, *, late: Late | None, at: datetime
) -> Outcome:
    """Tell whoever owes this audience word: beforehand in private, then in the room, each time with somebody more."""
    promise = incident.promise(audience)
    if promise is None or (promise.remind_at > at and not _warns(promise, at)):
        return unchanged(incident)
    if promise.remind_at > at:
        near = PromiseNear(audience=audience, n=promise.n, people=(owed_by(incident, promise),), late=late)
        return unchanged(incident).then(near, at=at)
    times = promise.reminders + 1
    late = replace(late, due_at=max(late.due_at, promise.remind_at)) if late else None
    calling = Calling(incident=incident, policy=policy, directory=directory, at=at)
    owes = (owed_by(incident, promise), incident.acting)
    ups = list(_next_up(calling, owes))
    reminded = Reminded(
        audience=audience,
        n=promise.n,
        times=times,
        people=tuple(dict.fromkeys((*owes, *chain.from_iterable(ups[: times - 1])))),
        again_at=at + _patience(policy, rounds=times - 1 - len(ups)),
        late=late,
    )
    return unchanged(incident).then(reminded, at=at)


def owed_by(incident: Incident, promise: Promise) -> PersonId:
    """Name who owes a promise: whom it was handed to, else the role's holder, else the commander."""
    holder = incident.roles.get(promise.owner) if promise.owner else None
    return promise.handed_to or holder or incident.acting


def _warns(promise: Promise, at: datetime) -> bool:
    return promise.warn_at is not None and promise.warn_at <= at and not promise.warned


def _patience(policy: Policy, *, rounds: int) -> timedelta:
    """Wait as the model says; twice as long with each of the `rounds` since nobody was left to name anew."""
    usual = policy.reminders.ignored_after.elapsed
    longer = usual * (1 << min(max(rounds, 0), _DOUBLINGS))
    return max(usual, min(longer, _LONGEST_PATIENCE))


def _next_up(calling: Calling, known: Collection[PersonId]) -> Iterator[tuple[PersonId, ...]]:
    """List who hears of it next, as the model says, else the deputy and those who were called last."""
    incident = calling.incident
    sources = calling.policy.reminders.next_up
    if sources:
        groups = [calling.found([source]).people for source in sources]
    else:
        deputy = incident.roles.get(Role.DEPUTY)
        groups = [(deputy,) if deputy else (), incident.rung.people if incident.rung else ()]
    seen = set(known)
    for group in groups:
        people = tuple(person for person in group if person not in seen)
        seen.update(people)
        if people:
            yield people


def hand(incident: Incident, audience: Audience, *, to: PersonId, by: PersonId, at: datetime) -> Outcome:
    """Let somebody else give this word; NothingPromised when none is owed, AlreadySo when it is theirs."""
    promise = _owed(incident, audience)
    if owed_by(incident, promise) == to:
        raise AlreadySo(incident=incident.id, what="owner", value=to)
    return unchanged(incident).then(PromiseHanded(audience=audience, n=promise.n, to=to), at=at, by=by)


def update(incident: Incident, policy: Policy, word: Word, *, by: PersonId, at: datetime) -> Outcome:
    """Give word: what its audiences were promised is kept, and the next word is promised.

    Refused while it says what the model would rather not say in public, unless the writer insisted on each of those.
    """
    refuse_if_ended(incident)
    found = to_avoid(policy, word.text, word.audiences)
    if found and not (policy.wording.insist and {phrase.avoid for phrase in found} <= set(word.insisted)):
        raise WordsToAvoid(found=found)
    updated = Updated(
        text=kept(word.text),
        audiences=word.audiences,
        next_in=word.next_in,
        blanks=word.blanks,
        unheeded=tuple(phrase.avoid for phrase in found),
    )
    outcome = unchanged(incident).then(updated, at=at, by=by)
    for audience in word.audiences:
        outcome = _kept(outcome, policy, audience, word.next_in.get(audience), by=by, at=at)
    return outcome


def snooze(incident: Incident, audience: Audience, *, by: PersonId, until: datetime, at: datetime) -> Outcome:
    """Keep the reminder quiet until then; when the word was due stays on the record."""
    promise = _owed(incident, audience)
    snoozed = PromiseSnoozed(audience=audience, n=promise.n, until=until)
    return unchanged(incident).then(snoozed, at=at, by=by)


def waive(incident: Incident, audience: Audience, *, by: PersonId, at: datetime) -> Outcome:
    """Decide that this audience needs no word; its clock stops until something starts it again."""
    promise = _owed(incident, audience)
    return unchanged(incident).then(PromiseWaived(audience=audience, n=promise.n), at=at, by=by)


def _owed(incident: Incident, audience: Audience) -> Promise:
    promise = incident.promise(audience)
    if promise is None:
        raise NothingPromised(audience=audience)
    return promise


def _promised(outcome: Outcome, clock: Clock, policy: Policy, *, at: datetime) -> Outcome:
    incident = outcome.incident
    due_at = due(clock.first, at, policy=policy)
    every = cadence(incident, policy, clock)
    standing = incident.promise(clock.audience)
    if standing and standing.due_at <= due_at:
        if standing.every == every:
            return outcome
        due_at = standing.due_at
    made = PromiseMade(
        audience=clock.audience,
        n=incident.promises_made.get(clock.audience, 0) + 1,
        due_at=due_at,
        why=clock.rule,
        owner=clock.owner,
        every=every,
        warn_at=policy.reminders.ahead_of(due_at, at),
    )
    return outcome.then(made, at=at)


def cadence(incident: Incident, policy: Policy, started: Clock) -> timedelta | None:
    """Say how often this audience hears from now on: as the shortest of its clocks that run has it."""
    running = {started.starts, *begun(incident)}
    clocks = (c for c in policy.severities[incident.severity].clocks if c.audience == started.audience)
    lengths = [c.every.elapsed for c in clocks if c.every and c.starts in running]
    return min((*lengths, *(_of_phases(incident) if started.audience is Audience.INTERNAL else ())), default=None)


def _of_phases(incident: Incident) -> Iterator[timedelta]:
    """List how often the phases that run want word inside."""
    return (p.terms.update_every for p in incident.phases if p.terms.update_every and not p.is_over)


def _kept(
    outcome: Outcome, policy: Policy, audience: Audience, next_in: timedelta | None, *, by: PersonId, at: datetime
) -> Outcome:
    promise = outcome.incident.promise(audience)
    if promise is not None:
        late = max(at - promise.due_at, timedelta())
        outcome = outcome.then(PromiseKept(audience=audience, n=promise.n, late=late), at=at, by=by)
    every = next_in or (promise.every if promise else None)
    if every is None:
        return outcome
    made = PromiseMade(
        audience=audience,
        n=outcome.incident.promises_made.get(audience, 0) + 1,
        due_at=at + every,
        why=promise.why if promise else "promised with the last update",
        owner=promise.owner if promise else None,
        every=promise.every if promise else None,
        warn_at=policy.reminders.ahead_of(at + every, at),
    )
    return outcome.then(made, at=at, by=by)
