"""Who covers every hour of a year: gaps, people in two places at once, hours per person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations

from bot.domain.coverage import calendar_of, on_duty
from bot.domain.duty_limits import OverLimit, over_limits
from bot.domain.people import Directory, OnPaper
from bot.domain.policy import EscalationPath, HoursClass, Policy, SeverityId, Step, Target, TargetKind

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A time in which a tier or team is answered for by the same people, UTC; `why` says why by nobody.

    `open_yet` means that there may be somebody once a slot is filled, or that another tool knows.
    """

    team: str
    starts: datetime
    ends: datetime
    people: tuple[str, ...]
    hours: HoursClass
    why: str = ""
    open_yet: bool = False

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends - self.starts


@dataclass(frozen=True, kw_only=True)
class Unowned:
    """A time in which declaring at a severity reaches nobody, UTC."""

    severity: SeverityId
    starts: datetime
    ends: datetime
    open_yet: bool


@dataclass(frozen=True, kw_only=True)
class Doubled:
    """Somebody who is called by two tiers of one path at once, so that the second is no help; how long in the year."""

    person: str
    path: str
    teams: tuple[str, str]
    first: datetime
    hours: float


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A year of a model, in UTC."""

    starts: datetime
    ends: datetime
    stretches: dict[str, tuple[Stretch, ...]] = field(repr=False)
    unowned: tuple[Unowned, ...]
    doubled: tuple[Doubled, ...]
    load: dict[str, dict[HoursClass, float]]
    over_limits: tuple[OverLimit, ...]

    def gaps(self, *, open_yet: bool) -> tuple[Stretch, ...]:
        """List the stretches in which nobody answers: those waiting for a slot, or those that are so by the model."""
        every = (one for some in self.stretches.values() for one in some)
        return tuple(one for one in every if not one.people and one.open_yet is open_yet)


def cover(policy: Policy, year: int, directory: Directory | None = None) -> Coverage:
    """Walk a calendar year of the model's own zone, from change to change, holidays and clock changes included."""
    calendar = calendar_of(policy, policy.incident.hours)
    starts, ends = (datetime(y, 1, 1, tzinfo=calendar.zone).astimezone(UTC) for y in (year, year + 1))
    known = directory or OnPaper()
    stretches = {
        str(team): tuple(_joined(_walk(policy, team, starts, ends, known))) for team in (*policy.tiers, *policy.teams)
    }
    return Coverage(
        starts=starts,
        ends=ends,
        stretches=stretches,
        unowned=tuple(_unowned(policy, stretches, starts, ends)),
        doubled=tuple(_doubled(policy, stretches)),
        load=_load(stretches),
        over_limits=over_limits(policy, starts, ends),
    )


def _walk(policy: Policy, team: str, starts: datetime, ends: datetime, directory: Directory) -> Iterator[Stretch]:
    setting = policy.team(team)
    calendar = calendar_of(policy, setting.hours if setting else None)
    at = starts
    while at < ends:
        found = on_duty(policy, team, at, directory)
        until = min(m for m in (found.until, calendar.next_change(at), ends) if m is not None)
        yield Stretch(
            team=team,
            starts=at,
            ends=until,
            people=tuple(found.people),
            hours=calendar.hours_class(at),
            why="; ".join(f"{passed.name}: {passed.why}" for passed in found.passed_over),
            open_yet=any(passed.unknown for passed in found.passed_over),
        )
        at = until


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join neighbours that differ in nothing but their times."""
    before: Stretch | None = None
    for one in stretches:
        if before and (before.people, before.hours, before.why) == (one.people, one.hours, one.why):
            before = Stretch(**{**before.__dict__, "ends": one.ends})
            continue
        if before:
            yield before
        before = one
    if before:
        yield before


def _unowned(
    policy: Policy, stretches: dict[str, tuple[Stretch, ...]], starts: datetime, ends: datetime
) -> Iterator[Unowned]:
    for severity in policy.severities:
        path = policy.path_of(severity)
        if path is None or not policy.pages(severity):
            continue
        teams = _teams(path, severity)
        if None in teams:  # a person, a group or the declarer is always there
            continue
        gaps = [(starts, ends, False)]
        for team in teams:
            gaps = [cut for gap in gaps for cut in _cut(gap, stretches[team or ""])]
        yield from (Unowned(severity=severity, starts=a, ends=b, open_yet=yet) for a, b, yet in _runs(gaps))


def _teams(path: EscalationPath, severity: SeverityId) -> list[str | None]:
    steps = [s for s in path.steps if s.automatic and (not s.when or any(severity in when.severity for when in s.when))]
    return [name for step in steps for name in (*_tiers(step), *([None] if len(_tiers(step)) < len(step.page) else []))]


def _tiers(step: Step) -> list[str]:
    return [target.name for target in step.page if isinstance(target, Target) and target.kind is TargetKind.TIER]


def _cut(
    gap: tuple[datetime, datetime, bool], stretches: tuple[Stretch, ...]
) -> Iterator[tuple[datetime, datetime, bool]]:
    """Keep what of a gap lies where this team has nobody either."""
    for one in stretches:
        starts, ends = max(gap[0], one.starts), min(gap[1], one.ends)
        if starts < ends and not one.people:
            yield starts, ends, gap[2] or one.open_yet


def _runs(gaps: Iterable[tuple[datetime, datetime, bool]]) -> Iterator[tuple[datetime, datetime, bool]]:
    run: tuple[datetime, datetime, bool] | None = None
    for gap in sorted(gaps):
        if run and run[1] == gap[0] and run[2] == gap[2]:
            run = (run[0], gap[1], run[2])
            continue
        if run:
            yield run
        run = gap
    if run:
        yield run


def _doubled(policy: Policy, stretches: dict[str, tuple[Stretch, ...]]) -> Iterator[Doubled]:
    for path in policy.paths.values():
        steps = [_tiers(step) for step in path.steps]
        pairs = {(a, b) for one, other in combinations(steps, 2) for a in one for b in other if a != b}
        for pair in sorted(pairs):
            both: dict[str, list[tuple[datetime, timedelta]]] = defaultdict(list)
            for person, at, length in _together(stretches[pair[0]], stretches[pair[1]]):
                both[person].append((at, length))
            for person, times in both.items():
                total = sum((length for _, length in times), timedelta())
                yield Doubled(person=person, path=path.id, teams=pair, first=times[0][0], hours=round(total / _HOUR, 1))


def _together(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> Iterator[tuple[str, datetime, timedelta]]:
    place = 0
    for mine in one:
        while place < len(other) and other[place].ends <= mine.starts:
            place += 1
        for theirs in other[place:]:
            if theirs.starts >= mine.ends:
                break
            starts, ends = max(mine.starts, theirs.starts), min(mine.ends, theirs.ends)
            for person in sorted(set(mine.people) & set(theirs.people)):
                yield person, starts, ends - starts


def _load(stretches: dict[str, tuple[Stretch, ...]]) -> dict[str, dict[HoursClass, float]]:
    """Add up the hours of each person; an hour for two tiers counts twice, since two may call."""
    load: dict[str, dict[HoursClass, float]] = defaultdict(lambda: defaultdict(float))
    for some in stretches.values():
        for one in some:
            for person in one.people:
                load[person][one.hours] += one.length / _HOUR
    return {
        person: {hours: round(count, 1) for hours, count in counts.items()} for person, counts in sorted(load.items())
    }
