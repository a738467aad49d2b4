"""The path an incident is escalated along: its severity's, and that of its kind of problem."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.domain.durations import Deadline
from bot.domain.incident import Incident
from bot.domain.policy import EscalationPath, Limit, PathId, Policy, Route, RouteId, SeverityId, Step, Target, When
from bot.domain.policy.tiers import Source

_KIND = "routes."
_AT = "@"


def path_id(policy: Policy, severity: SeverityId, category: str) -> PathId | None:
    """Name the path for a kind of problem at a severity; what no route names climbs as its severity does."""
    route = policy.routes.get(RouteId(category))
    if route is None:
        return policy.severities[severity].path
    return route.path or PathId(f"{_KIND}{route.id}{_AT}{severity}")


def path_of(policy: Policy, path: PathId | None) -> EscalationPath | None:
    """Find a path by its name; None where there is none of it."""
    kind = _kind(policy, path) if path else None
    if path is None:
        return None
    return _joined(policy, *kind, path) if kind else policy.paths.get(path)


def place_of(policy: Policy, path: PathId, step: int) -> str:
    """Say where in the model a step of a path stands, as `paths.climb.steps.1` or `routes.refund.then.0`."""
    kind = _kind(policy, path)
    return [place for place, _ in _placed(policy, *kind)][step] if kind else f"paths.{path}.steps.{step}"


def part_of(policy: Policy, path: PathId) -> str:
    """Say which part of the model a path is, or begins with."""
    kind = _kind(policy, path)
    return f"{_KIND}{kind[0].id}" if kind else f"paths.{path}"


def standing(incident: Incident, policy: Policy) -> int:
    """Say at which step of its path an incident stands, from 0; -1 before the first.

    After another severity or kind of problem that is where the new path names whoever was called last.
    """
    rung, path = incident.rung, path_of(policy, incident.path)
    if rung is None or path is None:
        return -1
    if rung.path == incident.path:
        return rung.step
    return named_in(path, rung.target, -1)


def named_in(path: EscalationPath, target: str, otherwise: int) -> int:
    """Find the last step of a path that calls a target."""
    return max((place for place, step in enumerate(path.steps) if target in map(str, step.page)), default=otherwise)


def _kind(policy: Policy, path: PathId) -> tuple[Route, SeverityId] | None:
    name, at, severity = path.removeprefix(_KIND).rpartition(_AT)
    route = policy.routes.get(RouteId(name)) if at and path.startswith(_KIND) else None
    return (route, SeverityId(severity)) if route else None


def _joined(policy: Policy, route: Route, severity: SeverityId, path: PathId) -> EscalationPath:
    base, steps = policy.path_of(severity), tuple(step for _, step in _placed(policy, route, severity))
    own = EscalationPath(id=path, name=route.name, steps=steps, source=route.source)
    return replace(own, triggers=base.triggers, end=base.end) if base else own


def _placed(policy: Policy, route: Route, severity: SeverityId) -> Iterator[tuple[str, Step]]:
    """List the steps of a kind of problem, each with its place.

    At a severity that pages by itself they climb beside the severity's own, so that neither delays or replaces the
    other; elsewhere people climb them alone.
    """
    base = policy.path_of(severity) if policy.pages(severity) else None
    beside, after = _steps_of(base, severity)
    seen: set[Source] = set()
    for own, other in zip_longest(_hops(route, [step for _, step in beside]), beside):
        place, sources = own or (other[0], ())
        page = tuple(s for s in dict.fromkeys((*sources, *(other[1].page if other else ()))) if s not in seen)
        seen.update(page)
        wait = next((step.wait for _, step in beside if step.wait and set(step.page) & set(page)), ())
        step = Step(page=page, wait=wait, automatic=base is not None)
        if page:
            yield place, step if other else _waiting(policy, route, step)
    yield from after


def _hops(route: Route, beside: Sequence[Step]) -> list[tuple[str, tuple[Source, ...]]]:
    """List who has this kind of problem one after the other, without those whom the severity calls by then anyway."""
    hops = [("owner", (route.owner,)), *((f"then.{n}", some) for n, some in enumerate(route.then))]
    called = [{source for step in beside[: place + 1] for source in step.page} for place in range(len(hops))]
    left = [
        (f"{_KIND}{route.id}.{name}", tuple(s for s in some if s not in called[n]))
        for n, (name, some) in enumerate(hops)
    ]
    return [hop for hop in left if hop[1]]


def _steps_of(
    path: EscalationPath | None, severity: SeverityId
) -> tuple[list[tuple[str, Step]], list[tuple[str, Step]]]:
    """Split a path's steps into those that this severity always takes, and those that depend on more."""
    placed = [(f"paths.{path.id}.steps.{n}", s) for n, s in enumerate(path.steps) if s.automatic] if path else []
    beside = [one for one in placed if not one[1].when or any(_only(severity, when) for when in one[1].when)]
    after = [one for one in placed if one not in beside and not all(when.is_about_severity for when in one[1].when)]
    return beside, after


def _only(severity: SeverityId, when: When) -> bool:
    return when.is_about_severity and (not when.severity or severity in when.severity)


def _waiting(policy: Policy, route: Route, step: Step) -> Step:
    """Give those without a response time of their own an even share of the time the whole route has."""
    teams = [policy.team(source.name) for source in step.page if isinstance(source, Target)]
    if (
        step.wait
        or route.within is None
        or not route.within.is_elapsed
        or any(team and team.response for team in teams)
    ):
        return step
    share = route.within.elapsed / (1 + len(route.then))
    return replace(step, wait=(Limit(within=Deadline(elapsed=share)),))
