"""Conn was away: what it says of that, once, when it is back."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.events import Missed, WasAway
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.timers import Timer


def noticed(incident: Incident, missed: Iterable[Timer], *, gone_at: datetime, at: datetime) -> Outcome:
    """Put on the record which clocks of an incident ran out while nobody was there to hear them."""
    clocks = tuple(Missed(kind=timer.kind, subject=timer.subject, due_at=timer.due_at) for timer in missed)
    return unchanged(incident).then(WasAway(gone_at=gone_at, back_at=at, missed=clocks), at=at)
