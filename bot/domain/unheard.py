"""A call that the pager took and nobody answers: perhaps no phone rings, and whoever is in command has to know."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.events import Late, PhoneUnheard
from bot.domain.incident import Incident, Rung
from bot.domain.outcome import Outcome, unchanged
from bot.domain.phones import Phone

UNHEARD_AFTER = timedelta(minutes=5)
"""How long a phone may ring before somebody is told that it perhaps does not: the pager says nothing of that itself."""


def waiting(incident: Incident) -> Iterator[tuple[Phone, datetime]]:
    """Name the phones that should be ringing, each with when somebody is told of its silence (UTC).

    Nobody is where the next step comes first: that is said anyway.
    """
    for phone in incident.phones if incident.is_open and not incident.stood_down else ():
        rung = _waits(incident, phone)
        if rung is not None and phone.taken_at is not None and not phone.unheard:
            at = phone.taken_at + UNHEARD_AFTER
            if rung.next_at is None or rung.next_at > at:
                yield phone, at


def come_due(incident: Incident, *, target: str, late: Late | None, at: datetime) -> Outcome:
    """Tell whoever is in command; changes nothing when somebody answered, or the next one was called."""
    due = next((phone for phone, due_at in waiting(incident) if phone.target == target and due_at <= at), None)
    if due is None or due.taken_at is None:
        return unchanged(incident)
    told = PhoneUnheard(rung=due.rung, target=target, people=(incident.acting,), waited=at - due.taken_at, late=late)
    return unchanged(incident).then(told, at=at)


def _waits(incident: Incident, phone: Phone) -> Rung | None:
    """Find the call that a phone rings for, while it waits for an answer and nobody was called after it."""
    counts = (rung for rung in incident.ladder if rung.beside or rung is incident.rung)
    rung = next((rung for rung in counts if rung.number == phone.rung), None)
    return None if rung is None or rung.acknowledged or phone.answered or phone.silent else rung
