"""Escalation paths: those that reach nobody, at all or at some hour, and rules that do nothing."""

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.coverage import calendar_of, hours_class, reached
from bot.domain.people import OnPaper
from bot.domain.policy import EscalationPath, Policy, RotationId, Severity, Slot, Step, Target, TargetKind, Trigger
from bot.domain.policy.calendars import Calendar
from bot.domain.policy.tiers import Source
from bot.domain.policy.turns import covered
from bot.policy.checks.people import loops
from bot.policy.errors import Path

_MONDAY = date(2026, 1, 5)
_YEAR = 366
_PAPER = OnPaper()


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List the paths and rules that lead nowhere."""
    looped = loops(policy)
    for path in policy.paths.values():
        yield from _path(policy, path, looped)
        yield from _triggers(("paths", path.id, "triggers"), path.triggers)
    yield from _triggers(("triggers",), policy.triggers)
    for severity in policy.severities.values():
        yield from _unowned(policy, severity)


def _path(policy: Policy, path: EscalationPath, looped: Container[str]) -> Iterator[tuple[Path, str]]:
    here: Path = ("paths", path.id)
    if not any(step.page for step in path.steps):
        yield here, "this path pages nobody"
        return
    for place, step in enumerate(path.steps):
        if not step.page:
            yield (*here, "steps", place), "this step pages nobody"
        for number, source in enumerate(step.page):
            if str(source) not in looped and not any(_answers(policy, source, at) for at in _moments(policy, [source])):
                yield (*here, "steps", place, "page", number), f"`{source}` never leads to anybody"


def _triggers(here: Path, triggers: tuple[Trigger, ...]) -> Iterator[tuple[Path, str]]:
    for place, trigger in enumerate(triggers):
        if not (trigger.page or trigger.tell or trigger.post_in or trigger.do):
            yield (*here, place), "this rule does nothing: it has neither `page`, `tell`, `post_in` nor `do`"
        if not trigger.when:
            yield (*here, place, "when"), "this rule has no condition"


def _unowned(policy: Policy, severity: Severity) -> Iterator[tuple[Path, str]]:
    """Find an hour of the week, or a holiday, at which nobody on the path of a severity answers."""
    path = policy.path_of(severity.id)
    steps = [s for s in path.steps if s.automatic and s.page and _without_facts(s, severity)] if path else []
    sources = [source for step in steps for source in step.page]
    if path is None or not sources or not any(_calendars(policy, sources, frozenset())):
        return
    for at in _moments(policy, sources):
        if not any(_answers(policy, source, at) for source in sources):
            zone = next((calendar.zone for calendar in _calendars(policy, sources, frozenset())), UTC)
            moment = f"{at.astimezone(zone):%A %H:%M} {zone}{_kind(policy, sources, at)}"
            yield ("severities", severity.id, "path"), f"nobody on `{path.id}` answers on {moment}"
            return


def _without_facts(step: Step, severity: Severity) -> bool:
    """Whether a step is called for this severity whatever else is known."""
    return not step.when or any(when.is_about_severity and severity.id in when.severity for when in step.when)


def _answers(policy: Policy, source: Source, at: datetime) -> bool:
    found = reached(policy, source, at, _PAPER)
    return bool(found.people) or any(passed.unknown for passed in found.passed_over)


def _moments(policy: Policy, sources: list[Source]) -> list[datetime]:
    """List moments that stand for all hours there are: each edge of one week, and a holiday of each calendar."""
    moments = {datetime.combine(_MONDAY, time(12), UTC)}
    for calendar in _calendars(policy, sources, frozenset()):
        days = [_MONDAY + timedelta(days=ahead) for ahead in range(8)]
        moments.update(edge for day in days for span in calendar.spans(day) for edge in span)
        moments.update(calendar.moment(day, time.min) for day in days)
        if calendar.has_days_off:
            moments.update(_holiday(calendar))
    return sorted(moments)


def _holiday(calendar: Calendar) -> list[datetime]:
    days = (_MONDAY + timedelta(days=ahead) for ahead in range(_YEAR))
    return [calendar.moment(day, time(12)) for day in days if calendar.is_day_off(day)][:1]


def _calendars(policy: Policy, sources: list[Source], seen: frozenset[str]) -> Iterator[Calendar]:
    for source in sources:
        if isinstance(source, Slot) or str(source) in seen:
            continue
        if source.kind is TargetKind.ROTATION and (covers := covered(policy.rotations[RotationId(source.name)])):
            yield covers
        team = policy.team(source.name) if source.kind is TargetKind.TIER else None
        if team is not None:
            if team.answers or team.who_by_hours:
                yield calendar_of(policy, team.hours)
            inner = [*team.who, *(one for some in team.who_by_hours.values() for one in some)]
            yield from _calendars(policy, inner, seen | {str(source)})


def _kind(policy: Policy, sources: list[Source], at: datetime) -> str:
    teams = [s.name for s in sources if isinstance(s, Target) and s.kind is TargetKind.TIER]
    return f" ({hours_class(policy, teams[0], at)})" if teams else ""
