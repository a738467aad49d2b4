"""A small model, a P1 at 03:02 and everything that can happen to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.durations import Deadline
from bot.domain.events import (
    Acknowledged,
    AskAccepted,
    AskDone,
    AskDropped,
    AskDue,
    AskExtended,
    AskMade,
    AskReturned,
    AuthorityWaived,
    BackupAsked,
    BeyondAuthority,
    BridgeAsked,
    BridgeSet,
    Cancelled,
    CardUnpinned,
    Closed,
    CommandLapsed,
    CommandLineUsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    DecisionAsked,
    DecisionMade,
    DecisionOverdue,
    Declared,
    Departure,
    Entry,
    Event,
    Exposure,
    FactsChanged,
    GivenToNextDay,
    HandoffDue,
    HandoffPutOff,
    HelpAsked,
    ItemsDue,
    ItemTicked,
    ItemUnticked,
    Late,
    LeftForNextDay,
    ListItem,
    Loss,
    Mended,
    Missed,
    ModelAdopted,
    Noted,
    NotReached,
    OfferDeclined,
    OfferLapsed,
    Origin,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
    PhoneRang,
    PhoneSilent,
    PhoneTaken,
    PhoneUnheard,
    PresenceAsked,
    PresenceConfirmed,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    Question,
    ReassignmentAsked,
    Reminded,
    Reopened,
    Resolved,
    RoleAssigned,
    RoomExposed,
    RoomLost,
    RoomOpened,
    SeverityChanged,
    StatusChanged,
    StoodDown,
    TargetBroken,
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
    TopicEdited,
    Triggered,
    Unanswered,
    Undelivered,
    Unmet,
    Updated,
    VendorCalled,
    VendorChased,
    VendorDone,
    VendorHeard,
    Verified,
    WasAway,
)
from bot.domain.ids import CONN, ChannelId, IncidentId
from bot.domain.incident import Incident, replay
from bot.domain.people import PersonId
from bot.domain.policy import (
    Area,
    AreaId,
    Audience,
    Channel,
    ChannelKey,
    Clock,
    EscalationPath,
    Goal,
    PathId,
    PhaseId,
    Policy,
    Role,
    Room,
    RoomKind,
    Route,
    RouteId,
    Severity,
    SeverityId,
    Start,
    Status,
    StatusSetting,
    Step,
    Tag,
    Target,
    Tier,
    TierId,
    VendorId,
)

NIGHT = datetime(2026, 11, 22, 3, 2, tzinfo=UTC)
ANA, BO, CY, DEE = (PersonId(name) for name in ("U0ANA", "U0BOB", "U0CYD", "U0DEE"))
ROOM = ChannelId("C0ROOM")
BRIDGE = "https://meet.example.com/checkout?pwd=a1&lang=en"
MIN = timedelta(minutes=1)


def length(text: str) -> Deadline:
    return Deadline.parse(text)


INTERNAL = Clock(
    audience=Audience.INTERNAL, first=length("15m"), every=length("15m"), rule="internal update every 15 min"
)
STATUS_PAGE = Clock(
    audience=Audience.STATUS_PAGE,
    starts=Start.ACKNOWLEDGED,
    first=length("10m"),
    rule="status page within 10 min of acknowledgement",
)
P1 = Severity(
    id=SeverityId("P1"),
    rank=1,
    name="P1",
    definition="A main function is down for many customers",
    path=PathId("main"),
    announce=(ChannelKey("incidents"),),
    bridge=True,
    clocks=(INTERNAL, STATUS_PAGE),
)
P3 = Severity(
    id=SeverityId("P3"),
    rank=3,
    name="P3",
    definition="A nuisance",
    room=Room(kind=RoomKind.THREAD, channel=ChannelKey("support")),
)


def policy(**changes: Any) -> Policy:
    given: dict[str, Any] = {
        "name": "Test",
        "text": "",
        "revision": "r1",
        "severities": {s.id: s for s in (P1, P3)},
        "tiers": {
            TierId("tier1"): Tier(id=TierId("tier1"), name="Tier 1"),
            TierId("tier2"): Tier(id=TierId("tier2"), name="Tier 2", command=True),
        },
        "paths": {
            PathId("main"): EscalationPath(
                id=PathId("main"), steps=tuple(Step(page=(Target.parse(t),)) for t in ("tier1", "tier2"))
            )
        },
        "channels": {ChannelKey("incidents"): Channel(id=ChannelKey("incidents"), name="#incidents")},
        "tags": {Tag("security"): "A security issue", Tag("churn"): "The customer threatens to leave"},
        "areas": {AreaId("api"): Area(id=AreaId("api"), name="Public API", owner=TierId("tier2"))},
        "routes": {
            RouteId("login"): Route(
                id=RouteId("login"), name="Login trouble", category="Access", owner=Target.parse("tier1")
            )
        },
    }
    return Policy(**{**given, **changes})


POLICY = policy()
RENAMED = policy(
    severities={"P1": Severity(id=SeverityId("P1"), rank=1, name="Critical", definition="Down", path=PathId("main"))},
    statuses={Status.INVESTIGATING: StatusSetting(name="looking into it")},
)

DECLARED = Declared(
    title="Checkout is down",
    severity=SeverityId("P1"),
    path=PathId("main"),
    policy_revision="r1",
    summary="Payments fail since the 03:00 deploy.",
    bridge=BRIDGE,
    category="login",
    area="api",
    ticket="https://tickets.example.com/OPS-7",
    customers="all of Europe",
)
PAGED = Paged(rung=1, step=0, target="tier1", people=(BO,), why="P1 was declared", wait=5 * MIN)
PAGED_AGAIN = Paged(
    rung=2, step=1, target="tier2", people=(CY, DEE), why="Tier 1 did not acknowledge in time", wait=5 * MIN
)
PROMISED = PromiseMade(
    audience=Audience.INTERNAL,
    n=1,
    due_at=NIGHT + 15 * MIN,
    why="internal update every 15 min",
    owner=Role.COMMS,
    every=15 * MIN,
)
REMINDED = Reminded(audience=Audience.INTERNAL, n=1, times=1, people=(ANA,), again_at=NIGHT + 20 * MIN)
OPENED = RoomOpened(channel=ROOM, name="inc-1-checkout-is-down")
AWAY = WasAway(
    gone_at=NIGHT - 51 * MIN,
    back_at=NIGHT,
    missed=(
        Missed(kind="escalate", subject="1", due_at=NIGHT - 47 * MIN),
        Missed(kind="no_commander", subject="1", due_at=NIGHT - 46 * MIN),
        Missed(kind="handoff", subject=ANA, due_at=NIGHT - 45 * MIN),
        Missed(kind="promise", subject="internal", due_at=NIGHT - 40 * MIN),
    ),
)
HANDOFF = HandoffDue(times=1, people=(ANA,), again_at=NIGHT + 185 * MIN)
LATE = Late(due_at=NIGHT - 47 * MIN, gone_at=NIGHT - 51 * MIN, back_at=NIGHT)

_RULE = "severities.P1.targets.resolution.0"
RESOLUTION = TargetSet(
    goal=Goal.RESOLUTION,
    within="4h",
    since=NIGHT,
    due_at=NIGHT + 240 * MIN,
    broken_at=NIGHT + 480 * MIN,
    warn_at=NIGHT + 210 * MIN,
    rule=_RULE,
)
MISSED_TARGET = TargetMissed(goal=Goal.RESOLUTION, due_at=NIGHT + 240 * MIN, people=(ANA,), rule=_RULE)
REASSIGN = ReassignmentAsked(goal=Goal.RESOLUTION, due_at=NIGHT - 120 * MIN, owner=BO, people=(ANA,), rule=_RULE)
TARGETS = (
    RESOLUTION,
    TargetSet(goal=Goal.RESPONSE, tier="tier2", within="", since=NIGHT, due_at=None, rule=_RULE, slot="the contract"),
    TargetDropped(goal=Goal.RESPONSE, tier="tier2", why="Tier 2 has it now", rule=_RULE),
    TargetWarned(goal=Goal.RESOLUTION, due_at=NIGHT + 60 * MIN, people=(ANA,), rule=_RULE, late=LATE),
    MISSED_TARGET,
    TargetBroken(goal=Goal.RESOLUTION, broken_at=NIGHT + 480 * MIN, people=(ANA,), rule=_RULE),
    REASSIGN,
    TargetMet(goal=Goal.RESOLUTION, took=250 * MIN, late=10 * MIN, rule=_RULE),
)

_FIX = PhaseId("fix")
PHASE = PhaseBegun(
    phase=_FIX,
    name="Fix",
    rule="phases.fix",
    ends_at=NIGHT + 60 * MIN,
    items=(
        ListItem(
            key="fixes/0", do="Roll back the deploy of tonight, all of it, in every region there is", checklist="Fixes"
        ),
        ListItem(key="fixes/1", do="Block what hammers us", checklist="Fixes", who="Ops", required=True, times=2),
        ListItem(key="fixes/2", do="Look at the queue", checklist="Fixes", due_at=NIGHT + 5 * MIN, every=5 * MIN),
    ),
    question=Question(
        ask="Is it found?",
        opens_at=NIGHT,
        closes_at=NIGHT + 15 * MIN,
        choices=(("Found", "Fix it"), ("Unclear", "Ask")),
    ),
    update_every=10 * MIN,
    runbooks=("API down",),
)
ASKED = DecisionAsked(phase=_FIX, ask="Is it found?", closes_at=NIGHT + 15 * MIN, people=(ANA,), rule="phases.fix")
PHASES = (
    PHASE,
    ItemTicked(phase=_FIX, key="fixes/1", do="Block what hammers us"),
    ItemUnticked(phase=_FIX, key="fixes/1", do="Block what hammers us"),
    ItemsDue(phase=_FIX, keys=("fixes/2",), left=("Look at the queue",), people=(ANA,), rule="phases.fix", late=LATE),
    ASKED,
    DecisionOverdue(phase=_FIX, ask="Is it found?", people=(ANA,), rule="phases.fix"),
    DecisionMade(phase=_FIX, choice=1, answer="Unclear", do="Ask", rule="phases.fix"),
    PhaseOverrun(phase=_FIX, rule="phases.fix", left=("Roll back",), people=(ANA,)),
    PhaseEnded(phase=_FIX, rule="phases.fix", left=("Roll back",), required_left=True),
)

ASK = AskMade(n=1, to=BO, what="Check the replica lag", length=5 * MIN, accept_by=NIGHT + 5 * MIN)
BACK = AskReturned(n=1, why=Unmet.BLOCKED, note="No access", told=(ANA,))
ASKS: tuple[tuple[str, Event], ...] = (
    (ANA, ASK),
    (BO, AskAccepted(n=1, due_at=NIGHT + 10 * MIN, told=(ANA,))),
    (CONN, AskDue(n=1, person=BO, answer_by=NIGHT + 12 * MIN, late=LATE)),
    (BO, AskExtended(n=1, due_at=NIGHT + 17 * MIN, note="It is slow", told=(ANA,))),
    (BO, BACK),
    (ANA, AskDropped(n=1)),
    (BO, AskDone(n=1, note="It is 2 s", told=(ANA,))),
)

EVERY_EVENT: tuple[tuple[str, Event], ...] = (
    (ANA, DECLARED),
    (CONN, OPENED),
    (CONN, PAGED),
    (CONN, PassedOver(target="tier2", name="Tier 2", why="out of hours")),
    (CONN, PathEnded(after="tier2", why="Tier 2 did not acknowledge in time", late=LATE)),
    (CONN, NotReached(rung=1, person=BO, why="the account is gone")),
    (CONN, PhoneSilent(rung=1, target="tier1", why="no answer within 5 s", again=True)),
    (CONN, PhoneRang(rung=1, target="tier1")),
    (CONN, PhoneTaken(rung=1, target="tier1")),
    (CONN, PhoneUnheard(rung=1, target="tier1", people=(ANA,), waited=5 * MIN, late=LATE)),
    (CONN, Undelivered(key="k", what="the announcement in #incidents", why="channel_not_found")),
    (
        CONN,
        Triggered(
            rule="triggers.0",
            why="Churn goes to tier 2",
            told=(CY, DEE),
            do=("Call them",),
            answer_by=NIGHT + 120 * MIN,
        ),
    ),
    (CONN, Triggered(rule="triggers.1", why="A vendor's problem goes to tier 2", offers=("tier2",))),
    (CONN, Unanswered(rung=1, target="tier1", people=(BO,), waited=240 * MIN, late=LATE)),
    (ANA, StoodDown(people=(CY,), why="we have it")),
    (ANA, HelpAsked(target="tier2", text="Ticket: OPS-7", told=(CY,))),
    (ANA, VendorCalled(vendor=VendorId("aws"), name="AWS", ticket="A-1", text="No disks", chase_at=NIGHT + 60 * MIN)),
    (CONN, VendorChased(vendor=VendorId("aws"), times=1, people=(ANA,), again_at=NIGHT + 65 * MIN, late=LATE)),
    (ANA, VendorHeard(vendor=VendorId("aws"), text="More disks", chase_at=NIGHT + 120 * MIN)),
    (ANA, VendorDone(vendor=VendorId("aws"), solved=True)),
    (ANA, PageDeclined(rung=1, target="tier1")),
    (BO, Acknowledged(rung=1, target="tier1")),
    (ANA, CommandOffered(to=CY)),
    (CY, OfferDeclined(by=ANA)),
    (CONN, OfferLapsed(to=CY, by=ANA)),
    (CY, CommandTaken(instead_of=ANA)),
    (CONN, CommandLapsed(person=CY, left=Departure.CHANNEL)),
    (CONN, CommandMissing(times=2, again_at=NIGHT + 6 * MIN, late=LATE)),
    (CONN, HANDOFF),
    (ANA, HandoffPutOff(until=NIGHT + 360 * MIN)),
    (CONN, PresenceAsked(person=ANA, silent=30 * MIN, answer_by=NIGHT + 33 * MIN)),
    (CONN, BackupAsked(person=ANA, people=(BO,), silent=33 * MIN, again_at=NIGHT + 36 * MIN)),
    (CONN, BackupAsked(person=ANA, people=(), silent=33 * MIN, again_at=NIGHT + 63 * MIN, late=LATE)),
    (ANA, PresenceConfirmed()),
    (CONN, AWAY),
    (CONN, Mended(what=("the timer x is not armed", "its columns differ"))),
    (ANA, CommandLineUsed(login="deploy", host="bastion-1")),
    (CONN, PROMISED),
    (CONN, PromiseNear(audience=Audience.INTERNAL, n=1, people=(ANA,))),
    (ANA, PromiseHanded(audience=Audience.INTERNAL, n=1, to=BO)),
    (ANA, PromiseKept(audience=Audience.INTERNAL, n=1, late=3 * MIN)),
    (ANA, PromiseSnoozed(audience=Audience.INTERNAL, n=1, until=NIGHT + 30 * MIN)),
    (ANA, PromiseWaived(audience=Audience.INTERNAL, n=1, why="nobody is awake")),
    (CONN, REMINDED),
    (ANA, Updated(text="Rolled back.", audiences=(Audience.INTERNAL,), next_in={Audience.INTERNAL: 20 * MIN})),
    (ANA, RoleAssigned(role=Role.COMMS, to=BO)),
    (ANA, BeyondAuthority(deed="raise", rule="authority.raise", may=("tier2",))),
    (ANA, AuthorityWaived(why="nobody answers", until=NIGHT)),
    (ANA, ModelAdopted(revision="r2", before="r1", path=PathId("main"))),
    (ANA, SeverityChanged(severity=SeverityId("P3"), before=SeverityId("P1"), path=None, why="only one customer")),
    (ANA, StatusChanged(status=Status.IDENTIFIED, before=Status.INVESTIGATING, text="A bad deploy.")),
    (ANA, BridgeSet(url=BRIDGE)),
    (ANA, FactsChanged(ticked=(Tag("security"),), unticked=(Tag("churn"),), customer="gold", money=12000, repeats=3)),
    (BO, Noted(text="Disk is full.", origin=Origin(channel=ROOM, message="1.2", text="Disk is full."), said_by=CY)),
    (ANA, Cancelled(why="a drill")),
    (ANA, Reopened(why="it is back")),
    (BO, TopicEdited(text="hello")),
    (ANA, Resolved(text="Traffic is back.")),
    (ANA, Verified(done=(("It is green", 1), ("Test", 5)), missing=("Customers say so",), why="nobody is awake")),
    (CONN, BridgeAsked(people=(ANA,))),
    (CONN, LeftForNextDay(target="tier1", at=NIGHT + 360 * MIN, rule="severities.P3.next_day")),
    (CONN, GivenToNextDay(target="tier1", people=(BO,), rule="severities.P3.next_day", late=LATE)),
    (CONN, GivenToNextDay(target="tier1", people=(ANA,), rule="severities.P3.next_day", why="on leave")),
    (CONN, RoleAssigned(role=Role.COMMS, to=BO, why="the first responder keeps people informed")),
    (ANA, RoomLost(channel=ROOM, name="inc-1-checkout-is-down", how=Loss.ARCHIVED, people=(ANA,))),
    (BO, CardUnpinned()),
    (CONN, RoomExposed(to=Exposure.SHARED, people=(ANA,))),
    (CONN, RoomExposed(to=Exposure.PRIVATE, people=(ANA,))),
    (ANA, Closed(text="Done.")),
    *((CONN, event) for event in TARGETS),
    *((ANA, event) for event in PHASES),
    *ASKS,
)


def log(*events: tuple[str, Event] | Event) -> list[Entry]:
    """Let these happen one minute apart; what stands without a person, Conn did."""
    pairs = [event if isinstance(event, tuple) else (CONN, event) for event in events]
    return [
        Entry(seq=n, at=NIGHT + (n - 1) * MIN, actor=actor, event=event) for n, (actor, event) in enumerate(pairs, 1)
    ]


def incident(*events: tuple[str, Event] | Event, declared: Declared = DECLARED) -> Incident:
    """Declare, and let the rest follow."""
    return replay(IncidentId(1), log((ANA, declared), *events))


def entry(event: Event, by: str = CONN, *, minutes: int = 0) -> Entry:
    return Entry(seq=9, at=NIGHT + minutes * MIN, actor=by, event=event)
