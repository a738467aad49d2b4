"""An incident as it is now: the sum of its log."""

from dataclasses import replace

from bot.domain.events import (
    AuthorityWaived,
    BeyondAuthority,
    BridgeAsked,
    BridgeSet,
    Cancelled,
    CardUnpinned,
    Closed,
    CommandLineUsed,
    Declared,
    Entry,
    FactsChanged,
    GivenToNextDay,
    LeftForNextDay,
    Mended,
    ModelAdopted,
    Noted,
    OfAsks,
    OfCommand,
    OfLadder,
    OfPhases,
    OfPromises,
    OfTargets,
    OfVendors,
    PhoneRang,
    PhoneSilent,
    PhoneTaken,
    PhoneUnheard,
    Reopened,
    Resolved,
    RoleAssigned,
    RoomExposed,
    RoomLost,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    TopicEdited,
    Undelivered,
    Updated,
    VendorCalled,
    VendorChased,
    VendorDone,
    VendorHeard,
    Verified,
    WasAway,
)
from bot.domain.ids import IncidentId
from bot.domain.incident.command import in_command, seen
from bot.domain.incident.course import asked_for, ended, reopened, turned
from bot.domain.incident.ladder import on_ladder
from bot.domain.incident.ledger import in_ledger
from bot.domain.incident.room import run_in
from bot.domain.incident.state import (
    ENDED,
    OVER,
    AnsweredAs,
    Done,
    Incident,
    Marked,
    Offer,
    Promise,
    Room,
    Rung,
    Waiver,
    done,
)
from bot.domain.people import PersonId
from bot.domain.phones import after as phones_after
from bot.domain.running_phases import moved as phase_moved
from bot.domain.standing_asks import after as asks_after
from bot.domain.time_targets import moved
from bot.domain.vendor_cases import after as vendors_after

__all__ = [
    "ENDED",
    "OVER",
    "AnsweredAs",
    "Done",
    "Incident",
    "Marked",
    "Offer",
    "Promise",
    "Room",
    "Rung",
    "Waiver",
    "apply",
    "begin",
    "replay",
]


def begin(incident_id: IncidentId, entry: Entry) -> Incident:
    """Make the incident that a first log entry declares."""
    event = entry.event
    if not isinstance(event, Declared):
        raise TypeError(f"a log begins with Declared, not {type(event).__name__}")
    return Incident(
        id=incident_id,
        version=entry.seq,
        policy_revision=event.policy_revision,
        title=event.title,
        severity=event.severity,
        path=event.path,
        declared=done(entry),
        summary=event.summary,
        private=event.private,
        bridge=event.bridge,
        category=event.category,
        area=event.area,
        ticket=event.ticket,
        customers=event.customers,
        customer=event.customer,
        tags=event.tags,
        money=event.money,
        repeats=event.repeats,
        mentions=event.mentions,
        origin=event.origin,
        echoes=event.echoes,
        readers=event.readers,
        status_since=entry.at,
    )


def apply(incident: Incident, entry: Entry) -> Incident:
    """Move an incident on by one log entry; the next in order, or ValueError."""
    if entry.seq != incident.version + 1:
        raise ValueError(f"entry {entry.seq} does not follow {incident.version}")
    phones, vendors = phones_after(incident.phones, entry.event, entry.at), incident.vendors
    if isinstance(entry.event, OfVendors):
        vendors = vendors_after(vendors, entry.event, by=entry.actor, at=entry.at)
    asks = asks_after(incident.asks, entry)
    after = seen(_applied(incident, entry), entry)
    return replace(after, version=entry.seq, phones=phones, vendors=vendors, asks=asks)


def replay(incident_id: IncidentId, log: list[Entry]) -> Incident:
    """Rebuild an incident from its whole log."""
    incident = begin(incident_id, log[0])
    for entry in log[1:]:
        incident = apply(incident, entry)
    return incident


def _applied(i: Incident, entry: Entry) -> Incident:
    if isinstance(entry.event, OfTargets):
        return replace(i, targets=moved(i.targets, entry.event, entry))
    if isinstance(entry.event, OfPhases):
        return replace(i, phases=phase_moved(i.phases, entry.event, entry))
    if isinstance(entry.event, OfPromises):
        return in_ledger(i, entry)
    if isinstance(entry.event, OfLadder):
        return on_ladder(i, entry)
    if isinstance(entry.event, OfCommand):
        return in_command(i, entry)
    if isinstance(entry.event, OfAsks):
        return i
    match entry.event:
        case RoomOpened() | RoomLost() | RoomExposed() | CardUnpinned():
            return run_in(i, entry.event)
        case Updated() | Noted():
            return in_ledger(i, entry)
        case RoleAssigned(role=role, to=to):
            return replace(i, roles={**i.roles, role: to})
        case BridgeSet(url=url):
            return replace(i, bridge=url)
        case BridgeAsked() | LeftForNextDay() | GivenToNextDay():
            return asked_for(i, entry)
        case SeverityChanged() | ModelAdopted() | StatusChanged() | FactsChanged():
            return replace(turned(i, entry), turned_at=entry.at)
        case AuthorityWaived(until=until):
            return replace(i, waivers=(*i.waivers, Waiver(by=PersonId(entry.actor), until=until)))
        case TopicEdited():
            return replace(i, topic_edits=i.topic_edits + 1)
        case Reopened():
            return reopened(i, entry)
        case Resolved() | Closed() | Cancelled():
            return ended(i, entry, entry.event)
        case (
            BeyondAuthority()
            | VendorCalled()
            | VendorChased()
            | VendorHeard()
            | VendorDone()
            | Verified()
            | Undelivered()
            | WasAway()
            | Mended()
            | CommandLineUsed()
            | PhoneSilent()
            | PhoneRang()
            | PhoneTaken()
            | PhoneUnheard()
        ):
            return i
        case Declared():
            raise ValueError(f"INC-{i.id} was declared before")
