"""Who carries how much of a rotation: a line a person, then what is beyond the limits."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.policy import Policy, RotationLimits
from bot.domain.rota.load import Carried, Load
from bot.rendering.drawn import Drawn
from bot.rendering.duty_answers import over_limits
from bot.rendering.lines import At, Line, Person, Strong, line, reason, rich, spoken
from bot.rendering.names import rotation_name, still_open
from bot.rendering.text import listed, span

_ROTATIONS = 10
_PEOPLE = 20


def carried(loads: Sequence[Load], since: datetime, policy: Policy, command: str = "/oncall") -> Drawn:
    """Show each rotation, a block each; `since` (UTC) is from when on pages were counted."""
    more = loads[_ROTATIONS:]
    groups = [_one(load, policy) for load in loads[:_ROTATIONS]]
    groups.append([line("Pages and incidents are those since ", At(since, "date_time"), ".")])
    if more:
        example = Strong(f"{command} load {more[0].rotation.id}")
        groups.append([line(f"and {len(more)} more, each by its name: ", example, ".")])
    return Drawn(spoken(*(one for group in groups for one in group)), tuple(rich(*group) for group in groups))


def _one(load: Load, policy: Policy) -> list[Line]:
    name = Strong(rotation_name(load.rotation.id, policy))
    waits = [still_open(slot.text, slot.owner) for slot in load.waits_for]
    if not load.carried:
        return [line(name, ": nobody can say yet whose turn it is."), *waits]
    more = len(load.carried) - _PEOPLE
    return [
        line(name, ", this quarter until ", At(load.ends, "date_time"), ":"),
        *(_person(one) for one in load.carried[:_PEOPLE]),
        *([line(f"and {more} more, who carry less.")] if more > 0 else []),
        *waits,
        *_limits(load, policy),
    ]


def _person(one: Carried) -> Line:
    said = [_count(one.weeks, "week")]
    if one.in_a_row is not None and one.in_a_row > 1:
        said.append(f"{one.in_a_row:g} in a row")
    said.append(f"{_count(one.pages, 'page')} in {_count(one.incidents, 'incident')}" if one.pages else "no page")
    if one.covers_for_others:
        said.append(f"{span(one.covers_for_others)} for others")
    return line(Person(one.person), f": {', '.join(said)}.")


def _limits(load: Load, policy: Policy) -> list[Line]:
    limits = load.rotation.limits
    words = _allowed(limits) if limits else []
    if not limits or not words:
        return [line("The model sets no limit here.")]
    if not load.over:
        return [line(f"Nobody is beyond the limits: {listed(words)}.")]
    rebalance = [line("The model says: ", reason(limits.rebalance), ".")] if limits.rebalance else []
    return [*over_limits(load.over, policy), *rebalance]


def _allowed(limits: RotationLimits) -> list[str]:
    weeks, evenings, busy = limits.weeks_per_quarter, limits.consecutive_evening_weeks, limits.week_off_after_incidents
    return [
        *([f"at most {_count(weeks, 'week')} a quarter"] if weeks is not None else []),
        *([f"{_count(evenings, 'evening week')} in a row"] if evenings is not None else []),
        *([f"the next week off after more than {_count(busy, 'incident')}"] if busy is not None else []),
    ]


def _count(number: float, what: str) -> str:
    return f"{number:g} {what}" if number == 1 else f"{number:g} {what}s"
