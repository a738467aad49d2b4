"""Plain questions to a model, asked through the domain's own functions."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.coverage import due, on_duty, response
from bot.domain.declaring import Declaration, declare
from bot.domain.durations import Deadline
from bot.domain.escalation import next_step
from bot.domain.events import Paged
from bot.domain.messages import Tell
from bot.domain.people import OnPaper
from bot.domain.policy import Facts, Status, any_holds
from bot.domain.targets import Subject, promised
from bot.policy.layers import read_layers
from bot.policy.loader import load, load_text
from bot.policy.simulate import DECLARER, INCIDENT, Scenario, simulate
from bot.policy.tree import write_text

MODELS = Path(__file__).parents[2] / "manifests" / "policies"

FILLED = {
    "zone": "Europe/Lisbon",
    "anchor": "2026-01-05",
    "cadence": "weekly",
    "handover": "2026-01-05",
    "within": "2h",
    "bridge": "https://meet.example.com/x",
    "holidays": None,
}


@cache
def model(name):
    """Load a shipped model as it is, its slots open."""
    return load(MODELS / f"{name}.yaml")


@cache
def filled(name):
    """Load a shipped model with something in each of its open slots: people are called by what was asked for."""
    return load_text(write_text(fill(read_layers(MODELS / f"{name}.yaml").data)), f"{name}.yaml")


def fill(value, key=""):
    """Put something into every open slot of a document."""
    match value:
        case dict():
            return {name: fill(inner, name) for name, inner in value.items()}
        case list():
            return [fill(inner, key) for inner in value]
        case str() if found := re.search(r"\{\{TBD[^:]*: (.*?)\}\}", value):
            someone = re.sub(r"[^a-z0-9]+", "-", found[1].lower()).strip("-")
            return FILLED.get(key, f"{someone}@example.com")
        case _:
            return value


def local(text, zone):
    """Read a local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def ladder(policy, severity, at, lasts="8h", **suppose):
    """Say who is called when nobody answers, after how many minutes."""
    told = simulate(policy, Scenario(severity=severity, at=at, lasts=Deadline.parse(lasts).elapsed, **suppose))
    return [
        ((one.entry.at - at) // timedelta(minutes=1), one.entry.event.target)
        for one in told.happenings
        if isinstance(one.entry.event, Paged)
    ]


def calls(policy, severity, at, lasts="8h", **suppose):
    """Say which people are called when nobody answers, after how many minutes."""
    told = simulate(policy, Scenario(severity=severity, at=at, lasts=Deadline.parse(lasts).elapsed, **suppose))
    return [
        ((one.entry.at - at) // timedelta(minutes=1), set(one.entry.event.people))
        for one in told.happenings
        if isinstance(one.entry.event, Paged)
    ]


def heard(policy, severity, at, *teams, lasts="1h"):
    """Say of what people of some teams are told in private when nobody answers, after how many minutes."""
    told = simulate(policy, Scenario(severity=severity, at=at, lasts=Deadline.parse(lasts).elapsed))
    people = people_of(policy, at, *teams)
    found = (
        ((one.entry.at - at) // timedelta(minutes=1), type(one.entry.event))
        for one in told.happenings
        for message in one.messages
        if isinstance(message, Tell) and message.person in people
    )
    return list(dict.fromkeys(found))


def people_of(policy, at, *teams):
    """List who is on duty for some teams together."""
    return {person for team in teams for person in on_duty(policy, team, at, OnPaper()).people}


def escalated(policy, severity, at, times, **given):
    """Escalate an incident by hand so often, and say whom that calls."""
    asked = Declaration(title="Down", severity=severity, **given)
    incident = declare(INCIDENT, asked, policy, OnPaper(), by=DECLARER, at=at).incident
    targets = []
    for _ in range(times):
        incident = next_step(incident, policy, OnPaper(), by=DECLARER, reason="no idea", at=at).incident
        targets.append(incident.rung.target)
    return targets


def called(policy, severity="P2", **facts):
    """List whom the model's own rules page and tell for what is known of an incident, beside the ladder."""
    known = Facts(severity=severity, **{"status": Status.INVESTIGATING, **facts})
    path = policy.path_of(severity)
    rules = [rule for rule in (*policy.triggers, *(path.triggers if path else ())) if any_holds(rule.when, known)]
    return [str(target) for rule in rules for target in (*rule.page, *rule.tell)]


def tags(*names):
    """Write ticked facts."""
    return {"tags": frozenset(names)}


def answers_within(policy, tier, severity, at, **more):
    """Say within what time a tier promised to answer."""
    limit = response(policy, tier, severity, at, **more)
    return limit and str(limit.within)


def targets(policy, at, **about):
    """Say within what time each thing was promised, and at most."""
    found = promised(policy, Subject(**about), since=at)
    return {p.goal.value: (str(p.limit.within), p.limit.maximum and str(p.limit.maximum)) for p in found}


def clocks(policy, severity):
    """List the promises of word: audience, start, first, then every, at most."""
    return {
        (c.audience.value, c.starts.value, str(c.first), c.every and str(c.every), c.maximum and str(c.maximum))
        for c in policy.severities[severity].clocks
    }


def due_at(policy, text, at, tier=None):
    """Say when a length of time is over, by a tier's hours."""
    return due(Deadline.parse(text), at, policy=policy, tier_id=tier)
