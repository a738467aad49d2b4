"""Suppositions as people write them on the command line, turned into what can be simulated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.coverage import calendar_of
from bot.domain.durations import Deadline, DurationError
from bot.domain.policy import Policy
from bot.policy.errors import did_you_mean
from bot.policy.simulate import Act, Scenario


class BadScenario(Exception):  # noqa: N818 - it is what it says
    """Something was supposed that the model does not know; the text says what can be."""


def own_zone(policy: Policy) -> ZoneInfo:
    """Choose the zone a model's times are told in: that of its incident hours, UTC while that is open."""
    calendar = calendar_of(policy, policy.incident.hours)
    return calendar.zone if calendar.certain else ZoneInfo("UTC")


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """A scenario in the words of the command line; an empty word supposes nothing."""

    severity: str
    moment: str
    lasts: str
    zone: str | None = None
    category: str = ""
    area: str = ""
    customer_tier: str = ""
    tag: tuple[str, ...] = ()
    ack: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


def scenario_of(policy: Policy, words: Supposed) -> tuple[Scenario, ZoneInfo]:
    """Read a scenario, and the zone it is told in; BadScenario says what is wrong with it."""
    zone = _zone(words.zone) if words.zone else own_zone(policy)
    if policy.severity(words.severity) is None:
        _known("severity", words.severity, policy.severities)
    _known("category", words.category, policy.routes)
    _known("area", words.area, policy.areas)
    _known("customer tier", words.customer_tier, policy.customers)
    for tag in words.tag:
        _known("tag", tag, policy.tags)
    acks = (_act(policy, "ack", one) for one in words.ack)
    supposed = Scenario(
        severity=words.severity,
        at=_moment(words.moment, zone),
        lasts=_length(words.lasts),
        category=words.category,
        area=words.area,
        customer=words.customer_tier,
        tags=frozenset(words.tag),
        acts=(*acks, *(_act(policy, "command", one) for one in words.command)),
    )
    return supposed, zone


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # zoneinfo's ways to say that a name is no zone
        raise BadScenario(f"`{name}` is no time zone: expected an IANA name such as Europe/Lisbon") from error


def _known(kind: str, word: str, names: Iterable[str]) -> None:
    if word and word not in (known := list(names)):
        raise BadScenario(f"unknown {kind} `{word}`{did_you_mean(word, known)}")


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadScenario(f"`{text}` is no moment: expected such as 2026-11-22 02:00") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _length(text: str) -> timedelta:
    try:
        length = Deadline.parse(text)
    except DurationError as error:
        raise BadScenario(str(error)) from error
    if not length.is_elapsed:
        raise BadScenario(f"`{text}` depends on a calendar: say how long, such as 4m or 2h")
    return length.elapsed


def _act(policy: Policy, what: Literal["ack", "command"], text: str) -> Act:
    tier, at, after = text.rpartition("@")
    if not at:
        raise BadScenario(f"`{text}`: expected a tier and a time, such as tier2@4m")
    _known("tier", tier, [*policy.tiers, *policy.teams])
    return Act(what=what, tier=tier, after=_length(after))
