"""What an examination finds: fine, worth knowing, or wrong, each with what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something is: `open` limits what Conn can do, `wrong` stops it."""

    FINE = "ok"
    OPEN = "open"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at, how it is, and what a person does about it."""

    state: State
    what: str
    mend: str = ""


def fine(what: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(state=State.FINE, what=what)


def still_open(what: str, mend: str) -> Finding:
    """Say that something is missing without which Conn runs, but does less."""
    return Finding(state=State.OPEN, what=what, mend=mend)


def wrong(what: str, mend: str) -> Finding:
    """Say that something has to be mended before Conn can be relied on."""
    return Finding(state=State.WRONG, what=what, mend=mend)
