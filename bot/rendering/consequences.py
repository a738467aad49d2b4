"""What will happen, said before anybody presses."""

from bot.domain.consequences import Consequences
from bot.domain.durations import Deadline, End
from bot.domain.policy import Clock, Policy, RoomKind, Start
from bot.rendering.lines import At, Line, Theirs, joined, line, people, reason, written
from bot.rendering.names import owed, severity_label, target_name
from bot.rendering.text import listed, size, span

PREVIEW_LIMIT = 2000  # the small print that holds it takes 3000; nobody reads that much before pressing

_STARTS = {
    Start.DECLARED: "it is declared",
    Start.ACKNOWLEDGED: "somebody acknowledges",
    Start.IDENTIFIED: "the cause is identified",
    Start.MITIGATED: "it is mitigated",
    Start.MONITORING: "monitoring begins",
    Start.RESOLVED: "it is resolved",
    Start.CLOSED: "it is closed",
}


def preview(found: Consequences, policy: Policy) -> str:
    """Say in one sentence who is called, where it shows, and what is owed by when."""
    doings = line(f"{severity_label(found.severity)} ", joined([_calls(found, policy), *_shows(found)]))
    said = written(doings)
    for part in (*_skipped(found), *_due(found)):
        longer = f"{said}; {written(part)}"
        if size(longer) >= PREVIEW_LIMIT:
            break
        said = longer
    return f"{said}."


def length(deadline: Deadline) -> str:
    """Write a length of time that may be counted in business time or end with the day."""
    if deadline.end:
        return "the end of the shift" if deadline.end is End.SHIFT else "the end of the day"
    parts = [
        *_counted(deadline.business_days, "business day"),
        *_counted(deadline.business_hours, "business hour"),
        *([span(deadline.elapsed)] if deadline.elapsed or deadline.is_elapsed else []),
    ]
    return listed(parts)


def _counted(count: int, unit: str) -> list[str]:
    return [f"{count} {unit}{'' if count == 1 else 's'}"] if count else []


def _calls(found: Consequences, policy: Policy) -> Line:
    if not found.calls:
        return line("pages no one")
    called = [line(f"{target_name(target, policy)} (", people(who), ")") for target, who in found.calls]
    following = (
        line(f" (then {found.next_call} at ", At(found.next_call_at), ")")
        if found.next_call and found.next_call_at
        else ()
    )
    return line("pages ", joined(called), following)


def _shows(found: Consequences) -> list[Line]:
    shown: list[Line] = []
    if found.announce:
        shown.append(line(f"posts in {listed(found.announce)}"))
    match found.room:
        case RoomKind.OWN:
            shown.append(line("opens a channel and the bridge" if found.bridge else "opens a channel"))
        case RoomKind.THREAD:
            shown.append(line(f"opens a thread in {found.room_channel or 'its channel'}"))
        case RoomKind.NONE:
            shown.append(line("is only logged"))
    return shown


def _skipped(found: Consequences) -> list[Line]:
    passed = [line(Theirs(name, 60), " is passed over (", reason(why), ")") for name, why in found.passed_over]
    return [joined(passed)] if passed else []


def _due(found: Consequences) -> list[Line]:
    running = [line(f"first {owed(p.audience)} due ", At(p.due_at)) for p in found.promises]
    return [*running, *(_later(clock) for clock in found.later)]


def _later(clock: Clock) -> Line:
    name, start = owed(clock.audience), _STARTS[clock.starts]
    if clock.first.end:
        return line(f"first {name} due by {length(clock.first)} after {start}")
    return line(f"first {name} due {length(clock.first)} after {start}")
