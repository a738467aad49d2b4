"""Whatever people and clocks do in whatever order, an incident stays the sum of its log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import command, endings, escalation, promises
from bot.domain.declaring import Declaration, declare
from bot.domain.errors import Refusal
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, replay
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience
from bot.domain.timers import TimerKind, timers_for
from bot.policy.loader import load

POLICY = load(Path(__file__).parents[2] / "manifests" / "policies" / "demo.yaml")
PEOPLE = ("ana", "ben", "chloe", "dev", "eve")
DIRECTORY = Directory(people={f"{name}@example.com": PersonId(f"U{name.upper()}") for name in PEOPLE})
START = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

DEEDS = (
    *("ack", "escalate", "take", "take over", "offer", "update", "no change", "snooze", "waive"),
    *("resolve", "close", "unreachable", "due", "due", "due"),
)

persons = st.sampled_from([PersonId(f"U{name.upper()}") for name in (*PEOPLE, "fay")])
deeds = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        persons,
        st.sampled_from(list(Audience)),
        st.integers(0, 900),
    ),
    max_size=25,
)


def declared(severity="P0"):
    said = Declaration(title="Checkout is down", severity=severity)
    return declare(IncidentId(1), said, POLICY, DIRECTORY, by=PersonId("UFAY"), at=START)


def done(incident, deed, by, audience, at):
    """Decide one thing, the way a use case would."""
    match deed:
        case "ack":
            return escalation.acknowledge(incident, POLICY, by=by, at=at)
        case "escalate":
            return escalation.next_step(incident, POLICY, DIRECTORY, by=by, reason="help", at=at)
        case "take":
            return command.take(incident, by=by, instead_of=None, at=at)
        case "take over":
            return command.take(incident, by=by, instead_of=incident.commander, at=at)
        case "offer":
            return command.offer(incident, POLICY, by=by, to=PersonId("UCHLOE"), at=at)
        case "update" | "no change":
            text = "Still looking" if deed == "update" else ""
            return promises.update(incident, POLICY, promises.Word(text=text, audiences=(audience,)), by=by, at=at)
        case "snooze":
            return promises.snooze(incident, audience, by=by, until=at + timedelta(minutes=10), at=at)
        case "waive":
            return promises.waive(incident, audience, by=by, at=at)
        case "resolve":
            return endings.resolve(incident, POLICY, by=by, text="", at=at)
        case "close":
            return endings.close(incident, by=by, text="", at=at)
        case "unreachable":
            rung = incident.rung.number if incident.rung else 0
            return escalation.not_reached(incident, POLICY, DIRECTORY, rung=rung, person=by, why="gone", at=at)


def fired(incident, at):
    """Let the first timer fire that is due by then."""
    due = sorted((t for t in timers_for(incident, POLICY) if t.due_at <= at), key=lambda t: t.due_at)
    if not due:
        return None
    match due[0].kind:
        case TimerKind.ESCALATE:
            rung = int(due[0].subject)
            return escalation.unanswered(incident, POLICY, DIRECTORY, rung=rung, late=None, at=at)
        case TimerKind.NO_COMMANDER:
            return command.missing(incident, POLICY, late=None, at=at)
        case TimerKind.PROMISE:
            return promises.remind(incident, POLICY, DIRECTORY, Audience(due[0].subject), late=None, at=at)


def lived(script, severity):
    """Run a script, and give the incident with its whole log and every message."""
    outcome = declared(severity)
    incident, log, effects, at = outcome.incident, list(outcome.entries), list(outcome.effects), START
    for deed, by, audience, seconds in script:
        at += timedelta(seconds=seconds)
        try:
            outcome = fired(incident, at) if deed == "due" else done(incident, deed, by, audience, at)
        except Refusal:
            continue
        if outcome:
            incident = outcome.incident
            log += outcome.entries
            effects += outcome.effects
    return incident, log, effects


@given(deeds, st.sampled_from(list(POLICY.severities)))
def test_replaying_the_log_gives_the_incident(script, severity):
    incident, log, _ = lived(script, severity)

    assert replay(incident.id, log) == incident
    assert [entry.seq for entry in log] == list(range(1, len(log) + 1))


@given(deeds, st.sampled_from(list(POLICY.severities)))
def test_every_message_has_a_key_of_its_own(script, severity):
    _, _, effects = lived(script, severity)

    keys = [effect.key for effect in effects]
    assert len(keys) == len(set(keys))


@given(deeds, st.sampled_from(list(POLICY.severities)))
def test_clocks_run_only_for_what_is_still_owed(script, severity):
    incident, _, _ = lived(script, severity)

    timers = timers_for(incident, POLICY)
    assert len({timer.key for timer in timers}) == len(timers)
    kinds = {timer.kind for timer in timers}
    if not incident.is_open:
        assert kinds <= {TimerKind.PROMISE}
    if incident.commander:
        assert TimerKind.NO_COMMANDER not in kinds
    if incident.rung and incident.rung.acknowledged:
        assert TimerKind.ESCALATE not in kinds


@given(deeds)
def test_nobody_is_commander_without_a_press_of_their_own(script):
    incident, log, _ = lived(script, "P0")

    takers = [entry.actor for entry in log if type(entry.event).__name__ == "CommandTaken"]
    assert incident.commander == (takers[-1] if takers else None)


def test_a_step_of_which_nobody_can_be_reached_is_passed_at_once():
    # given a P0 whose first responder is paged
    incident: Incident = declared().incident
    (person,) = incident.rung.people

    # when Slack refuses the page
    outcome = escalation.not_reached(incident, POLICY, DIRECTORY, rung=1, person=person, why="gone", at=START)

    # then the next tier is called in the same breath
    assert [rung.target for rung in outcome.incident.ladder] == ["tier1", "tier2"]
