"""What is true of an incident now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.events import Entry, Exposure, LeftForNextDay, NoteKind, Origin, Readers
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.people import PersonId
from bot.domain.phones import Phone
from bot.domain.policy import Audience, ChannelKey, Echo, Goal, PathId, PhaseId, Role, SeverityId, Status, Tag
from bot.domain.running_phases import RunningPhase
from bot.domain.standing_asks import Ask
from bot.domain.time_targets import TimeTarget
from bot.domain.vendor_cases import VendorCase

OVER = frozenset({Status.RESOLVED, Status.CLOSED, Status.CANCELLED, Status.MERGED})
"""Statuses in which nobody is paged or reminded any more."""


ENDED = OVER - {Status.RESOLVED}
"""Statuses in which nothing at all is left to do."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """Who did something, and when (UTC)."""

    by: PersonId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """Until when (UTC) somebody may do what the model leaves to others, by a reason they gave."""

    by: PersonId
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Room:
    """Where in Slack the incident is run."""

    channel: ChannelId
    name: str
    thread: MessageTs | None = None


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """How often people took the room away and unpinned the card, and of which exposures somebody was warned."""

    lost: int = 0
    unpinned: int = 0
    warned: tuple[Exposure, ...] = ()


class AnsweredAs(StrEnum):
    """Who answered a call: somebody it called, somebody the incident knew, or anybody else."""

    CALLED = "called"
    VOLUNTEER = "volunteer"
    STRANGER = "stranger"


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """Somebody, or a whole step, that could not be called."""

    target: str
    name: str
    why: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One call of the ladder: who was paged and whether somebody answered for it; `step` is a place in its `path`."""

    number: int
    step: int
    target: str
    people: tuple[PersonId, ...]
    paged_at: datetime
    next_at: datetime | None
    path: PathId | None = None
    acknowledged: Done | None = None
    answered_as: AnsweredAs | None = None
    unreached: tuple[PersonId, ...] = ()
    declined: tuple[PersonId, ...] = ()
    rule: str = ""
    beside: bool = False
    by: str = ""
    why: str = ""

    @property
    def reaches_nobody(self) -> bool:
        """Whether every page of this call was refused, by Slack or by whoever it was for."""
        return set(self.people) <= {*self.unreached, *self.declined}


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Word that an audience may expect by `due_at`; `remind_at` is when the room hears of it next.

    `warn_at` is when whoever owes it is told beforehand, `warned` the entry that did so to these people, `handed_to`
    who gives it this time.
    """

    audience: Audience
    n: int
    due_at: datetime
    remind_at: datetime
    why: str
    owner: Role | None = None
    every: timedelta | None = None
    reminders: int = 0
    snoozes: int = 0
    warn_at: datetime | None = None
    warned: int = 0
    warned_people: tuple[PersonId, ...] = ()
    handed_to: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A note, and what it is to whoever comes to the incident."""

    kind: NoteKind
    text: str
    by: PersonId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Command was offered to somebody, by the entry `seq`; nothing changes unless they press before `lapses_at`."""

    to: PersonId
    by: PersonId
    seq: int
    lapses_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Presence:
    """When the commander last did anything, and what was asked since; moments are UTC.

    `seq` is the entry in which they did it, `asked` that of the question put to them (0: none), `backups` are the
    entries in which somebody was asked to take over, with these people; `next_at` is when somebody is asked next.
    """

    seq: int
    at: datetime
    asked: int = 0
    backups: tuple[tuple[int, tuple[PersonId, ...]], ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """What is true of an incident now; `version` is the number of its last log entry.

    `turned_at` is when its severity, its status or a fact last changed (UTC); `triggered` are the rules that were
    followed, `offers` those that wait for a person's word, each by its place in the model.
    """

    id: IncidentId
    version: int
    generation: int = 1
    policy_revision: str
    title: str
    severity: SeverityId
    path: PathId | None
    declared: Done
    status: Status = Status.INVESTIGATING
    summary: str = ""
    private: bool = False
    bridge: str | None = None
    category: str = ""
    area: str = ""
    ticket: str = ""
    customers: str = ""
    customer: str = ""
    tags: tuple[Tag, ...] = ()
    money: int = 0
    repeats: int = 0
    mentions: tuple[PersonId, ...] = ()
    origin: Origin | None = None
    echoes: Mapping[Echo, tuple[ChannelKey, ...]] = field(default_factory=dict)
    readers: Mapping[Audience, Readers] = field(default_factory=dict)
    room: Room | None = None
    upkeep: Upkeep = Upkeep()
    commander: PersonId | None = None
    commanding_since: datetime | None = None
    presence: Presence | None = None
    offer: Offer | None = None
    roles: Mapping[Role, PersonId] = field(default_factory=dict)
    acknowledged: Done | None = None
    ladder: tuple[Rung, ...] = ()
    path_ended: bool = False
    skipped: tuple[Skipped, ...] = ()
    stood_down: Done | None = None
    phones: tuple[Phone, ...] = ()
    turned_at: datetime | None = None
    triggered: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    vendors: tuple[VendorCase, ...] = ()
    promises: tuple[Promise, ...] = ()
    promises_made: Mapping[Audience, int] = field(default_factory=dict)
    last_update: str = ""
    marked: tuple[Marked, ...] = ()
    told: tuple[Audience, ...] = ()
    blanks: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[TimeTarget, ...] = ()
    phases: tuple[RunningPhase, ...] = ()
    asks: tuple[Ask, ...] = ()
    bridge_asked: int = 0
    bridge_asked_of: tuple[PersonId, ...] = ()
    next_day: LeftForNextDay | None = None
    next_day_given: bool = False
    commander_asked: int = 0
    ask_commander_at: datetime | None = None
    tenures: int = 0
    handoff_asked: int = 0
    handoff_put_off: int = 0
    handoff_at: datetime | None = None
    waivers: tuple[Waiver, ...] = ()
    topic_edits: int = 0
    status_since: datetime | None = None
    over: Done | None = None
    reopened_at: datetime | None = None

    @property
    def acting(self) -> PersonId:
        """Who may act as commander while nobody is: the person who declared."""
        return self.commander or self.declared.by

    @property
    def rung(self) -> Rung | None:
        """The call of the ladder that counts now; calls beside the path do not."""
        return next((rung for rung in reversed(self.ladder) if not rung.beside), None)

    @property
    def begun(self) -> datetime:
        """When it began (UTC), or began again."""
        return self.reopened_at or self.declared.at

    @property
    def is_open(self) -> bool:
        """Whether clocks run and people may be paged."""
        return self.status not in OVER

    @property
    def members(self) -> tuple[PersonId, ...]:
        """Everybody this incident has called in, the declarer first."""
        people = [
            self.declared.by,
            *((self.commander,) if self.commander else ()),
            *((self.offer.to,) if self.offer else ()),
            *self.roles.values(),
            *(ask.to for ask in self.asks),
            *(promise.handed_to for promise in self.promises if promise.handed_to),
        ]
        for rung in self.ladder:
            people += [*rung.people, *((rung.acknowledged.by,) if rung.acknowledged else ())]
        return tuple(dict.fromkeys(people))

    def notes(self, kind: NoteKind) -> tuple[Marked, ...]:
        """List the notes of this kind, the last one last; there are the last few of each, of theories one."""
        return tuple(note for note in self.marked if note.kind is kind)

    def promise(self, audience: Audience) -> Promise | None:
        """Find the word this audience waits for, if any."""
        return next((p for p in self.promises if p.audience == audience), None)

    def target(self, goal: Goal, tier: str = "") -> TimeTarget | None:
        """Find the target of this goal, the incident's or a tier's own, if one was set."""
        return next((t for t in self.targets if (t.goal, t.tier) == (goal, tier)), None)

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        """What was asked of somebody and is not over; back with the commander first, then what is due soonest."""
        waiting = (ask for ask in self.asks if ask.is_open)
        return tuple(sorted(waiting, key=lambda ask: (ask.next_at is not None, ask.next_at or ask.since)))

    def ask(self, n: int) -> Ask | None:
        """Find what was asked as the nth thing."""
        return next((ask for ask in self.asks if ask.n == n), None)

    def phase(self, phase: PhaseId) -> RunningPhase | None:
        """Find a phase that has begun, over or not."""
        return next((p for p in self.phases if p.phase == phase), None)


def done(entry: Entry) -> Done:
    """Say who did what an entry tells, and when."""
    return Done(by=PersonId(entry.actor), at=entry.at)
