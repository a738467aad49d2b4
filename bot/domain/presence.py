"""A commander of whom nothing is heard: asked whether they still have command, then somebody else is asked to take it.

Nobody loses command by silence and nobody gets it by it: whoever presses has it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.calling import Calling
from bot.domain.climbing import path_of, standing
from bot.domain.errors import AlreadyInCommand
from bot.domain.events import BackupAsked, Late, PresenceAsked, PresenceConfirmed
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Case, Policy, Role, Slot, Target, TargetKind, governing
from bot.domain.policy.tiers import Source


def asks_at(incident: Incident, policy: Policy) -> datetime | None:
    """Say when the commander, or after them somebody who could take over, is asked next (UTC); None while nobody is."""
    presence, patience = incident.presence, _patience(incident, policy)
    if not incident.is_open or presence is None or patience is None:
        return None
    return presence.next_at or presence.at + patience


def ask(incident: Incident, policy: Policy, directory: Directory, *, late: Late | None, at: datetime) -> Outcome:
    """Ask the commander, and when that was not answered, those who could take over, one after the other.

    When all of them were asked in vain it begins again with the first, after the model's whole time.
    """
    due_at, presence, patience = asks_at(incident, policy), incident.presence, _patience(incident, policy)
    if due_at is None or due_at > at or presence is None or patience is None or incident.commander is None:
        return unchanged(incident)
    counted = at if late else due_at  # a clock that rings in time is not a little later each time
    silent, soon = counted - presence.at, counted + policy.command.backup_asked_after.elapsed
    if not presence.asked:
        asked = PresenceAsked(person=incident.commander, silent=silent, answer_by=soon, late=late)
        return unchanged(incident).then(asked, at=at)
    backups = list(_backups(Calling(incident=incident, policy=policy, directory=directory, at=at)))
    place = len(presence.backups) % max(len(backups), 1)
    is_last = place + 1 >= len(backups)
    backup = BackupAsked(
        person=incident.commander,
        people=backups[place] if backups else (),
        silent=silent,
        again_at=counted + patience if is_last else soon,
        late=late,
    )
    return unchanged(incident).then(backup, at=at)


def confirm(incident: Incident, *, by: PersonId, at: datetime) -> Outcome:
    """Let the commander say that they are there; AlreadyInCommand for anybody else, and while nobody asked."""
    refuse_if_over(incident)
    if by != incident.commander or incident.presence is None or not incident.presence.asked:
        since = incident.commanding_since or incident.declared.at
        raise AlreadyInCommand(incident=incident.id, commander=incident.acting, since=since)
    return unchanged(incident).then(PresenceConfirmed(), at=at, by=by)


def _patience(incident: Incident, policy: Policy) -> timedelta | None:
    limit = governing(policy.command.silent_after, Case(severity=incident.severity))
    return None if limit is None or isinstance(limit.within, Slot) else limit.within.elapsed


def _backups(calling: Calling) -> Iterator[tuple[PersonId, ...]]:
    """List who could take over, in groups: the deputy, whom the model names, whoever is on duty where it stands."""
    seen = {calling.incident.commander}
    for source in _sources(calling):
        people = tuple(person for person in calling.found([source]).people if person not in seen)
        seen.update(people)
        if people:
            yield people


def _sources(calling: Calling) -> Iterator[Source]:
    yield Target(kind=TargetKind.ROLE, name=Role.DEPUTY)
    yield from calling.policy.command.backup
    path = path_of(calling.policy, calling.incident.path)
    if path is not None:
        reached = max(standing(calling.incident, calling.policy), 0)
        for step in (*path.steps[reached:], *path.steps[:reached]):
            yield from step.page
