"""What is said of phases: their lists with boxes to tick, their question with a button for each answer."""

from collections.abc import Iterator, Sequence

from bot.domain.events import (
    DecisionAsked,
    DecisionMade,
    DecisionOverdue,
    Entry,
    ItemsDue,
    ItemTicked,
    ItemUnticked,
    ListItem,
    OfPhases,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
)
from bot.domain.incident import ENDED, Incident
from bot.domain.running_phases import RunningPhase
from bot.rendering import buttons
from bot.rendering.blocks import Block, actions, checkboxes, option
from bot.rendering.lines import At, Line, Person, Strong, Theirs, joined, line, people, rich
from bot.rendering.names import short
from bot.rendering.text import span

TICK = "tick"
_BOXES = 10  # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
_LEFT_SHOWN = 5


def of_phases(entry: Entry, event: OfPhases, incident: Incident) -> Line:
    """Say what happened in a phase."""
    phase = incident.phase(event.phase)
    name = Strong(short(phase.terms.name if phase else event.phase))
    match event:
        case PhaseBegun(name=begun, ends_at=ends_at):
            until = line("; it should be over by ", At(ends_at)) if ends_at else ()
            return line("Phase ", Strong(short(begun)), " begins", until, ".")
        case PhaseOverrun(left=left, people=who):
            return line(people(who), ": ", name, " should be over by now.", _left(left, " Still to do: "))
        case PhaseEnded(left=left):
            return line(name, " is over.", _left(left, " Not done: "))
        case ItemTicked(do=do):
            return line(Person(entry.actor), " ticked: ", Theirs(do), ".")
        case ItemUnticked(do=do):
            return line(Person(entry.actor), " took back a tick: ", Theirs(do), ".")
        case ItemsDue(left=left):
            return line("Due in ", name, ":", _left(left, " "))
        case DecisionAsked(ask=ask, closes_at=closes_at, people=who):
            return line(people(who), ": ", Theirs(ask), " Answer by ", At(closes_at), ".")
        case DecisionOverdue(ask=ask):
            return line(name, " still waits for an answer: ", Theirs(ask))
        case DecisionMade(answer=answer, do=do):
            return line(Person(entry.actor), " decided: ", Strong(short(answer)), ". ", Theirs(do), ".")


def list_lines(entry: Entry, begun: PhaseBegun, incident: Incident) -> list[Line]:
    """Say that a phase begins, what to read and, in words, what is to be done in it."""
    phase = incident.phase(begun.phase)
    read = [line("Read: ", joined([line(Theirs(name)) for name in begun.runbooks]), ".")] if begun.runbooks else []
    return [of_phases(entry, begun, incident), *read, *([_progress(phase)] if phase and begun.items else [])]


def item_lines(phase: RunningPhase) -> list[Line]:
    """List everything to be done in a phase, for those who hear it instead of seeing boxes."""
    return [
        line("Done: " if item.key in phase.ticked else "To do: ", Theirs(item.do), _facts(item, phase))
        for item in phase.terms.items
    ]


def boxes(phase: RunningPhase, incident: Incident) -> list[Block]:
    """Draw the lists of a phase with a box for each thing to do, as long as anything can still be done."""
    if incident.status in ENDED:
        return []
    blocks: list[Block] = []
    for checklist, items in _by_list(phase):
        blocks.append(rich(line(Strong(short(checklist)))))
        for first in range(0, len(items), _BOXES):
            some = items[first : first + _BOXES]
            options = [_box(item, phase, incident) for item in some]
            wanted = [box["value"] for item, box in zip(some, options, strict=True) if item.key in phase.ticked]
            ticks = "".join("1" if item.key in phase.ticked else "0" for item in some)
            row = actions(checkboxes(f"{TICK}/{some[0].key}", options, ticked=wanted))
            # a new name makes Slack forget the boxes somebody ticked on their own screen
            blocks.append({**row, "block_id": f"{some[0].key}/{ticks}"})
    return blocks


def answers_row(phase: RunningPhase | None, incident: Incident) -> list[Block]:
    """Draw a button for each answer to a phase's question, as long as it can be answered."""
    question = phase.terms.question if phase else None
    if phase is None or question is None or not phase.waits_for_answer or not incident.is_open:
        return []
    return [buttons.decide(incident, phase.phase, place, when) for place, (when, _) in enumerate(question.choices)]


def answered(phase: RunningPhase | None) -> list[Line]:
    """Say how a phase's question was answered, or that it is asked no more; nothing while it waits."""
    question = phase.terms.question if phase else None
    if phase is None or question is None:
        return []
    if phase.chosen is not None:
        when, do = question.choices[phase.chosen]
        return [line("Decided: ", Strong(short(when)), ". ", Theirs(do), ".")]
    return [line("It was not answered; the work has moved on.")] if phase.is_over else []


def choices_lines(phase: RunningPhase | None) -> list[Line]:
    """Say what follows from each answer to a phase's question."""
    question = phase.terms.question if phase else None
    if phase is None or question is None or not phase.waits_for_answer:
        return []
    return [line(Strong(short(when)), ": ", Theirs(do), ".") for when, do in question.choices]


def phase_line(phase: RunningPhase) -> Line:
    """Say in a line which phase it is and how far its lists are."""
    until = line(", until ", At(phase.terms.ends_at)) if phase.terms.ends_at and not phase.is_overrun else ()
    overrun = ", which should be over" if phase.is_overrun else ""
    count = f", {_done(phase)}" if phase.terms.items else ""
    return line(short(phase.terms.name), until, f"{overrun}{count}")


def current(incident: Incident) -> list[RunningPhase]:
    """List the phases an incident is in."""
    return [phase for phase in incident.phases if not phase.is_over]


def _progress(phase: RunningPhase) -> Line:
    last = max(phase.ticked.values(), key=lambda tick: tick.at, default=None)
    by = line(", the last by ", Person(last.by), " at ", At(last.at)) if last else ()
    return line(_done(phase), by, ".")


def _done(phase: RunningPhase) -> str:
    return f"{len(phase.terms.items) - len(phase.left)} of {len(phase.terms.items)} done"


def _by_list(phase: RunningPhase) -> Iterator[tuple[str, list[ListItem]]]:
    for checklist in dict.fromkeys(item.checklist for item in phase.terms.items):
        yield checklist, [item for item in phase.terms.items if item.checklist == checklist]


def _box(item: ListItem, phase: RunningPhase, incident: Incident) -> Block:
    value = buttons.ButtonValue(incident=incident.id, guard=f"{phase.phase}/{item.key}").write()
    return option(item.do, value, _facts(item, phase).removeprefix(", "))


def _facts(item: ListItem, phase: RunningPhase) -> str:
    within = span(item.due_at - phase.begun_at) if item.due_at and not item.every else ""
    facts = (
        item.who,
        "required" if item.required else "",
        f"{item.times} times" if item.times else "",
        f"within {within}" if within else "",
        f"every {span(item.every)}" if item.every else "",
    )
    return "".join(f", {fact}" for fact in facts if fact)


def _left(left: Sequence[str], first: str) -> Line:
    if not left:
        return ()
    shown = [line(Theirs(do, 100)) for do in left[:_LEFT_SHOWN]]
    more = len(left) - _LEFT_SHOWN
    return line(first, joined([*shown, *([(f"{more} more",)] if more > 0 else [])]), ".")
