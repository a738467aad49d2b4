"""Everything Conn can draw for an incident, so that a rule about all of it is one loop."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain import asking
from bot.domain.coverage import PassedOver
from bot.domain.durations import Deadline
from bot.domain.duty import Change, Duty, Promise
from bot.domain.errors import (
    AlreadyAcknowledged,
    AlreadyAsked,
    AlreadyDeclared,
    AlreadyInCommand,
    AlreadyOver,
    AlreadySo,
    AmbiguousPerson,
    AskMoved,
    BadField,
    BrokenModel,
    ChangeDecided,
    DeclaredOften,
    EscalatedMeanwhile,
    JustEscalated,
    LedByAnother,
    MoreNeeded,
    NobodyLeftToPage,
    NoHandoffDue,
    NoIncidentHere,
    NoLongerOffered,
    NoSuchIncident,
    NotAllowed,
    NotAMember,
    NotAskedOfYou,
    NotAskedToSign,
    NotChased,
    NothingPromised,
    NothingToStop,
    NotVerified,
    OfferGone,
    Refusal,
    StillOpen,
    UnknownPerson,
    UnknownRole,
    UnknownSeverity,
    UnknownStatus,
    UnknownTeam,
    WordsToAvoid,
)
from bot.domain.ids import IncidentId
from bot.domain.meanwhile import ChangedMeanwhile, Clash
from bot.domain.messages import (
    AskForCommander,
    AskToHandOver,
    ChaseVendor,
    Offer,
    Page,
    Remind,
    Repeat,
    Say,
    Tell,
    Waiting,
    Welcome,
)
from bot.domain.policy import (
    Action,
    Audience,
    Channel,
    ChannelKey,
    Contact,
    HoursClass,
    Limit,
    Phrase,
    Route,
    Runbook,
    Slot,
    Status,
    Target,
    VendorId,
)
from bot.domain.rota.errors import (
    AlreadyOnDuty,
    AlreadySignedOff,
    BadStretch,
    DutyRefusal,
    EditedElsewhere,
    MayNotSign,
    NobodyNamed,
    NoRotation,
    NoSuchOverride,
    NotForDuty,
    NothingSigned,
    NothingToSign,
    NotSignedOff,
    NoTurn,
    NotYourSwap,
    RotationOpen,
    SwapOver,
    SwapWithOneself,
    UnknownRotation,
    WhichRotation,
)
from bot.domain.rota.events import SwapEnd
from bot.domain.routing import triage
from bot.rendering import answers, buttons, directions, guide, oncall, refusals
from bot.rendering.announcement import announcement
from bot.rendering.authority import Asker, authority
from bot.rendering.card import card
from bot.rendering.drawn import Drawn
from bot.rendering.lateness import Delay, HeldUp
from bot.rendering.messages import draw
from bot.rendering.scene import Scene
from tests.rendering.cases import ANA, ASK, BO, EVERY_EVENT, NIGHT, PAGED, POLICY, REMINDED, ROOM, entry, incident

ONE = IncidentId(1)


def every_refusal(words="x"):
    """One of each class in bot.domain.errors, with a person's words wherever it holds any."""
    return (
        AlreadyAcknowledged(by=BO, at=NIGHT),
        AlreadyInCommand(incident=ONE, commander=BO, since=NIGHT),
        AlreadyOver(incident=ONE, status=Status.RESOLVED, by=BO, at=NIGHT),
        AlreadyDeclared(incident=ONE, channel=ROOM, seconds=4, severity="P1", title=words),
        DeclaredOften(many=10, latest=ONE, severity="P1", title=words),
        ChangedMeanwhile(incident=ONE, clashes=(Clash(field="ticket", theirs=words, mine=words),)),
        StillOpen(incident=ONE),
        LedByAnother(incident=ONE, commander=BO),
        NotAllowed(incident=ONE, rule="authority.raise", may=("tier2", words)),
        NotAllowed(incident=None, rule="access.declare", may=(words,)),
        BrokenModel(errors=(f"model.yaml:6:1: {words}", "model.yaml:7:1: tierz: unknown key")),
        ChangeDecided(state="rejected", at=NIGHT),
        NotAskedToSign(signed=False, missing=(words,)),
        NotAskedToSign(signed=True, missing=("Tier 2 lead",)),
        NobodyLeftToPage(incident=ONE, skipped=((words, words),)),
        EscalatedMeanwhile(target="tier2", at=NIGHT),
        AlreadySo(incident=ONE, what="severity", value=words),
        UnknownStatus(word=words, known=("investigating", "identified")),
        UnknownPerson(word=words, nearest=("ana",)),
        AmbiguousPerson(word=words, known=("ana@a.example", "ana@b.example")),
        UnknownRole(word=words, known=("comms", "scribe")),
        NoHandoffDue(),
        OfferGone(incident=IncidentId(1), commander=ANA),
        OfferGone(incident=IncidentId(1), commander=None),
        JustEscalated(incident=IncidentId(1), target="tier2", rung=2, seconds=20),
        MoreNeeded(incident=IncidentId(1), helper="tier2", missing=("Logs",)),
        NotChased(incident=IncidentId(1)),
        NothingToStop(incident=IncidentId(1)),
        NoLongerOffered(incident=IncidentId(1)),
        NotAMember(),
        AlreadyAsked(ask=ask_of(words)),
        AskMoved(ask=ask_of(words)),
        NotAskedOfYou(ask=ask_of(words)),
        WordsToAvoid(found=(Phrase(avoid=words, why=words, instead=words),)),
        NotVerified(incident=ONE, missing=(words, words)),
        NothingPromised(audience=Audience.EXTERNAL),
        UnknownSeverity(word=words, known=("P1", "P3"), nearest="P1"),
        UnknownTeam(word=words, known=("tier1", "tier2"), nearest="tier2"),
        BadField(field="Bridge", why=words),
        NoIncidentHere(open_ones=((ONE, words), (IncidentId(2), words))),
        NoSuchIncident(word=words),
        *_every_refusal_of_duty(words),
    )


def ask_of(words):
    """Ask for something, with a person's words wherever it holds any."""
    return replace(incident((ANA, ASK)).asks[0], what=words, note=words)


def _every_refusal_of_duty(words):
    slot = Slot(text=words, owner=words)
    later = NIGHT + timedelta(hours=4)
    return (
        NobodyNamed(),
        NotForDuty(person=BO),
        WhichRotation(known=("primary", "second"), word=words, nearest="second"),
        UnknownRotation(known=("primary", "second"), word=words, nearest="second"),
        NoRotation(team=words),
        RotationOpen(rotation=words, slot=slot),
        EditedElsewhere(rotation="primary", where=words),
        BadStretch(why=words, starts=NIGHT, ends=later),
        AlreadyOnDuty(person=BO, rotation="primary", starts=NIGHT, ends=later),
        NoSuchOverride(word=words, known=(3, 4)),
        SwapWithOneself(),
        NoTurn(person=BO, rotation="primary"),
        NotYourSwap(to=BO),
        *(SwapOver(end=end) for end in SwapEnd),
        NotSignedOff(person=BO, tier="tier1", missing=(words,), strict=True, strict_until=later),
        NothingToSign(tier="tier1"),
        AlreadySignedOff(person=BO, tier="tier1"),
        MayNotSign(person=BO, tier="tier1", who=(ANA,)),
        NothingSigned(person=BO, tier="tier1"),
    )


def every_refusal_class():
    return (set(Refusal.__subclasses__()) - {DutyRefusal}) | set(DutyRefusal.__subclasses__())


HANDOFFS = (
    Change(at=NIGHT, people=()),
    Change(at=NIGHT + timedelta(hours=6), people=(ANA,)),
    Change(at=NIGHT + timedelta(days=7), people=(BO,)),
)


def duty_of(words, people=(), changes=()):
    """Staff Tier 2 at night, with a person's words wherever the model holds any."""
    team = replace(POLICY.tiers["tier2"], name=words or "Tier 2")
    slot = Slot(text=words, owner=words)
    return Duty(
        team=team,
        people=people,
        passed_over=(PassedOver(name=words, why=words), PassedOver(name=words, why=words, unknown=True, slot=slot)),
        hours=HoursClass.AFTER_HOURS,
        always_open=False,
        reduced=True,
        promises=(
            Promise(limit=Limit(within=Deadline.parse("5m"), maximum=Deadline.parse("1h")), severities=("P1",)),
            Promise(limit=Limit(within=slot), severities=("P3",)),
        ),
        changes=changes,
        rule=words,
    )


def everything(incident, policy=POLICY, words="x") -> Iterator[tuple[str, Drawn]]:
    """Draw all there is, each under a name."""
    yield "card", card(incident, policy, NIGHT)
    yield "announcement", announcement(incident, policy)
    for message in (
        Page(person=BO, rung=1, target="tier1", seq=2),
        Welcome(person=ANA),
        Waiting(person=ANA, seconds=40),
    ):
        scene = Scene(incident, policy, entry(PAGED), Delay(timedelta(minutes=3), HeldUp.UNREACHABLE))
        yield type(message).__name__, draw(message, scene)
    for by, event in EVERY_EVENT:
        scene = Scene(incident, policy, entry(event, by))
        yield f"say {type(event).__name__}", draw(Say(seq=9), scene)
        yield f"repeat {type(event).__name__}", draw(Repeat(channel=ChannelKey("incidents"), seq=9), scene)
        yield f"tell {type(event).__name__}", draw(Tell(person=ANA, seq=9), scene)
        yield f"ask {type(event).__name__}", draw(AskForCommander(times=1, seq=9), scene)
        chase = ChaseVendor(vendor=VendorId("aws"), person=None, place="aws/1/h0/t1", seq=9)
        yield f"chase {type(event).__name__}", draw(chase, scene)
        yield f"offer {type(event).__name__}", draw(Offer(rule="triggers.1", seq=9), scene)
        for person in (ANA, None):
            asked = AskToHandOver(place="c0/s0/t0", person=person, seq=9)
            yield f"hand over {type(event).__name__} {person}", draw(asked, scene)
    scene = Scene(incident, policy, entry(REMINDED))
    yield "remind", draw(Remind(audience=Audience.INTERNAL, n=1, times=1, seq=9), scene)
    yield from _answers(incident, policy, words)
    for refusal in every_refusal(words):
        drawn = refusals.sentence(refusal, policy, reader=ANA, action=buttons.ACKNOWLEDGE)
        yield f"refusal {type(refusal).__name__}", drawn


def _answers(incident, policy, words):
    yield "declared", answers.declared(incident, policy, typed_in="support")
    yield "acknowledged", answers.acknowledged(incident, policy)
    yield "in_command", answers.in_command(incident, policy)
    yield "offered", answers.offered(incident, BO)
    yield "escalated", answers.escalated(incident, policy)
    yield "resolved", answers.resolved(incident, policy)
    yield "closed", answers.closed(incident)
    yield "updated", answers.updated(incident, policy, (Audience.INTERNAL,))
    yield "snoozed", answers.snoozed(incident, policy, Audience.INTERNAL)
    yield "handoff_put_off", answers.handoff_put_off(incident)
    yield "waived", answers.waived(incident, policy, Audience.INTERNAL)
    yield "open_incidents", answers.open_incidents([incident] * 30, policy)
    yield "summary", answers.summary(incident, policy, NIGHT)
    yield "pick", answers.pick([(ONE, words)] * 12, action=buttons.RESOLVE)
    covered = duty_of(words, people=(ANA, BO), changes=HANDOFFS)
    uncovered = [duty_of(words), duty_of(words, changes=HANDOFFS[1:])]
    yield "everybody_on_call", oncall.everybody_on_call([covered, *uncovered], policy)
    yield "one_on_call", oncall.one_on_call(covered, policy)
    yield "help", guide.help_text()
    yield "not_stored", refusals.not_stored()
    yield "unknown_command", refusals.unknown_command(words, "ack")
    yield "stale_button", refusals.stale_button()
    yield "form_not_opened", refusals.form_not_opened(buttons.open_declare("P1", words), words)
    yield "perhaps_stored", refusals.perhaps_stored()
    yield "not_yet", refusals.not_yet()
    yield "stored_by_now", refusals.stored_by_now()
    yield "form_not_yet", refusals.form_not_yet()


def everything_asked(policy, *texts) -> Iterator[tuple[str, Drawn]]:
    """Ask the model all that can be asked of it, each with these words and without any, each under a name."""
    for text in (*texts, ""):
        routes = asking.routes_asked(policy, text)
        yield f"route {text}", directions.routes(routes, triage(policy, text), policy, "/inc")
        yield f"channel {text}", directions.channels(asking.channels_asked(policy, text), policy, "/inc")
        yield f"contacts {text}", directions.contacts(asking.contacts_asked(policy, text), policy, "/inc")
        yield f"runbook {text}", directions.runbooks(asking.runbooks_asked(policy, text), policy, "/inc")
        for tiers in ((), ("tier1",)):
            asked = asking.actions_asked(policy, text)
            yield f"can {text}, {tiers}", authority(asked, Asker(tiers=tiers), policy, "/inc")
    for severity in policy.severities.values():
        yield f"channel {severity.id}", directions.channels_of(severity, policy)


def saying(policy, words):
    """Give the model parts that say this and nothing else."""
    said = {"id": "it", "name": words, "source": words}
    return replace(
        policy,
        name=words,
        routes={"it": Route(**said, category=words, owner=Target.parse("tier1"), then=((Target.parse("tier2"),),))},
        channels={**policy.channels, "it": Channel(**said, address=words, use_for=(words,), not_for=(words,))},
        contacts={"it": Contact(**said, address=words, hours=words, use_for=words)},
        runbooks={"it": Runbook(**said, location=words, note=words)},
        authority={"it": Action(**said, allowed=("tier1",), denied=("tier2",))},
    )
