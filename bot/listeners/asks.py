"""What people type and press about asks."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.domain.asks import EXAMPLE, AskAnswer, answerable
from bot.domain.durations import Deadline, DurationError
from bot.domain.errors import BadField
from bot.domain.outcome import Outcome
from bot.listeners.desk import Console, Desk
from bot.listeners.payloads import Payload, Pressed, Typed, of_form, unescaped
from bot.listeners.replies import Answer, open_form
from bot.rendering import asks as drawing
from bot.rendering.ask_form import answer_form, read_answer
from bot.usecases.ask import (
    AnswerAsk,
    AskFor,
    AskPressed,
    accept_ask,
    answer_ask,
    ask_for,
    decline_ask,
    drop_ask,
)
from bot.usecases.deps import Deps
from bot.usecases.look import look

UseCase = Callable[[AskPressed, Deps], Awaitable[Outcome]]

_LENGTH = re.compile(r"(\d+\s*(bd|bh|s|m|h|d|w)[a-z]*)+|end_of_(shift|day)")


async def ask(desk: Console, said: Typed) -> Answer:
    """Ask somebody for something; the time comes before the words, or is the model's."""
    if said.person is None:
        raise BadField(field="Ask", why=f"Say whom you ask, somebody else than yourself: {EXAMPLE}")
    length, what = _timed(unescaped(said.without_person))
    outcome = await ask_for(AskFor(where=said.where, to=said.person, what=what, length=length), desk.deps)
    return drawing.asked(outcome.incident)


async def asks(desk: Console, said: Typed) -> Answer:
    """List what was asked of whom."""
    seen = await look(said.where, desk.deps)
    return drawing.all_asks(seen.incident, desk.incident_command)


async def blocked(desk: Desk, press: Pressed) -> Answer:
    """Ask what is in the way."""
    return await _open(desk, press, AskAnswer.BLOCKED)


async def noted(desk: Desk, press: Pressed) -> Answer:
    """Ask how it stands, with a note."""
    return await _open(desk, press, AskAnswer.DONE)


async def done(desk: Desk, press: Pressed) -> Answer:
    """Say that it is done, in one press."""
    return await _answered(desk, press, AskAnswer.DONE)


async def more(desk: Desk, press: Pressed) -> Answer:
    """Take more time."""
    return await _answered(desk, press, AskAnswer.MORE)


async def answer_sent(desk: Desk, body: Payload) -> dict[str, Any]:
    """Say how it stands, with what was written."""
    fields = read_answer(body["view"])
    where = of_form(body, fields.incident)
    await answer_ask(AnswerAsk(where=where, n=fields.n, how=fields.how, note=fields.note), desk.deps)
    return {}


def _pressing(use_case: UseCase) -> Callable[[Desk, Pressed], Awaitable[Answer]]:
    async def pressed(desk: Desk, press: Pressed) -> Answer:
        await use_case(AskPressed(where=press.where, n=int(press.value.guard)), desk.deps)
        return None

    return pressed


accept, decline, drop = (_pressing(one) for one in (accept_ask, decline_ask, drop_ask))


async def _answered(desk: Desk, press: Pressed, how: AskAnswer) -> Answer:
    await answer_ask(AnswerAsk(where=press.where, n=int(press.value.guard), how=how), desk.deps)
    return None


async def _open(desk: Desk, press: Pressed, chosen: AskAnswer) -> Answer:
    seen, n = await look(press.where, desk.deps), int(press.value.guard)
    found = answerable(seen.incident, n)
    return await open_form(desk, press.trigger, answer_form(seen.incident, found, chosen))


def _timed(words: str) -> tuple[timedelta | None, str]:
    """Take the length from before the words; what only looks like one is refused rather than read as words."""
    first, _, rest = words.partition(" ")
    if not _LENGTH.fullmatch(first.lower()):
        return None, words
    try:
        deadline = Deadline.parse(first.lower())
    except DurationError as wrong:
        raise BadField(field="Time", why=str(wrong)) from wrong
    if not deadline.is_elapsed:
        raise BadField(field="Time", why="An ask is counted in minutes and hours, such as 5m or 1h")
    return deadline.elapsed, rest
