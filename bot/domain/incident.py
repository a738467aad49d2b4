"""An incident as it is now: the sum of its log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from bot.domain.events import (
    Acknowledged,
    AuthorityWaived,
    BeyondAuthority,
    BridgeAsked,
    BridgeSet,
    Cancelled,
    Closed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Declared,
    Entry,
    FactsChanged,
    GivenToNextDay,
    HandoffDue,
    HandoffPutOff,
    HelpAsked,
    LeftForNextDay,
    Mended,
    ModelAdopted,
    Noted,
    NotReached,
    OfPhases,
    OfTargets,
    OfVendors,
    Origin,
    Paged,
    PassedOver,
    PathEnded,
    PhoneRang,
    PhoneSilent,
    PromiseKept,
    PromiseMade,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Reopened,
    Resolved,
    RoleAssigned,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    StoodDown,
    TopicEdited,
    Triggered,
    Unanswered,
    Undelivered,
    Updated,
    VendorCalled,
    VendorChased,
    VendorDone,
    VendorHeard,
    Verified,
    WasAway,
)
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.people import PersonId
from bot.domain.phones import Phone
from bot.domain.phones import after as phones_after
from bot.domain.policy import Audience, ChannelKey, Echo, Goal, PathId, PhaseId, Role, SeverityId, Status, Tag
from bot.domain.running_phases import RunningPhase
from bot.domain.running_phases import moved as phase_moved
from bot.domain.time_targets import TimeTarget, moved
from bot.domain.vendor_cases import VendorCase
from bot.domain.vendor_cases import after as vendors_after

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
    unreached: tuple[PersonId, ...] = ()
    rule: str = ""
    beside: bool = False
    by: str = ""
    why: str = ""

    @property
    def reaches_nobody(self) -> bool:
        """Whether every page of this call was refused."""
        return set(self.people) <= set(self.unreached)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Word that an audience may expect by `due_at`; `remind_at` is when Conn speaks of it next."""

    audience: Audience
    n: int
    due_at: datetime
    remind_at: datetime
    why: str
    owner: Role | None = None
    every: timedelta | None = None
    reminders: int = 0
    snoozes: int = 0


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
    room: Room | None = None
    commander: PersonId | None = None
    commanding_since: datetime | None = None
    offered_to: PersonId | None = None
    roles: Mapping[Role, PersonId] = field(default_factory=dict)
    acknowledged: Done | None = None
    ladder: tuple[Rung, ...] = ()
    path_ended: bool = False
    stood_down: Done | None = None
    phones: tuple[Phone, ...] = ()
    turned_at: datetime | None = None
    triggered: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    vendors: tuple[VendorCase, ...] = ()
    promises: tuple[Promise, ...] = ()
    promises_made: Mapping[Audience, int] = field(default_factory=dict)
    last_update: str = ""
    told: tuple[Audience, ...] = ()
    blanks: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[TimeTarget, ...] = ()
    phases: tuple[RunningPhase, ...] = ()
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
            *(p for p in (self.commander, self.offered_to) if p),
            *self.roles.values(),
        ]
        for rung in self.ladder:
            people += [*rung.people, *((rung.acknowledged.by,) if rung.acknowledged else ())]
        return tuple(dict.fromkeys(people))

    def promise(self, audience: Audience) -> Promise | None:
        """Find the word this audience waits for, if any."""
        return next((p for p in self.promises if p.audience == audience), None)

    def target(self, goal: Goal, tier: str = "") -> TimeTarget | None:
        """Find the target of this goal, the incident's or a tier's own, if one was set."""
        return next((t for t in self.targets if (t.goal, t.tier) == (goal, tier)), None)

    def phase(self, phase: PhaseId) -> RunningPhase | None:
        """Find a phase that has begun, over or not."""
        return next((p for p in self.phases if p.phase == phase), None)


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
        declared=_done(entry),
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
        status_since=entry.at,
    )


def apply(incident: Incident, entry: Entry) -> Incident:
    """Move an incident on by one log entry; the next in order, or ValueError."""
    if entry.seq != incident.version + 1:
        raise ValueError(f"entry {entry.seq} does not follow {incident.version}")
    phones, vendors = phones_after(incident.phones, entry.event), incident.vendors
    if isinstance(entry.event, OfVendors):
        vendors = vendors_after(vendors, entry.event, by=entry.actor, at=entry.at)
    return replace(_applied(incident, entry), version=entry.seq, phones=phones, vendors=vendors)


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
    match entry.event:
        case RoomOpened(channel=channel, name=name, thread=thread):
            return replace(i, room=Room(channel=channel, name=name, thread=thread))
        case (
            Paged()
            | Acknowledged()
            | PathEnded()
            | PassedOver()
            | NotReached()
            | Triggered()
            | Unanswered()
            | StoodDown()
        ):
            return _on_ladder(i, entry)
        case CommandOffered() | CommandTaken() | CommandMissing() | HandoffDue() | HandoffPutOff():
            return _in_command(i, entry)
        case PromiseMade() | PromiseKept() | PromiseSnoozed() | PromiseWaived() | Reminded():
            return _in_ledger(i, entry)
        case Updated() as updated:
            return _told(i, updated)
        case RoleAssigned(role=role, to=to):
            return replace(i, roles={**i.roles, role: to})
        case BridgeSet(url=url):
            return replace(i, bridge=url)
        case BridgeAsked() | LeftForNextDay() | GivenToNextDay():
            return _asked_for(i, entry)
        case SeverityChanged() | ModelAdopted() | StatusChanged() | FactsChanged():
            return replace(_changed(i, entry), turned_at=entry.at)
        case AuthorityWaived(until=until):
            return replace(i, waivers=(*i.waivers, Waiver(by=PersonId(entry.actor), until=until)))
        case TopicEdited():
            return replace(i, topic_edits=i.topic_edits + 1)
        case Cancelled():
            return replace(_ended(i, Status.CANCELLED, entry), targets=())
        case Reopened():
            return _reopened(i, entry)
        case Resolved():
            return _ended(i, Status.RESOLVED, entry)
        case Closed():
            return _ended(i, Status.CLOSED, entry)
        case (
            BeyondAuthority()
            | HelpAsked()
            | VendorCalled()
            | VendorChased()
            | VendorHeard()
            | VendorDone()
            | Verified()
            | Undelivered()
            | Noted()
            | WasAway()
            | Mended()
            | PhoneSilent()
            | PhoneRang()
        ):
            return i
        case Declared():
            raise ValueError(f"INC-{i.id} was declared before")


def _asked_for(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case BridgeAsked(people=people):
            return replace(i, bridge_asked=entry.seq, bridge_asked_of=people)
        case LeftForNextDay() as left:
            return replace(i, next_day=left)
        case GivenToNextDay():
            return replace(i, next_day_given=True)
        case _:
            return i


def _on_ladder(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case Paged() as paged:
            rung = Rung(
                number=paged.rung,
                step=paged.step,
                target=paged.target,
                people=paged.people,
                paged_at=entry.at,
                path=i.path,
                next_at=entry.at + paged.wait if paged.wait is not None else None,
                rule=paged.rule,
                beside=paged.beside,
                by=entry.actor,
                why=paged.why,
            )
            return replace(i, ladder=(*i.ladder, rung), path_ended=i.path_ended and paged.beside, stood_down=None)
        case Acknowledged(rung=number, beside=beside):
            ladder = tuple(replace(r, acknowledged=_done(entry)) if r.number == number else r for r in i.ladder)
            return replace(i, ladder=ladder, acknowledged=i.acknowledged or (None if beside else _done(entry)))
        case NotReached(rung=number, person=person):
            ladder = tuple(replace(r, unreached=(*r.unreached, person)) if r.number == number else r for r in i.ladder)
            return replace(i, ladder=ladder)
        case PathEnded():
            return replace(i, path_ended=True)
        case _:
            return _by_rule(i, entry)


def _by_rule(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case Triggered(rule=rule, offers=offers):
            others = tuple(place for place in i.offers if place != rule)
            known = tuple(dict.fromkeys((*i.triggered, rule)))
            return replace(i, triggered=known, offers=(*others, rule) if offers else others)
        case Unanswered(rung=number):
            return replace(i, ladder=tuple(replace(r, next_at=None) if r.number == number else r for r in i.ladder))
        case StoodDown():
            ladder = tuple(r if r.acknowledged else replace(r, next_at=None) for r in i.ladder)
            return replace(i, ladder=ladder, offers=(), stood_down=_done(entry))
        case _:
            return i


def _in_command(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case CommandOffered(to=to):
            return replace(i, offered_to=to)
        case CommandTaken():
            return replace(
                i,
                commander=PersonId(entry.actor),
                commanding_since=entry.at,
                offered_to=None,
                ask_commander_at=None,
                tenures=i.tenures + 1,
                handoff_asked=0,
                handoff_put_off=0,
                handoff_at=None,
            )
        case CommandMissing(times=times, again_at=again_at):
            return replace(i, commander_asked=times, ask_commander_at=again_at)
        case HandoffDue(times=times, again_at=again_at):
            return replace(i, handoff_asked=times, handoff_at=again_at)
        case HandoffPutOff(until=until):
            return replace(i, handoff_asked=0, handoff_put_off=i.handoff_put_off + 1, handoff_at=until)
        case _:
            return i


def _in_ledger(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case PromiseMade() as made:
            promise = Promise(
                audience=made.audience,
                n=made.n,
                due_at=made.due_at,
                remind_at=made.due_at,
                why=made.why,
                owner=made.owner,
                every=made.every,
            )
            others = tuple(p for p in i.promises if p.audience != made.audience)
            counts = {**i.promises_made, made.audience: made.n}
            return replace(i, promises=(*others, promise), promises_made=counts)
        case PromiseKept(audience=audience) | PromiseWaived(audience=audience):
            return replace(i, promises=tuple(p for p in i.promises if p.audience != audience))
        case PromiseSnoozed(audience=audience, until=until):
            return _with(i, audience, lambda p: replace(p, remind_at=until, snoozes=p.snoozes + 1))
        case Reminded(audience=audience, times=times, again_at=again_at):
            return _with(i, audience, lambda p: replace(p, remind_at=again_at, reminders=times))
        case _:
            return i


def _told(i: Incident, updated: Updated) -> Incident:
    if not updated.text:
        return i
    told = tuple(dict.fromkeys((*i.told, *updated.audiences)))
    heard_by_all = set(updated.audiences) != {Audience.EXECUTIVES}
    blanks = updated.blanks or i.blanks
    return replace(i, told=told, blanks=blanks, last_update=updated.text if heard_by_all else i.last_update)


def _with(i: Incident, audience: Audience, moved: Callable[[Promise], Promise]) -> Incident:
    return replace(i, promises=tuple(moved(p) if p.audience == audience else p for p in i.promises))


def _changed(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case ModelAdopted() as adopted:
            return replace(
                i,
                policy_revision=adopted.revision,
                path=adopted.path,
                echoes=adopted.echoes,
                ladder=tuple(r if r != i.rung else _waiting(r, adopted.wait) for r in i.ladder),
                path_ended=False,
            )
        case SeverityChanged() as changed:
            return replace(
                i,
                severity=changed.severity,
                path=changed.path,
                mentions=changed.mentions,
                echoes=changed.echoes,
                ladder=tuple(r if r != i.rung else _waiting(r, changed.wait) for r in i.ladder),
                path_ended=False,
            )
        case StatusChanged(status=status, text=text):
            return replace(i, status=status, status_since=entry.at, last_update=text or i.last_update)
        case FactsChanged() as known:
            return _known_better(i, known)
        case _:
            return i


def _known_better(i: Incident, changed: FactsChanged) -> Incident:
    told = {field.name: getattr(changed, field.name) for field in fields(changed) if field.name not in _TICKS}
    tags = (*(tag for tag in i.tags if tag not in changed.unticked), *changed.ticked)
    return replace(i, tags=tags, **{name: value for name, value in told.items() if value is not None})


_TICKS = ("ticked", "unticked")


def _waiting(rung: Rung, wait: timedelta | None) -> Rung:
    return replace(rung, next_at=rung.paged_at + wait if wait is not None else None)


def _waiting_again(rung: Rung, at: datetime) -> Rung:
    """Give a call that nobody answered its whole time once more."""
    if rung.acknowledged or rung.next_at is None:
        return rung
    return replace(rung, next_at=at + (rung.next_at - rung.paged_at))


def _reopened(i: Incident, entry: Entry) -> Incident:
    return replace(
        i,
        status=Status.INVESTIGATING,
        status_since=entry.at,
        generation=i.generation + 1,
        turned_at=entry.at,
        over=None,
        ladder=tuple(_waiting_again(rung, entry.at) for rung in i.ladder),
        triggered=(),
        offers=(),
        stood_down=None,
        commander_asked=0,
        ask_commander_at=None,
        handoff_asked=0,
        handoff_at=None,
        reopened_at=entry.at,
        targets=(),
        phases=(),
    )


def _ended(i: Incident, status: Status, entry: Entry) -> Incident:
    words = entry.event.text if isinstance(entry.event, Resolved) else ""
    return replace(
        i,
        status=status,
        status_since=entry.at,
        promises=(),
        over=_done(entry),
        last_update=words or i.last_update,
    )


def _done(entry: Entry) -> Done:
    return Done(by=PersonId(entry.actor), at=entry.at)
