"""Tiers, teams and rotations: loops, names taken twice, turns that nobody can take."""

from collections.abc import Iterator

from bot.domain.policy import Hours, Policy, Rotation, Route, Target, TargetKind, Team, Weekday, Window
from bot.policy.errors import Path


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List what can't be so among the people of a model."""
    for twice in policy.tiers.keys() & policy.teams.keys():
        yield ("teams", twice), f"`{twice}` is already the name of a tier"
    for name, loop in loops(policy).items():
        yield (policy.section_of(name), name, "who"), f"a loop: {' -> '.join(loop)}"
    for route in policy.routes.values():
        yield from _route(route)
    for rotation in policy.rotations.values():
        yield from _rotation(rotation)
    for hours in policy.hours.values():
        yield from _hours(hours)


def loops(policy: Policy) -> dict[str, list[str]]:
    """Find the tiers and teams that lead back to themselves, each with its way round."""
    teams: list[Team] = [*policy.tiers.values(), *policy.teams.values()]
    leads = {str(team.id): _named(team) for team in teams}
    return {name: loop for name in leads if (loop := _loop(name, leads))}


def _named(team: Team) -> list[str]:
    return [
        source.name
        for sources in (team.who, *team.who_by_hours.values())
        for source in sources
        if isinstance(source, Target) and source.kind is TargetKind.TIER
    ]


def _loop(start: str, leads: dict[str, list[str]]) -> list[str]:
    trail, todo = {start: [start]}, [start]
    while todo:
        here = todo.pop()
        for following in leads.get(here, ()):
            if following == start:
                return [*trail[here], start]
            if following not in trail:
                trail[following] = [*trail[here], following]
                todo.append(following)
    return []


def _route(route: Route) -> Iterator[tuple[Path, str]]:
    passed = [str(route.owner)]
    for place, hop in enumerate(route.then):
        for target in map(str, hop):
            if target in passed:
                yield ("routes", route.id, "then", place), f"a loop: {' -> '.join([*passed, target])}"
        passed += map(str, hop)


def _rotation(rotation: Rotation) -> Iterator[tuple[Path, str]]:
    here: Path = ("rotations", rotation.id)
    if not rotation.members:
        yield (*here, "members"), "a rotation needs at least one member"
    for place, member in enumerate(rotation.members):
        if isinstance(member, Target) and member.kind is not TargetKind.PERSON:
            yield (*here, "members", place), f"`{member}` is no person: turns are taken by people"
    for place, override in enumerate(rotation.overrides):
        if override.ends <= override.starts:
            yield (*here, "overrides", place, "ends"), "ends before it starts"


def _hours(hours: Hours) -> Iterator[tuple[Path, str]]:
    for place, window in enumerate(hours.open):
        if any(_overlap(window, earlier) for earlier in hours.open[:place]):
            yield ("hours", hours.id, "open", place), "these hours overlap others of the same day"


def _overlap(one: Window, other: Window) -> bool:
    def spans(window: Window, day: Weekday) -> tuple[float, float]:
        closes = window.closes.hour + window.closes.minute / 60
        opens = window.opens.hour + window.opens.minute / 60
        return opens, closes if day in window.days and closes > opens else closes + 24

    return any(
        spans(one, day)[0] < spans(other, day)[1] and spans(other, day)[0] < spans(one, day)[1]
        for day in set(one.days) & set(other.days)
    )
