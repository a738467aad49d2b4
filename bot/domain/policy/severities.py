"""How bad it is, and what follows from that."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.durations import Deadline
from bot.domain.policy.clocks import Clock
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import AChannel, APath, ATemplate, SeverityId
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import FilledIn, Flag, Line, Term


class RoomKind(StrEnum):
    """Where an incident is run."""

    OWN = "own"  # a channel of its own
    THREAD = "thread"  # one thread of the channel the model names
    NONE = "none"  # nowhere: it is logged


@dataclass(frozen=True, kw_only=True)
class Room(Term):
    """Where incidents of a severity are run, and whether that place is private by default."""

    kind: RoomKind = RoomKind.OWN
    """A channel of its own, a thread, or nowhere."""
    channel: AChannel | None = None
    """The channel of the thread."""
    private: Flag = False
    """Whether only its members see it."""


@dataclass(frozen=True, kw_only=True)
class Targets(Term):
    """What was promised: times to acknowledge, first response, mitigation and resolution."""

    ack: Limits = ()
    """Until somebody acknowledges."""
    response: Limits = ()
    """Until the first answer."""
    mitigation: Limits = ()
    """Until the impact is held."""
    resolution: Limits = ()
    """Until it is over."""


@dataclass(frozen=True, kw_only=True)
class Postmortem(Term):
    """Whether there is a post-mortem, and by when it is held."""

    required: Flag = False
    """Whether there is one."""
    due: Deadline | None = None
    """By when it is held, from the end of the incident."""
    lasts: Deadline | None = None
    """How long the meeting is."""
    public: Flag = False
    """Whether customers can read it."""
    attendees: tuple[Line, ...] = ()
    """Who comes."""
    template: ATemplate | None = None
    """The text it begins with."""
    follow_up: Deadline | None = None
    """When its actions are looked at again."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


class PagerDutySeverity(StrEnum):
    """The four words of PagerDuty's Events API v2."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class Severity(Term):
    """How bad an incident is and everything that follows: whom it pages, where it is run, what is promised.

    `rank` counts from 1, the worst. No `path` means that nobody is paged, then or later; a path whose steps are
    all `automatic: false` pages nobody at declaration and is climbed when a person escalates. `log_in` is where
    it is noted when it has no room; `mention` are those named there without being paged.
    """

    id: FilledIn[SeverityId]
    rank: FilledIn[int]
    name: Line
    """The word beside the id: `P1 Major`."""
    definition: Line
    """What makes an incident this bad, in one sentence."""
    examples: tuple[Line, ...] = ()
    """Cases people recognise."""
    aliases: tuple[Line, ...] = ()
    """Other words for it, typed as well as the id."""
    declare_when: tuple[Line, ...] = ()
    """When to declare it; shown in the form."""
    do_not_declare: tuple[Line, ...] = ()
    """What looks like it and is none."""
    path: APath | None = None
    """The escalation path it pages along."""
    room: Room = field(default_factory=Room)
    """Where it is run."""
    announce: tuple[AChannel, ...] = ()
    """Channels in which it is announced, in a post that keeps itself up to date."""
    mention: tuple[Target, ...] = ()
    """Who is named where it is run, without being paged."""
    log_in: AChannel | None = None
    """The channel in which it is noted when it has no room."""
    bridge: Flag = False
    """Whether people join a call."""
    status_page: Flag = False
    """Whether customers see it on the status page."""
    all_hands: Flag = False
    """Whether everybody stays until it is resolved."""
    ticket: Flag = False
    """Whether a ticket is opened for it."""
    next_day: Flag = False
    """Whether it waits for the owner of the next day."""
    clocks: tuple[Clock, ...] = ()
    """Promises of word, by audience."""
    targets: Targets = field(default_factory=Targets)
    """Promises of work."""
    investigate_for: Deadline | None = None
    """How long its first responder looks for the cause before escalating."""
    responder_stays_as_comms: Flag = False
    """Whether the first responder, once it is escalated, keeps people informed instead of fixing."""
    postmortem: Postmortem = field(default_factory=Postmortem)
    """What comes after."""
    pagerduty: PagerDutySeverity = PagerDutySeverity.ERROR
    """The word PagerDuty gets for it."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
