"""Who has command: taken only by a press of one's own, offered to others, missed aloud, handed over in time."""

from datetime import datetime, timedelta

from bot.domain.errors import AlreadyInCommand, NoHandoffDue, OfferGone
from bot.domain.events import (
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Departure,
    HandoffDue,
    HandoffPutOff,
    Late,
    OfferDeclined,
    OfferLapsed,
)
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import PersonId
from bot.domain.policy import Policy, Role
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


def offer(incident: Incident, policy: Policy, *, by: PersonId, to: PersonId, at: datetime, note: str = "") -> Outcome:
    """Ask somebody to take command; they have it when they press, before the offer lapses."""
    refuse_if_over(incident)
    if incident.commander == to:
        raise AlreadyInCommand(incident=incident.id, commander=to, since=incident.commanding_since or at)
    return unchanged(incident).then(offered(policy, to, note=kept(note), at=at), at=at, by=by)


def offered(policy: Policy, to: PersonId, *, note: str = "", at: datetime) -> CommandOffered:
    """Say until when an offer stands."""
    return CommandOffered(to=to, note=note, lapses_at=at + policy.command.offer_lapses_after.elapsed)


def decline(incident: Incident, *, by: PersonId, at: datetime) -> Outcome:
    """Leave command where it is; OfferGone when none is offered to this person any more."""
    refuse_if_over(incident)
    if incident.offer is None or incident.offer.to != by:
        raise OfferGone(incident=incident.id, commander=incident.commander)
    return unchanged(incident).then(OfferDeclined(by=incident.offer.by), at=at, by=by)


def offer_lapsed(incident: Incident, *, late: Late | None, at: datetime) -> Outcome:
    """Let an offer that nobody answered go, aloud; command stays where it was."""
    offer = incident.offer
    if not incident.is_open or offer is None or offer.lapses_at is None or offer.lapses_at > at:
        return unchanged(incident)
    return unchanged(incident).then(OfferLapsed(to=offer.to, by=offer.by, late=late), at=at)


def missing(incident: Incident, policy: Policy, *, late: Late | None, at: datetime) -> Outcome:
    """Say once more that nobody is in command; changes nothing when somebody is."""
    if incident.commander or not incident.is_open:
        return unchanged(incident)
    return unchanged(incident).then(_missing(incident, policy, late=late, at=at), at=at)


def lapse(incident: Incident, policy: Policy, *, left: Departure, at: datetime) -> Outcome:
    """Let command go with whoever had it and left, and ask for somebody else at once."""
    if incident.commander is None or not incident.is_open:
        return unchanged(incident)
    lapsed = CommandLapsed(person=incident.commander, left=left)
    return unchanged(incident).then(lapsed, _missing(incident, policy, late=None, at=at), at=at)


def _missing(incident: Incident, policy: Policy, *, late: Late | None, at: datetime) -> CommandMissing:
    again_at = at + policy.command.no_commander_every.elapsed
    return CommandMissing(times=incident.commander_asked + 1, again_at=again_at, late=late)


def handoff_due_at(incident: Incident, policy: Policy) -> datetime | None:
    """Say when the commander is next asked whether somebody fresh should take over (UTC); None while nobody is."""
    if not incident.is_open or incident.commander is None or incident.commanding_since is None:
        return None
    begun = max(incident.commanding_since, incident.reopened_at or incident.commanding_since)
    return incident.handoff_at or begun + policy.command.handoff_after.elapsed


def suggest_handoff(incident: Incident, policy: Policy, *, late: Late | None, at: datetime) -> Outcome:
    """Ask the commander to hand over, and the deputy beside them when that was ignored; later ones come as rarely."""
    due_at = handoff_due_at(incident, policy)
    if due_at is None or due_at > at:
        return unchanged(incident)
    first = incident.handoff_asked == 0
    again = policy.reminders.ignored_after if first else policy.command.handoff_after
    deputy = incident.roles.get(Role.DEPUTY)
    people = [incident.acting, *([deputy] if deputy and not first else [])]
    due = HandoffDue(
        times=incident.handoff_asked + 1,
        people=tuple(dict.fromkeys(people)),
        again_at=at + again.elapsed,
        late=late,
    )
    return unchanged(incident).then(due, at=at)


def put_off_handoff(
    incident: Incident, policy: Policy, *, by: PersonId, length: timedelta | None, at: datetime
) -> Outcome:
    """Keep quiet about a handoff for so long, by default the model's whole time; NoHandoffDue unless it was asked."""
    refuse_if_over(incident)
    if incident.commander is None or not incident.handoff_asked:
        raise NoHandoffDue
    until = at + (length or policy.command.handoff_after.elapsed)
    return unchanged(incident).then(HandoffPutOff(until=until), at=at, by=by)
