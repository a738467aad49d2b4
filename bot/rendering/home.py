"""App Home: what is open and due next, what the reader owes, what the installation still waits for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.incident import Incident
from bot.domain.owing import AnswerAsk, AnswerOffer, AnswerPage, GiveWord, HandOver, Owing
from bot.domain.policy import OpenSlot, Policy
from bot.rendering import buttons
from bot.rendering.asks import ask_line
from bot.rendering.blocks import Block, View, actions, button, context, divider, header
from bot.rendering.drawn import Drawn
from bot.rendering.due import due_line, due_next
from bot.rendering.lines import At, Line, Strong, Theirs, line, rich
from bot.rendering.names import (
    called,
    capital,
    commander,
    name,
    owed,
    severity_name,
    status_name,
    still_open,
    title,
    where,
)
from bot.rendering.replies import reply
from bot.rendering.text import span, when

REFRESH = "refresh_home"

_INCIDENTS = 20
_OWED = 15
_NAMED = 10


def home_view(
    *,
    now: datetime,
    open_ones: Sequence[tuple[Incident, Policy]],
    owed: Sequence[tuple[Incident, Policy, Owing]],
    to_do: Sequence[Line],
    turns: Sequence[Line] = (),
) -> View:
    """Draw somebody's first page; within Slack's 100 blocks however much is going on."""
    blocks = [
        *_owed_by_reader(owed, now),
        *_open(open_ones),
        *([header("My shifts"), rich(*turns)] if turns else []),
        *_to_do(to_do),
        divider(),
        actions(buttons.open_declare(), button("Refresh", REFRESH)),
        context(f"As of {when(now)}. This page is drawn when it is opened, and after what you do."),
    ]
    return {"type": "home", "blocks": blocks}


def home_of_an_outsider() -> View:
    """Draw the page of a guest, which shows nothing of what goes on."""
    return {"type": "home", "blocks": [rich(line("Conn is for full members of this workspace."))]}


def left_to_do(*, slots: Sequence[OpenSlot], strangers: Sequence[str], channels: Sequence[str]) -> list[Line]:
    """Say what an operator has still to do, a line each, whatever leads to nobody being reached first."""
    return [
        *_cut([line("Nobody in Slack answers to ", Theirs(name, 80), ".") for name in strangers]),
        *_cut([line("There is no channel ", Theirs(f"#{name}", 81), " that Conn can see.") for name in channels]),
        *_cut([still_open(slot.text, slot.owner) for slot in slots]),
    ]


def greeting(model: str, to_do: Sequence[Line], command: str = "/incident") -> Drawn:
    """Welcome whoever set Conn up, and say what is left to do; it is said once."""
    first = line(Strong("Conn is here"), " and runs the support model ", Theirs(model, 100), ".")
    left = line(Strong("What is left to do:")) if to_do else line("Nothing is left to do.")
    try_it = line(
        "To try it: ", Strong(f"{command} declare"), " opens the form; what follows is said before you press."
    )
    return reply(first, left, *to_do, try_it, line("My Home shows this list, always as it is now."))


def _owed_by_reader(found: Sequence[tuple[Incident, Policy, Owing]], now: datetime) -> list[Block]:
    blocks = [header("What you owe")]
    if not found:
        return [*blocks, rich(line("Nothing. Nobody waits for you."))]
    for incident, policy, owing in found[:_OWED]:
        words, row = _owing(incident, policy, owing, now)
        blocks += [rich(words), actions(*row)]
    if len(found) > _OWED:
        blocks.append(rich(line(f"and {len(found) - _OWED} more.")))
    return blocks


def _owing(incident: Incident, policy: Policy, owing: Owing, now: datetime) -> tuple[Line, list[Block]]:
    of = line(" ", name(incident), " (", severity_name(incident, policy), "): ", Theirs(title(incident)))
    match owing:
        case AnswerPage(rung=rung):
            as_whom = line("You are called to", of, ". ", called(rung.target, rung.people, policy), " since ")
            return line(as_whom, At(rung.paged_at), "."), [buttons.acknowledge(incident, rung.number)]
        case AnswerOffer():
            return line("You are asked to take command of", of, "."), [buttons.take_command(incident, primary=True)]
        case AnswerAsk(ask=ask):
            return line(ask_line(ask), ", for", of, "."), buttons.of_ask(incident.id, ask)
        case HandOver():
            return line("Time to hand over command of", of, "."), buttons.handoff(incident, policy)
        case GiveWord(promise=promise):
            late = now - promise.due_at
            was = f" was due {span(late)} ago, at " if late >= timedelta(minutes=1) else " is due by "
            said = line(Strong(capital(owed(promise.audience))), was, At(promise.due_at), " for", of, ".")
            return said, [buttons.post_update(incident, promise, primary=late > timedelta(0))]


def _open(found: Sequence[tuple[Incident, Policy]]) -> list[Block]:
    blocks = [header(f"Open incidents: {len(found)}" if found else "Open incidents")]
    if not found:
        return [*blocks, rich(line("There is no open incident."))]
    blocks += [rich(*_one(incident, policy)) for incident, policy in found[:_INCIDENTS]]
    if len(found) > _INCIDENTS:
        blocks.append(rich(line(f"and {len(found) - _INCIDENTS} more, less bad.")))
    return blocks


def _one(incident: Incident, policy: Policy) -> list[Line]:
    here = where(incident)
    state = f" {severity_name(incident, policy)}, {status_name(incident, policy).lower()}: "
    first = line(name(incident), state, Theirs(title(incident)))
    following = next(iter(due_next(incident, policy)), None)
    return [
        first,
        line("IC: ", commander(incident), *((". ", *here) if here else ()), "."),
        *([line("Next: ", due_line(following), ".")] if following else []),
    ]


def _to_do(lines: Sequence[Line]) -> list[Block]:
    return [header("Still to do before Conn is complete"), rich(*lines)] if lines else []


def _cut(lines: list[Line]) -> list[Line]:
    more = len(lines) - _NAMED
    return [*lines[:_NAMED], line(f"and {more} more like it.")] if more > 0 else lines
