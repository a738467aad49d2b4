"""Which of two calls goes first when Slack lets only one through."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import NamedTuple


class Importance(IntEnum):
    """How much depends on a call; a person who waits for an answer and a new room come right after pages."""

    PAGE = 0
    ANSWER = 1
    ROOM = 2
    UPKEEP = 3
    HOUSEKEEPING = 4


class Priority(NamedTuple):
    """Compares as less what goes first: by importance, then the worst severity, then the oldest incident.

    `work` names what is delivered, so that it is known again when it comes back; empty for what never does.
    """

    importance: Importance
    rank: int = 0
    incident: int = 0
    work: str = ""


WAITED_FOR = Priority(Importance.ANSWER)

PRIORITY: ContextVar[Priority] = ContextVar("priority", default=WAITED_FOR)
"""Of the task at hand; who says nothing has a person waiting."""


@contextmanager
def housekeeping() -> Iterator[None]:
    """Let everything else go before the calls made in here."""
    before = PRIORITY.set(Priority(Importance.HOUSEKEEPING))
    try:
        yield
    finally:
        PRIORITY.reset(before)
