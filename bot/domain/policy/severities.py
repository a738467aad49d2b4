"""How bad it is, and what follows from that."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.clocks import Clock
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import AChannel, AChecklist, APath, ATemplate, SeverityId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import Count, FilledIn, Flag, Line, Term


class RoomKind(StrEnum):
    """Where an incident is run."""

    OWN = "own"  # a channel of its own
    THREAD = "thread"  # one thread of the channel the model names
    NONE = "none"  # nowhere: it is logged


@dataclass(frozen=True, kw_only=True)
class Room(Term):
    """Where incidents of a severity are run, and whether that place is private by default."""

    kind: RoomKind = RoomKind.OWN
    channel: AChannel | None = None
    private: Flag = False


@dataclass(frozen=True, kw_only=True)
class Targets(Term):
    """What was promised: times to acknowledge, first response, mitigation and resolution."""

    ack: Limits = ()
    response: Limits = ()
    mitigation: Limits = ()
    resolution: Limits = ()


@dataclass(frozen=True, kw_only=True)
class Postmortem(Term):
    """Whether there is a post-mortem, and by when it is held."""

    required: Flag = False
    due: Deadline | None = None
    lasts: Deadline | None = None
    public: Flag = False
    attendees: tuple[Line, ...] = ()
    template: ATemplate | None = None
    follow_up: Deadline | None = None
    source: Line | None = None


class PagerDutySeverity(StrEnum):
    """The four words of PagerDuty's Events API v2."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class Severity(Term):
    """How bad an incident is and everything that follows: whom it pages, where it is run, what is promised.

    `rank` counts from 1, the worst. No `path` means that nobody is paged. `log_in` is where it is noted when
    it has no room; `mention` are those named there without being paged.
    """

    id: FilledIn[SeverityId]
    rank: FilledIn[int]
    name: Line
    definition: Line
    examples: tuple[Line, ...] = ()
    aliases: tuple[Line, ...] = ()
    declare_when: tuple[Line, ...] = ()
    do_not_declare: tuple[Line, ...] = ()
    path: APath | None = None
    page_within: Deadline | None = None
    room: Room = field(default_factory=Room)
    announce: tuple[AChannel, ...] = ()
    mention: tuple[Target, ...] = ()
    log_in: AChannel | None = None
    bridge: Flag = False
    status_page: Flag = False
    all_hands: Flag = False
    ticket: Flag = False
    next_day: Flag = False
    clocks: tuple[Clock, ...] = ()
    targets: Targets = field(default_factory=Targets)
    executives: tuple[Target, ...] = ()
    investigate_for: Deadline | None = None
    responder_stays_as_comms: Flag = False
    checklists: tuple[AChecklist, ...] = ()
    postmortem: Postmortem = field(default_factory=Postmortem)
    pagerduty: PagerDutySeverity = PagerDutySeverity.ERROR
    customers_affected_over: Count | None = None
    source: Line | None = None
    contract: Annotated[Line | Slot | None, OPEN] = None
