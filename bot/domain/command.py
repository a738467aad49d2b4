"""Who has command: taken only by a press of one's own, offered to others, missed aloud."""

from datetime import datetime

from bot.domain.errors import AlreadyInCommand
from bot.domain.events import CommandMissing, CommandOffered, CommandTaken, Late
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import PersonId
from bot.domain.policy import Policy
from bot.domain.words import kept


def take(incident: Incident, *, by: PersonId, instead_of: PersonId | None, at: datetime) -> Outcome:
    """Make the person who asks commander, unless somebody holds command whom they did not know of."""
    refuse_if_over(incident)
    holder = incident.commander
    if holder is not None and holder != instead_of:
        since = incident.commanding_since or incident.declared.at
        raise AlreadyInCommand(incident=incident.id, commander=holder, since=since)
    if holder == by:
        raise AlreadyInCommand(incident=incident.id, commander=by, since=incident.commanding_since or at)
    return unchanged(incident).then(CommandTaken(instead_of=holder), at=at, by=by)


def offer(incident: Incident, *, by: PersonId, to: PersonId, at: datetime, note: str = "") -> Outcome:
    """Ask somebody to take command; they have it when they press."""
    refuse_if_over(incident)
    if incident.commander == to:
        raise AlreadyInCommand(incident=incident.id, commander=to, since=incident.commanding_since or at)
    return unchanged(incident).then(CommandOffered(to=to, note=kept(note)), at=at, by=by)


def missing(incident: Incident, policy: Policy, *, late: Late | None, at: datetime) -> Outcome:
    """Say once more that nobody is in command; changes nothing when somebody is."""
    if incident.commander or not incident.is_open:
        return unchanged(incident)
    missed = CommandMissing(
        times=incident.commander_asked + 1, again_at=at + policy.command.no_commander_every.elapsed, late=late
    )
    return unchanged(incident).then(missed, at=at)
