"""Time limits: longer than their own maximum, never reached, or later than what they should come before."""

from collections.abc import Iterator

from bot.domain.asks import LONGEST, SHORTEST
from bot.domain.durations import Deadline
from bot.domain.policy import (
    AskSettings,
    Case,
    HoursClass,
    Limit,
    Policy,
    Severity,
    Slot,
    Step,
    Target,
    TargetKind,
    governing,
)
from bot.policy.checks.severities import longer
from bot.policy.errors import Path

_KNOWN_HOURS = tuple(hours for hours in HoursClass if hours is not HoursClass.UNKNOWN)


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List the time limits that can't hold."""
    for way, limits in _all(policy):
        for place, limit in enumerate(limits):
            if not isinstance(limit.within, Slot) and longer(limit.within, limit.maximum):
                yield (*way, place, "within"), f"{limit.within} is longer than its maximum {limit.maximum}"
            if any(_always(before) for before in limits[:place]):
                yield (*way, place), "this limit is never reached: one before it holds in every case"
    for severity in policy.severities.values():
        yield from _acknowledgement(policy, severity)
    yield from _asks(policy.asks)


def _asks(asks: AskSettings) -> Iterator[tuple[Path, str]]:
    """Find times for asks that nobody can count: they run by the clock, from a minute to a day."""
    for name, length in (("accept_within", asks.accept_within), ("length", asks.length)):
        if not (length.is_elapsed and SHORTEST <= length.elapsed <= LONGEST):
            yield ("asks", name), f"{length} is no time for an ask: it takes between 1m and 24h, by the clock"


def _all(policy: Policy) -> Iterator[tuple[Path, tuple[Limit, ...]]]:
    for severity in policy.severities.values():
        for name in ("ack", "response", "mitigation", "resolution"):
            yield ("severities", severity.id, "targets", name), getattr(severity.targets, name)
    for team in (*policy.tiers.values(), *policy.teams.values()):
        for name in ("response", "diagnosis", "mitigation", "resolution"):
            yield (policy.section_of(team.id), team.id, name), getattr(team, name, ())
    for customer in policy.customers.values():
        yield ("customers", customer.id, "response"), customer.response
        yield ("customers", customer.id, "resolution"), customer.resolution
    for channel in policy.channels.values():
        yield ("channels", channel.id, "answer_within"), channel.answer_within
    for path in policy.paths.values():
        for place, step in enumerate(path.steps):
            yield ("paths", path.id, "steps", place, "wait"), step.wait
    yield ("command", "silent_after"), policy.command.silent_after


def _always(limit: Limit) -> bool:
    return not (limit.severities or limit.hours or limit.customers or limit.tags or limit.through)


def _acknowledgement(policy: Policy, severity: Severity) -> Iterator[tuple[Path, str]]:
    """Find promises to acknowledge that outlast the wait of the first step: it escalates before they are broken."""
    path = policy.path_of(severity.id)
    first = next((s for s in path.steps if s.automatic and _concerns(s, severity)), None) if path else None
    if path is None or first is None:
        return
    for hours in _KNOWN_HOURS:
        case = Case(severity=severity.id, hours=hours)
        ack, wait = governing(severity.targets.ack, case), _wait(policy, first, case)
        if ack is not None and isinstance(ack.within, Deadline) and longer(ack.within, wait):
            place = severity.targets.ack.index(ack)
            problem = f"{ack.within} to acknowledge, but `{path.id}` calls the next step after {wait}"
            yield ("severities", severity.id, "targets", "ack", place), problem
            return


def _concerns(step: Step, severity: Severity) -> bool:
    return not step.when or any(not when.severity or severity.id in when.severity for when in step.when)


def _wait(policy: Policy, step: Step, case: Case) -> Deadline | None:
    if own := governing(step.wait, case):
        return own.within if isinstance(own.within, Deadline) else None
    teams = [policy.team(t.name) for t in step.page if isinstance(t, Target) and t.kind is TargetKind.TIER]
    limits = [governing(team.response, case) for team in teams if team]
    waits = [limit.within for limit in limits if limit and isinstance(limit.within, Deadline)]
    return min(waits, key=lambda wait: wait.about, default=None)
