"""What can happen to an incident; replaying these in order gives the incident.

An event holds every figure it decided (deadlines, people, reasons), so that a replay needs neither the support model
nor the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import get_args

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.domain.policy import Audience, PathId, Role, SeverityId, Status


@dataclass(frozen=True, kw_only=True)
class Late:
    """That something happens after its time, and since when until when Conn was away if that is why (UTC)."""

    due_at: datetime
    gone_at: datetime | None = None
    back_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The message an incident was declared from."""

    channel: ChannelId
    message: MessageTs
    text: str


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Somebody said that this is an incident; `mentions` are those named where it shows, without being paged."""

    title: str
    severity: SeverityId
    path: PathId | None
    policy_revision: str
    summary: str = ""
    private: bool = False
    bridge: str | None = None
    category: str = ""
    area: str = ""
    ticket: str = ""
    customers: str = ""
    mentions: tuple[PersonId, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, kw_only=True)
class RoomOpened:
    """There is now a place in Slack where this incident is run; a thread where the model gives it no channel."""

    channel: ChannelId
    name: str
    thread: MessageTs | None = None


@dataclass(frozen=True, kw_only=True)
class Paged:
    """A step of the escalation path was called; its people have until the step's wait to acknowledge.

    `rung` counts the calls of this incident from 1, `step` is the place in the path from 0, `wait` how long until the
    next step is called by itself (None: never), `why` the rule or the person that caused it.
    """

    rung: int
    step: int
    target: str
    people: tuple[PersonId, ...]
    why: str
    wait: timedelta | None = None
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """Somebody, or a whole step, could not be called, and the next one up was taken at once."""

    target: str
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PathEnded:
    """There is nobody further up the path to call."""

    after: str
    why: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class NotReached:
    """Slack refused to carry a page of this rung to this person."""

    rung: int
    person: PersonId
    why: str


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """Slack refused something that people expect to see; `what`, `why` and whom it concerns are told to them."""

    key: str
    what: str
    why: str
    person: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """Somebody answers for a call of the ladder; `rung` says which one, 0 where nobody was paged."""

    rung: int
    target: str


@dataclass(frozen=True, kw_only=True)
class CommandOffered:
    """Somebody was asked to be incident commander; nothing changes before their own press.

    `note` is what the one who hands over wants them to know.
    """

    to: PersonId
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CommandTaken:
    """The actor is incident commander by their own press."""

    instead_of: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class CommandMissing:
    """It was said once more that nobody is incident commander; `again_at` is the next time."""

    times: int
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class HandoffDue:
    """The commander was told how long they have had command; `times` counts from 1, `again_at` is the next time."""

    times: int
    people: tuple[PersonId, ...]
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class HandoffPutOff:
    """The commander stays in command; nobody speaks of a handoff before `until`."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseMade:
    """An audience may expect word by `due_at`; `n` counts this audience's promises from 1.

    `every` is the cadence that the next promise follows (None: this is the only one).
    """

    audience: Audience
    n: int
    due_at: datetime
    why: str
    owner: Role | None = None
    every: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseKept:
    """The word an audience was promised was given; `late` is how far past its time, zero when in time."""

    audience: Audience
    n: int
    late: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class PromiseSnoozed:
    """The reminder of a promise is quiet until then; the promise itself stays where it was."""

    audience: Audience
    n: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseWaived:
    """Somebody decided that this audience needs no word; the clock stops, on the record."""

    audience: Audience
    n: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """Those who owe a promise were told; `times` counts from 1, and `again_at` is the next time if they ignore it."""

    audience: Audience
    n: int
    times: int
    people: tuple[PersonId, ...]
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class Updated:
    """Word was given to these audiences; `next_in` is what the writer promised next, by audience."""

    text: str
    audiences: tuple[Audience, ...]
    next_in: Mapping[Audience, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RoleAssigned:
    """A role is somebody's from now on; `instead_of` had it before."""

    role: Role
    to: PersonId
    instead_of: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class SeverityChanged:
    """It is worse or less bad than was thought; whoever the new severity adds is called once.

    `path` is the escalation path from now on, `wait` how long the call that counts now may still wait, counted from
    when it was made (None: nobody further is called by itself).
    """

    severity: SeverityId
    before: SeverityId
    path: PathId | None
    wait: timedelta | None = None
    mentions: tuple[PersonId, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusChanged:
    """The work came to another point."""

    status: Status
    before: Status
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class BridgeSet:
    """There is another bridge; topic, card and bookmark follow."""

    url: str


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Something worth keeping was said; `origin` is the message it comes from, `said_by` its author."""

    text: str
    origin: Origin | None = None
    said_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """It was not over; the clocks are back, as a new generation."""

    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """It was no incident, or not one of ours."""

    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A clock that nobody was there to hear: `kind` and `subject` are those of its timer."""

    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class WasAway:
    """Conn was not there from `gone_at` to `back_at` (UTC), and these clocks ran out meanwhile."""

    gone_at: datetime
    back_at: datetime
    missed: tuple[Missed, ...]


@dataclass(frozen=True, kw_only=True)
class TopicEdited:
    """A person changed the topic by hand; the first time it is repaired, later it is left until something changes."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """The impact is over."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Closed:
    """Nothing is left to do for this incident."""

    text: str = ""


Event = (
    Declared
    | RoomOpened
    | Paged
    | PassedOver
    | PathEnded
    | NotReached
    | Undelivered
    | Acknowledged
    | CommandOffered
    | CommandTaken
    | CommandMissing
    | HandoffDue
    | HandoffPutOff
    | PromiseMade
    | PromiseKept
    | PromiseSnoozed
    | PromiseWaived
    | Reminded
    | Updated
    | RoleAssigned
    | SeverityChanged
    | StatusChanged
    | BridgeSet
    | Noted
    | Reopened
    | Cancelled
    | WasAway
    | TopicEdited
    | Resolved
    | Closed
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
