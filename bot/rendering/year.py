"""A year of a model, told: who covers it, where nobody does, who has how much; as text and as plain data."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.duty_limits import OverLimit
from bot.policy.coverage import Coverage, Stretch, Unowned
from bot.rendering.text import span

_SHOWN = 10


def text(found: Coverage, zone: ZoneInfo) -> str:
    """Say it in lines; of many gaps of one kind the first few, and how many more."""
    lines = [
        f"From {_moment(found.starts, zone)} to {_moment(found.ends, zone)}, {zone}.",
        "",
        "Severities that reach nobody:",
        *_some([_unowned(one, zone) for one in found.unowned]),
        "",
        "Gaps by the model (nobody answers, and none is to be filled in):",
        *_some(_gaps(found.gaps(open_yet=False), zone)),
        "",
        "Gaps until a place of the model is filled in:",
        *_some(_gaps(found.gaps(open_yet=True), zone)),
        "",
        "The same person in two tiers of one path:",
        *_some(
            [
                f"{one.person}: {one.teams[0]} and {one.teams[1]} on {one.path}, {one.hours:g} h, "
                f"first {_moment(one.first, zone)}"
                for one in found.doubled
            ]
        ),
        "",
        "Beyond the limits of a rotation:",
        *_some([_over(one, zone) for one in found.over_limits]),
        "",
        "Hours on duty:",
        *([_hours(person, hours) for person, hours in found.load.items()] or ["  none"]),
    ]
    return "\n".join(lines) + "\n"


def data(found: Coverage, zone: ZoneInfo) -> dict[str, Any]:
    """Give it as plain data, nothing left out; times are local, with their offset."""
    return {
        "zone": str(zone),
        "starts": _iso(found.starts, zone),
        "ends": _iso(found.ends, zone),
        "unowned": [
            {
                "severity": one.severity,
                "starts": _iso(one.starts, zone),
                "ends": _iso(one.ends, zone),
                "open_yet": one.open_yet,
            }
            for one in found.unowned
        ],
        "gaps": [
            {
                "team": one.team,
                "starts": _iso(one.starts, zone),
                "ends": _iso(one.ends, zone),
                "hours": one.hours.value,
                "why": one.why,
                "open_yet": one.open_yet,
            }
            for open_yet in (False, True)
            for one in found.gaps(open_yet=open_yet)
        ],
        "doubled": [
            {
                "person": one.person,
                "path": one.path,
                "teams": list(one.teams),
                "first": _iso(one.first, zone),
                "hours": one.hours,
            }
            for one in found.doubled
        ],
        "over_limits": [
            {
                "rotation": one.rotation,
                "person": one.person,
                "limit": one.exceeded.value,
                "asked": one.asked,
                "allowed": one.allowed,
                "starts": _iso(one.starts, zone),
                "ends": _iso(one.ends, zone),
            }
            for one in found.over_limits
        ],
        "load": {person: {kind.value: count for kind, count in hours.items()} for person, hours in found.load.items()},
    }


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _SHOWN
    shown = [f"  {line}" for line in lines[:_SHOWN]]
    return [*shown, f"  … and {more} more"] if more > 0 else shown or ["  none"]


def _gaps(gaps: Sequence[Stretch], zone: ZoneInfo) -> list[str]:
    """Put gaps of one team with one reason into one line each."""
    alike: dict[tuple[str, frozenset[str]], list[Stretch]] = {}
    for one in gaps:
        alike.setdefault((one.team, frozenset(one.why.split("; "))), []).append(one)
    return [
        f"{team}: {len(some)} times, {sum(one.length.total_seconds() for one in some) / 3600:g} h, "
        f"first {_moment(some[0].starts, zone)} ({'; '.join(sorted(why))})"
        for (team, why), some in alike.items()
    ]


def _unowned(one: Unowned, zone: ZoneInfo) -> str:
    yet = ", until a place of the model is filled in" if one.open_yet else ""
    when = f"{_moment(one.starts, zone)} to {_moment(one.ends, zone)}"
    return f"{one.severity}: {when} ({span(one.ends - one.starts)}{yet})"


def _over(one: OverLimit, zone: ZoneInfo) -> str:
    return (
        f"{one.rotation}: {one.person} has {one.asked:g}, {one.exceeded.value.replace('_', ' ')} is {one.allowed}, "
        f"{_moment(one.starts, zone)} to {_moment(one.ends, zone)}"
    )


def _hours(person: str, hours: Any) -> str:  # noqa: ANN401 - hours by class
    parts = ", ".join(f"{kind.value.replace('_', ' ')} {count:g}" for kind, count in hours.items())
    return f"  {person}: {sum(hours.values()):g} ({parts})"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M}"


def _iso(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
