"""Contradictions: what a model says in two places that can't both be so."""

from collections.abc import Iterator
from typing import Any

from bot.domain.durations import Deadline
from bot.domain.policy import Limit, Model, RoomKind, Severity, Slot, Target, TargetKind
from bot.policy.errors import Path

Finding = tuple[Path, str]


def contradictions(model: Model) -> Iterator[Finding]:
    """List everything in a model that can't be so, each with the part it stands in."""
    yield from _severities(model)
    yield from _paths(model)
    yield from _tiers(model)
    yield from _rotations(model)
    yield from _limits(model)
    yield from _templates(model)


def _severities(model: Model) -> Iterator[Finding]:
    if not model.severities:
        yield ("severities",), "a model needs at least one severity"
    taken: dict[str, str] = {}
    for severity in model.severities.values():
        for word in dict.fromkeys(w.casefold() for w in (severity.id, severity.name, *severity.aliases)):
            if (other := taken.setdefault(word, severity.id)) != severity.id:
                yield ("severities", severity.id), f"`{word}` already means severity {other}"
        yield from _severity(model, severity)


def _severity(model: Model, severity: Severity) -> Iterator[Finding]:
    here: Path = ("severities", severity.id)
    if severity.room.kind is RoomKind.THREAD and severity.room.channel is None:
        yield (*here, "room"), "a thread needs the `channel` it is opened in"
    for place, clock in enumerate(severity.clocks):
        way = (*here, "clocks", place)
        for name in ("first", "every"):
            if _longer(getattr(clock, name), clock.maximum):
                yield (*way, name), f"{getattr(clock, name)} is longer than its maximum {clock.maximum}"
        if clock.every is not None and clock.every.is_elapsed and not clock.every.elapsed:
            yield (*way, "every"), "a clock that is due again at once would never stop"
    for place, key in enumerate(severity.announce):
        if model.channels[key].kind != "slack":
            yield (*here, "announce", place), f"`{key}` is not a Slack channel, so nothing can be announced there"


def _paths(model: Model) -> Iterator[Finding]:
    for path in model.paths.values():
        here: Path = ("paths", path.id)
        if not any(step.page for step in path.steps):
            yield here, "this path pages nobody"
        for place, step in enumerate(path.steps):
            if not step.page and any(other.page for other in path.steps):
                yield (*here, "steps", place), "this step pages nobody"


def _tiers(model: Model) -> Iterator[Finding]:
    for name in model.tiers.keys() & model.teams.keys():
        yield ("teams", name), f"`{name}` is already the name of a tier"
    leads = {
        name: [
            source.name
            for sources in (team.who, *team.who_by_hours.values())
            for source in sources
            if isinstance(source, Target) and source.kind is TargetKind.TIER
        ]
        for name, team in [*model.tiers.items(), *model.teams.items()]
    }
    for name in leads:
        if loop := _loop(name, leads):
            yield (_section(model, name), name, "who"), f"a loop: {' -> '.join(loop)}"


def _section(model: Model, name: str) -> str:
    return "tiers" if name in model.tiers else "teams"


def _loop(start: str, leads: dict[Any, list[str]]) -> list[str]:
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


def _rotations(model: Model) -> Iterator[Finding]:
    for rotation in model.rotations.values():
        here: Path = ("rotations", rotation.id)
        if not rotation.members:
            yield (*here, "members"), "a rotation needs at least one member"
        for place, member in enumerate(rotation.members):
            if isinstance(member, Target) and member.kind is not TargetKind.PERSON:
                yield (*here, "members", place), f"`{member}` is no person: turns are taken by people"
        for place, override in enumerate(rotation.overrides):
            if override.ends <= override.starts:
                yield (*here, "overrides", place, "ends"), "ends before it starts"


def _limits(model: Model) -> Iterator[Finding]:
    for path, limit in _all_limits(model):
        if not isinstance(limit.within, Slot) and _longer(limit.within, limit.maximum):
            yield (*path, "within"), f"{limit.within} is longer than its maximum {limit.maximum}"


def _all_limits(model: Model) -> Iterator[tuple[Path, Limit]]:
    for severity in model.severities.values():
        for name in ("ack", "response", "mitigation", "resolution"):
            way: Path = ("severities", severity.id, "targets", name)
            yield from (((*way, place), limit) for place, limit in enumerate(getattr(severity.targets, name)))
    for section, teams in (("tiers", model.tiers), ("teams", model.teams)):
        for team in teams.values():
            yield from (((section, team.id, "response", n), limit) for n, limit in enumerate(team.response))
    for customer in model.customers.values():
        for name in ("response", "resolution"):
            way = ("customers", customer.id, name)
            yield from (((*way, place), limit) for place, limit in enumerate(getattr(customer, name)))


def _longer(one: Deadline | None, other: Deadline | None) -> bool:
    return bool(one and other and one.is_elapsed and other.is_elapsed and one.elapsed > other.elapsed)


def _templates(model: Model) -> Iterator[Finding]:
    if not model.templates:
        return
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - 25 ms that most models don't need
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    environment = SandboxedEnvironment(autoescape=False)
    for template in model.templates.values():
        for name in ("subject", "body"):
            try:
                environment.parse(getattr(template, name) or "")
            except TemplateSyntaxError as error:
                yield ("templates", template.id, name), f"line {error.lineno} of this template: {error.message}"
