"""Shifts: who has it now, what is open and owed, what is done before, in and after one."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.policy import ChecklistId, Policy
from bot.domain.rota.ahead import Turn
from bot.domain.rota.book import Book
from bot.domain.rota.events import DutyEntry, ShiftBegun
from bot.rendering.blocks import CHECKBOXES_LIMIT, Block, actions, checkboxes, option
from bot.rendering.drawn import Drawn
from bot.rendering.due import due_line, due_next
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, rich, spoken
from bot.rendering.names import commander, name, rotation_name, severity_name, status_name, target_name, title
from bot.rendering.text import span

TICK = "tick_shift"

_INCIDENTS = 10
_DUE = 3
_TURNS = 5

OpenOnes = Sequence[tuple[Incident, Policy]]


def told(person: str, entry: DutyEntry, begun: ShiftBegun, policy: Policy, book: Book, open_ones: OpenOnes) -> Drawn:
    """Tell whoever comes, goes or leads what the shift change means for them."""
    rotation = policy.rotations.get(begun.rotation)
    lists: list[ChecklistId | None] = []
    if person == begun.who:
        lists = [rotation.before_shift, rotation.during_shift] if rotation else []
    elif person == begun.before:
        lists = [rotation.after_shift] if rotation else []
    lines = [*_first(person, begun, policy), *_late(entry, begun)]
    if person in (begun.who, begun.before):
        lines += brief(open_ones)
    boxes = [_checklist(entry.seq, key, policy, book) for key in lists if key is not None]
    said = [*lines, *(one for words, _ in boxes for one in words)]
    return Drawn(spoken(*said), (rich(*lines), *(block for _, blocks in boxes for block in blocks)))


def posted(entry: DutyEntry, begun: ShiftBegun, policy: Policy) -> Drawn:
    """Tell a channel who has it now."""
    lines = [_now(begun, policy), *_late(entry, begun)]
    return Drawn(spoken(*lines), (rich(*lines),))


def brief(open_ones: OpenOnes) -> list[Line]:
    """Say what is open, who has command of it, what is owed by when and which call nobody answered."""
    if not open_ones:
        return [line("No incident is open, and nothing is owed.")]
    more = len(open_ones) - _INCIDENTS
    lines = [one for incident, policy in open_ones[:_INCIDENTS] for one in _open(incident, policy)]
    return [line(Strong(f"Open: {len(open_ones)}")), *lines, *([line(f"and {more} more.")] if more > 0 else [])]


def _open(incident: Incident, policy: Policy) -> list[Line]:
    state = f" ({severity_name(incident, policy)}, {status_name(incident, policy).lower()}): "
    rung = incident.rung
    silent = rung is not None and rung.acknowledged is None and incident.is_open
    unanswered = [
        line("  Unanswered: ", target_name(rung.target, policy), ", called at ", At(rung.paged_at), ".")
        for rung in ([rung] if rung and silent else [])
    ]
    return [
        line(name(incident), state, Theirs(title(incident)), ". IC: ", commander(incident), "."),
        *(line("  ", due_line(due), ".") for due in due_next(incident, policy)[:_DUE]),
        *unanswered,
    ]


def _first(person: str, begun: ShiftBegun, policy: Policy) -> list[Line]:
    rotation = Strong(rotation_name(begun.rotation, policy))
    busy = f"{begun.incidents} incidents" if begun.incidents != 1 else "1 incident"
    if person == begun.who:
        after = line(" after ", Person(begun.before)) if begun.before else ()
        return [line("You have ", rotation, " until ", At(begun.ends, "date_time"), after, ".")]
    if person == begun.before:
        over = line("Your shift in ", rotation, " is over: ", Person(begun.who), " has it since ")
        off = (
            [line(Strong("The next week is off for you: "), f"you were called in for {busy}.")]
            if begun.week_off
            else []
        )
        return [line(over, At(begun.starts, "date_time"), "."), *off]
    before = Person(begun.before) if begun.before else "Whoever was on call"
    return [
        line(before, " was called in for ", f"{busy} in a shift of ", rotation, " and should have the next week off.")
    ]


def _now(begun: ShiftBegun, policy: Policy) -> Line:
    after = line(", after ", Person(begun.before)) if begun.before else ()
    has = line(Person(begun.who), " has ", Strong(rotation_name(begun.rotation, policy)), " now")
    return line(has, after, ", until ", At(begun.ends, "date_time"), ".")


def _late(entry: DutyEntry, begun: ShiftBegun) -> list[Line]:
    late = begun.late
    if late is None:
        return []
    away = (
        line(": Conn was not running from ", At(late.gone_at), " to ", At(late.back_at))
        if late.gone_at and late.back_at
        else ()
    )
    return [
        line(
            "This was due at ",
            At(late.due_at, "date_time"),
            f" and comes {span(entry.at - late.due_at)} late",
            away,
            ".",
        )
    ]


def _checklist(shift: int, key: ChecklistId, policy: Policy, book: Book) -> tuple[list[Line], list[Block]]:
    """Draw a list with a box for each thing to do; in words, each with whether it is done."""
    found = policy.checklists.get(key)
    if found is None:
        return [], []
    done = book.ticked.get((shift, key), ())
    words = [
        line(Strong(f"{found.name}:")),
        *(line("Done: " if n in done else "To do: ", Theirs(item.do)) for n, item in enumerate(found.items)),
    ]
    blocks: list[Block] = [rich(words[0])]
    for first in range(0, len(found.items), CHECKBOXES_LIMIT):
        some = range(first, min(first + CHECKBOXES_LIMIT, len(found.items)))
        options = [option(found.items[n].do, f"{shift}/{key}/{n}") for n in some]
        ticked = [f"{shift}/{key}/{n}" for n in some if n in done]
        blocks.append(actions(checkboxes(f"{TICK}/{shift}/{key}/{first}", options, ticked=ticked)))
    return words, blocks


def as_read(open_ones: OpenOnes, since: datetime) -> Drawn:
    """Give the brief to whoever asks for it now."""
    lines = [line(Strong("Handoff brief"), ", as of ", At(since), "."), *brief(open_ones)]
    return Drawn(spoken(*lines), (rich(*lines),))


def turns_ahead(turns: Sequence[Turn], policy: Policy, now: datetime) -> list[Line]:
    """List somebody's own turns, the present one first."""
    more = len(turns) - _TURNS
    said = [_turn(turn, policy, now) for turn in turns[:_TURNS]]
    return [*said, *([line(f"and {more} more in the next weeks.")] if more > 0 else [])]


def _turn(turn: Turn, policy: Policy, now: datetime) -> Line:
    rotation = Strong(rotation_name(turn.rotation, policy))
    when = line(": now") if turn.starts <= now else line(": ", At(turn.starts, "date_time"))
    instead = " (you stand in)" if turn.stands_in else ""
    return line(rotation, when, " until ", At(turn.ends, "date_time"), f"{instead}.")
