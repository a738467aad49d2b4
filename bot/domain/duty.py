"""Who is on call for each tier and team at a moment, who follows, and what is promised at that hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import islice

from bot.domain import coverage
from bot.domain.coverage import OnDuty, PassedOver
from bot.domain.errors import UnknownTeam
from bot.domain.people import Directory, PersonId
from bot.domain.policy import HoursClass, Limit, Policy, SeverityId, Team
from bot.domain.standing_in import StandsIn

_LOOKED_AHEAD = 100  # changes of hours or turns: seven weeks of evenings and weekends, two years of weekly turns


@dataclass(frozen=True, kw_only=True)
class Change:
    """A moment, UTC, from which other people are on call; nobody when `people` is empty."""

    at: datetime
    people: tuple[PersonId, ...]


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Within what time a page is answered at this hour, and at which severities."""

    limit: Limit
    severities: tuple[SeverityId, ...]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """How one tier or team is staffed at a moment.

    `always_open` means that it has no hours of its own, `reduced` that it answers with less than its full service.
    `changes` are the next ones in order, none when the people never change; `rule` says how they were found,
    `stands_in` which of the people are there by an override.
    """

    team: Team
    people: tuple[PersonId, ...]
    passed_over: tuple[PassedOver, ...]
    hours: HoursClass
    always_open: bool
    reduced: bool
    promises: tuple[Promise, ...]
    changes: tuple[Change, ...]
    rule: str
    stands_in: tuple[StandsIn, ...] = ()


def everybody_on_duty(policy: Policy, directory: Directory, at: datetime) -> tuple[Duty, ...]:
    """Say of every tier and team, in the model's order, how it is staffed."""
    return tuple(duty(policy, team, directory, at) for team in _teams(policy))


def duty(policy: Policy, team: Team, directory: Directory, at: datetime, *, changes: int = 2) -> Duty:
    """Say how one is staffed, with so many of its next changes."""
    now = coverage.on_duty(policy, team.id, at, directory)
    return Duty(
        team=team,
        people=now.people,
        passed_over=now.passed_over,
        hours=coverage.hours_class(policy, team.id, at),
        always_open=coverage.calendar_of(policy, team.hours).always_open,
        reduced=coverage.is_reduced(policy, team.id, at),
        promises=tuple(_promises(policy, team, at)),
        changes=tuple(islice(_changes(policy, team, now, directory), changes)),
        rule=now.rule,
        stands_in=now.stands_in,
    )


def team_named(policy: Policy, word: str) -> Team:
    """Find the tier or team that a person means by its id or name, or refuse with those there are and the nearest."""
    words = {plain(spelling): team for team in reversed(_teams(policy)) for spelling in (team.name, team.id)}
    if found := words.get(plain(word)):
        return found
    nearest = get_close_matches(plain(word), words, n=1)
    raise UnknownTeam(
        word=word,
        known=tuple(team.id for team in _teams(policy)),
        nearest=words[nearest[0]].id if nearest else None,
    )


def _teams(policy: Policy) -> tuple[Team, ...]:
    return (*policy.tiers.values(), *policy.teams.values())


def plain(word: str) -> str:
    """Take a name without what people vary in it: capitals, spaces, hyphens."""
    return "".join(character for character in word.casefold() if character.isalnum())


def _changes(policy: Policy, team: Team, now: OnDuty, directory: Directory) -> Iterator[Change]:
    """Follow the moments at which the answer may change, and keep those at which it does."""
    people, until = now.people, now.until
    for _ in range(_LOOKED_AHEAD):
        if until is None:
            return
        found = coverage.on_duty(policy, team.id, until, directory)
        if set(found.people) != set(people):
            yield Change(at=until, people=found.people)
        people, until = found.people, found.until


def _promises(policy: Policy, team: Team, at: datetime) -> Iterator[Promise]:
    by_limit: dict[Limit, list[SeverityId]] = {}
    for severity in policy.severities:
        if limit := coverage.response(policy, team.id, severity, at):
            by_limit.setdefault(limit, []).append(severity)
    for limit, severities in by_limit.items():
        yield Promise(limit=limit, severities=tuple(severities))
