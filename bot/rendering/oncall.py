"""Who is on call: every tier in two or three lines, or one with its next handoffs."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeGuard

from bot.domain.durations import Deadline
from bot.domain.duty import Change, Duty, Promise
from bot.domain.people import PersonId
from bot.domain.policy import HoursClass, Policy, RotationId, Slot, Target, TargetKind, Tier
from bot.domain.policy.tiers import Source
from bot.rendering.consequences import length
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Strong, Theirs, line, people, reason, rich, spoken
from bot.rendering.names import standing_in, still_open, target_name
from bot.rendering.replies import reply
from bot.rendering.text import listed

_TEAMS = 30
_PASSED_OVER = 5
_HOURS = {
    HoursClass.BUSINESS: "Business hours",
    HoursClass.AFTER_HOURS: "After hours",
    HoursClass.WEEKEND: "Weekend",
    HoursClass.HOLIDAY: "Public holiday",
    HoursClass.UNKNOWN: "Hours not known yet",
}


def everybody_on_call(duties: Sequence[Duty], policy: Policy, command: str = "/oncall") -> Drawn:
    """List every tier and team, a block each."""
    if not duties:
        return reply(line("The model ", Theirs(policy.name, 100), " has no tier and no team."))
    more = len(duties) - _TEAMS
    example = next((duty for duty in duties if duty.changes), duties[-1])
    groups = [
        *(_summary(duty, policy) for duty in duties[:_TEAMS]),
        *([[line(f"and {more} more, each by its name.")]] if more > 0 else []),
        [line("One of them with its next handoffs: ", Strong(f"{command} {example.team.id}"), ".")],
    ]
    return Drawn(spoken(*(one for group in groups for one in group)), tuple(rich(*group) for group in groups))


def one_on_call(duty: Duty, policy: Policy) -> Drawn:
    """Show one tier or team with its next handoffs, and by which rule its people were found."""
    origin = policy.origin(f"{policy.section_of(duty.team.id)}.{duty.team.id}")
    handoffs = [line(At(one.at, "date_time"), ": ", _who(one.people)) for one in duty.changes]
    return reply(
        *_summary(duty, policy),
        *([line("Next handoffs:"), *handoffs] if handoffs else []),
        *_turns(duty, policy),
        line("Rule: ", reason(duty.rule), f", {origin}." if origin else "."),
    )


def _turns(duty: Duty, policy: Policy) -> list[Line]:
    """Say of whoever has the turn at which level they are and how they are reached, where the model says it."""
    named = [policy.rotations[RotationId(s.name)] for s in duty.team.who if _is_rotation(s)]
    levels = dict.fromkeys(str(rotation.level) for rotation in named if rotation.level)
    ways = dict.fromkeys(way for rotation in named for way in rotation.reached_by)
    return [
        *([line("On-call level: ", listed(list(levels)), ".")] if levels else []),
        *([line("Reached by: ", Theirs(listed(list(ways)), 200), ".")] if ways else []),
    ]


def _is_rotation(source: Source) -> TypeGuard[Target]:
    return isinstance(source, Target) and source.kind is TargetKind.ROTATION


def _summary(duty: Duty, policy: Policy) -> list[Line]:
    name = Strong(target_name(duty.team.id, policy))
    if isinstance(duty.team, Tier) and duty.team.self_service:
        return [line(name, ": documentation, nobody is called.")]
    return [
        line(name, ": ", _who(duty.people), *(_then(duty.changes) or _yet(duty)), "."),
        *(standing_in(one) for one in duty.stands_in),
        line(_hours(duty), "."),
        *_left_open(duty),
    ]


def _then(changes: Sequence[Change]) -> list[Line]:
    """Say until when that holds and who is next, across a time in which nobody is on call."""
    if not changes:
        return []
    first, *further = changes
    if first.people or not further:
        return [_until(first.at, first.people)]
    return [_until(first.at, ()), _until(further[0].at, further[0].people)]


def _yet(duty: Duty) -> tuple[str, ...]:
    return (" yet",) if not duty.people and any(passed.slot for passed in duty.passed_over) else ()


def _until(moment: datetime, then: tuple[PersonId, ...]) -> Line:
    return line(" until ", At(moment, "date_time"), ", then ", _who(then))


def _who(ids: tuple[PersonId, ...]) -> Line:
    return people(ids) if ids else line("nobody")


def _hours(duty: Duty) -> str:
    always = duty.always_open and duty.hours is HoursClass.BUSINESS
    hours = "Round the clock" if always else _HOURS[duty.hours]
    if not duty.team.answers_in(duty.hours):
        return f"{hours}, when it does not answer"
    service = f"{hours}, reduced service" if duty.reduced else hours
    differ = len(duty.promises) > 1
    promised = [words for one in duty.promises if (words := _promise(one, differ=differ))]
    return f"{service}: answers {listed(promised)}" if promised else service


def _promise(promise: Promise, *, differ: bool) -> str:
    """Say within what time, and at which severities where that matters; nothing while the model leaves it open."""
    limit = promise.limit
    if isinstance(limit.within, Slot):
        return ""
    most = f" ({length(limit.maximum)} at most)" if limit.maximum else ""
    at_some = f"{listed(promise.severities)} " if differ or limit.severities else ""
    return f"{at_some}{_time(limit.within)}{most}"


def _time(within: Deadline) -> str:
    if within == Deadline():
        return "at once"
    return f"{'by' if within.end else 'within'} {length(within)}"


def _left_open(duty: Duty) -> list[Line]:
    """Say what the model leaves open here, and who is named and not reached; a team that is closed names itself."""
    limits = [promise.limit.within for promise in duty.promises]
    slots = [*(passed.slot for passed in duty.passed_over), *limits]
    by_owner: dict[str, list[str]] = {}
    for slot in dict.fromkeys(slots):
        if isinstance(slot, Slot):
            by_owner.setdefault(slot.owner, []).append(slot.text)
    missed = [one for one in duty.passed_over if one.slot is None and one.name != duty.team.name]
    return [
        *(still_open(listed(texts), owner) for owner, texts in by_owner.items()),
        *(line("Not reached: ", Theirs(one.name, 80), ", ", reason(one.why), ".") for one in missed[:_PASSED_OVER]),
    ]
