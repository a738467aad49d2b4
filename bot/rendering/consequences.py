"""What will happen, said before anybody presses."""

from bot.domain.consequences import Change, Consequences
from bot.domain.durations import Deadline, End
from bot.domain.policy import Clock, Policy, RoomKind, Start
from bot.rendering.lines import At, Line, Theirs, joined, line, people, written
from bot.rendering.names import called, owed, severity_label, step_name
from bot.rendering.text import listed, size, span

PREVIEW_LIMIT = 2000  # the small print that holds it takes 3000; nobody reads that much before pressing

_NAMED = 3

STARTS = {
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
        return line("reaches nobody to page" if policy.pages(found.severity.id) else "pages no one")
    who = joined([called(target, ids, policy) for target, ids in found.calls])
    if found.next_call is None or found.next_call_at is None:
        return line("pages ", who)
    return line("pages ", who, f", then {step_name(found.next_call, policy)} at ", At(found.next_call_at))


def _shows(found: Consequences) -> list[Line]:
    shown: list[Line] = [line("tells ", people(found.told))] if found.told else []
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
    names = list(dict.fromkeys(name for name, _ in found.passed_over))
    lines = [line(Theirs(name, 60)) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        lines.append(line(f"{len(names) - _NAMED} more"))
    return [line("cannot reach ", joined(lines))] if lines else []


def _due(found: Consequences) -> list[Line]:
    """Say when each audience first hears something; what follows after that is for the card."""
    due = {p.audience: line(f"{owed(p.audience)} due ", At(p.due_at)) for p in found.promises}
    for clock in found.later:
        due.setdefault(clock.audience, _later(clock))
    return [line("" if place else "first ", said) for place, said in enumerate(due.values())]


def _later(clock: Clock) -> Line:
    name, start = owed(clock.audience), STARTS[clock.starts]
    if clock.first == Deadline():
        return line(f"{name} due as soon as {start}")
    due = f"by {length(clock.first)}" if clock.first.end else length(clock.first)
    return line(f"{name} due {due} after {start}")


def change_preview(change: Change, policy: Policy) -> str:
    """Say in one sentence what another severity does, before anybody presses."""
    who = [called(target, ids, policy) for target, ids in change.calls]
    parts = [
        line("pages ", joined(who)) if who else line("pages nobody further"),
        *(line(f"{owed(p.audience)} due ", At(p.due_at)) for p in change.promises),
        *(line(f"no {owed(audience)} any more") for audience in change.dropped),
    ]
    return written(line(f"{change.severity.name} ", joined(parts))) + "."
