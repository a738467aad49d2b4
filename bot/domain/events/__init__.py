"""What can happen to an incident; replaying these in order gives the incident.

An event holds every figure it decided (deadlines, people, reasons), so that a replay needs neither the support model
nor the clock.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.domain.events.about import Late, Origin, Readers
from bot.domain.events.asks import (
    AskAccepted,
    AskDone,
    AskDropped,
    AskDue,
    AskExtended,
    AskMade,
    AskReturned,
    OfAsks,
    Unmet,
)
from bot.domain.events.authority import AuthorityWaived, BeyondAuthority, OfAuthority
from bot.domain.events.command import (
    BackupAsked,
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Departure,
    HandoffDue,
    HandoffPutOff,
    OfCommand,
    OfferDeclined,
    OfferLapsed,
    PresenceAsked,
    PresenceConfirmed,
    RoleAssigned,
)
from bot.domain.events.course import (
    BridgeAsked,
    BridgeSet,
    Cancelled,
    Closed,
    Declared,
    ModelAdopted,
    Reopened,
    Resolved,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    Verified,
)
from bot.domain.events.facts import FactsChanged
from bot.domain.events.ladder import (
    Acknowledged,
    HelpAsked,
    NotReached,
    OfLadder,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    StoodDown,
    Triggered,
    Unanswered,
)
from bot.domain.events.next_day import GivenToNextDay, LeftForNextDay
from bot.domain.events.phases import (
    DecisionAsked,
    DecisionMade,
    DecisionOverdue,
    ItemsDue,
    ItemTicked,
    ItemUnticked,
    ListItem,
    OfPhases,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
    Question,
)
from bot.domain.events.phones import PhoneRang, PhoneSilent, PhoneTaken, PhoneUnheard
from bot.domain.events.record import CommandLineUsed, Mended, Missed, Noted, NoteKind, TopicEdited, Undelivered, WasAway
from bot.domain.events.room import CardUnpinned, Exposure, Loss, OfRoom, RoomExposed, RoomLost
from bot.domain.events.targets import (
    OfTargets,
    ReassignmentAsked,
    TargetBroken,
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
)
from bot.domain.events.vendors import OfVendors, VendorCalled, VendorChased, VendorDone, VendorHeard
from bot.domain.events.word import (
    OfPromises,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Updated,
)

__all__ = [
    "KINDS",
    "Acknowledged",
    "AskAccepted",
    "AskDone",
    "AskDropped",
    "AskDue",
    "AskExtended",
    "AskMade",
    "AskReturned",
    "AuthorityWaived",
    "BackupAsked",
    "BeyondAuthority",
    "BridgeAsked",
    "BridgeSet",
    "Cancelled",
    "CardUnpinned",
    "Closed",
    "CommandLapsed",
    "CommandLineUsed",
    "CommandMissing",
    "CommandOffered",
    "CommandTaken",
    "DecisionAsked",
    "DecisionMade",
    "DecisionOverdue",
    "Declared",
    "Departure",
    "Entry",
    "Event",
    "Exposure",
    "FactsChanged",
    "GivenToNextDay",
    "HandoffDue",
    "HandoffPutOff",
    "HelpAsked",
    "ItemTicked",
    "ItemUnticked",
    "ItemsDue",
    "Late",
    "LeftForNextDay",
    "ListItem",
    "Loss",
    "Mended",
    "Missed",
    "ModelAdopted",
    "NotReached",
    "NoteKind",
    "Noted",
    "OfAsks",
    "OfAuthority",
    "OfCommand",
    "OfLadder",
    "OfPhases",
    "OfPromises",
    "OfRoom",
    "OfTargets",
    "OfVendors",
    "OfferDeclined",
    "OfferLapsed",
    "Origin",
    "PageDeclined",
    "Paged",
    "PassedOver",
    "PathEnded",
    "PhaseBegun",
    "PhaseEnded",
    "PhaseOverrun",
    "PhoneRang",
    "PhoneSilent",
    "PhoneTaken",
    "PhoneUnheard",
    "PresenceAsked",
    "PresenceConfirmed",
    "PromiseHanded",
    "PromiseKept",
    "PromiseMade",
    "PromiseNear",
    "PromiseSnoozed",
    "PromiseWaived",
    "Question",
    "Readers",
    "ReassignmentAsked",
    "Reminded",
    "Reopened",
    "Resolved",
    "RoleAssigned",
    "RoomExposed",
    "RoomLost",
    "RoomOpened",
    "SeverityChanged",
    "StatusChanged",
    "StoodDown",
    "TargetBroken",
    "TargetDropped",
    "TargetMet",
    "TargetMissed",
    "TargetSet",
    "TargetWarned",
    "TopicEdited",
    "Triggered",
    "Unanswered",
    "Undelivered",
    "Unmet",
    "Updated",
    "VendorCalled",
    "VendorChased",
    "VendorDone",
    "VendorHeard",
    "Verified",
    "WasAway",
]

Event = (
    Declared
    | RoomOpened
    | SeverityChanged
    | ModelAdopted
    | BeyondAuthority
    | AuthorityWaived
    | StatusChanged
    | BridgeAsked
    | BridgeSet
    | LeftForNextDay
    | GivenToNextDay
    | FactsChanged
    | Reopened
    | Cancelled
    | Resolved
    | Verified
    | Closed
    | PhoneSilent
    | PhoneRang
    | PhoneTaken
    | PhoneUnheard
    | VendorCalled
    | VendorChased
    | VendorHeard
    | VendorDone
    | OfLadder
    | OfCommand
    | RoleAssigned
    | OfPromises
    | Updated
    | Noted
    | Undelivered
    | WasAway
    | Mended
    | CommandLineUsed
    | TopicEdited
    | OfTargets
    | OfPhases
    | OfRoom
    | OfAsks
)

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
"""Every event by the name under which the store keeps it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of an incident's log: what happened, when (UTC), and by whom (a Slack id, or Conn itself)."""

    seq: int
    at: datetime
    actor: str
    event: Event
