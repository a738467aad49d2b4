"""Why a message comes late: in few words, and only what is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rendering.lines import At, Line, line
from bot.rendering.text import span


class HeldUp(StrEnum):
    """What held a message up on its way to Slack, as the start of a sentence."""

    UNREACHABLE = "Slack was unreachable"
    RATE_LIMIT = "Slack's rate limit was reached"
    REFUSED = "Slack refused Conn access"


@dataclass(frozen=True)
class Delay:
    """How long a message waited to be sent; without `by` nobody knows for what."""

    length: timedelta
    by: HeldUp | None = None


def delayed(delay: Delay | None, due_at: datetime | None = None) -> Line | None:
    """Say that a message comes late, how late and why; None when it goes out in time."""
    if delay is None:
        return None
    subject = f"{delay.by}; this" if delay.by else "This"
    was_due = line(" was due at ", At(due_at), " and") if due_at else ()
    return line(subject, was_due, f" comes {span(delay.length)} late.")
