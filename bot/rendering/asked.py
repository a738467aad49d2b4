"""How an answer out of the support model is laid out: what fits, else what comes near, else all there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.asking import Asked
from bot.domain.policy import Policy, Slot
from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Link, Strong, Theirs, line
from bot.rendering.replies import reply
from bot.rendering.text import listed, safe_url

T = TypeVar("T")

_SHOWN = 4
_LISTED = 40
_TEXT = 300


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """How one section of the model is shown: its key in the file, an example to type, one part, and all of them."""

    section: str
    example: str
    name: Callable[[T], str]
    one: Callable[[T], Sequence[Line]]
    every: Callable[[Sequence[T]], Sequence[Line]]


def answer(asked: Asked[T], page: Page[T], policy: Policy, *, also: Sequence[Line] = ()) -> Drawn:
    """Answer in a few lines; `also` is what other sections say to the same words."""
    every = page.every(asked.every[:_LISTED])
    if asked.meant or also:
        return reply(*_shown(asked.meant, page), *also)
    if not every:
        return reply(*_nothing_there(page.section, policy))
    if not asked.words:
        return reply(*every, line("For example: ", Strong(page.example), "."))
    if asked.near:
        return reply(line("The nearest to ", Theirs(asked.words, 60), ":"), *_shown(asked.near, page))
    return reply(line("Nothing here fits ", Theirs(asked.words, 60), ". Try another word, or one of these:"), *every)


def names(words: Sequence[str]) -> str:
    """Name several things of the model; the semicolons keep apart what has commas in it."""
    return "; ".join(words)


def text(words: str) -> Theirs:
    """Say what stands in the model, at most a few lines of it."""
    return Theirs(words, _TEXT)


def address(value: str | Slot) -> Line:
    """Say how to reach something: linked where it is a link; an open place with its owner."""
    if isinstance(value, Slot):
        return line("still open: ", text(value.text), " (", text(value.owner or "no owner"), ")")
    return line(Link(value) if safe_url(value) else text(value))


def _shown(parts: Sequence[T], page: Page[T]) -> list[Line]:
    lines = [said for part in parts[:_SHOWN] for said in page.one(part)]
    more = [page.name(part) for part in parts[_SHOWN:_LISTED]]
    return [*lines, *([line(f"Also: {listed(more)}.")] if more else [])]


def _nothing_there(section: str, policy: Policy) -> list[Line]:
    where = (policy.origin("name") or "its file").partition(":")[0]
    return [
        line("The support model ", text(policy.name), f" says nothing about {section}."),
        line("Whoever looks after it adds them under ", Strong(f"{section}:"), f" in {where}."),
    ]
