"""Add a note to the timeline: typed, or a message that somebody marked."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.events import Origin
from bot.domain.outcome import Outcome, unchanged
from bot.usecases.deps import Deps, Where, located
from store import inbox
from store.record import record


@dataclass(frozen=True, kw_only=True)
class AddNote:
    """Somebody wants this kept; `delivery` names what brought it, so that the same message is kept once."""

    where: Where
    text: str
    delivery: str
    origin: Origin | None = None
    said_by: str = ""


async def add_note(request: AddNote, deps: Deps) -> Outcome:
    """Keep it in the timeline; a second mark on the same message changes nothing."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        if await inbox.first(tx, request.delivery, "note") is not None:
            return unchanged(incident)
        policy = await deps.models.of(tx, incident)
        outcome = changes.note(
            incident,
            text=request.text,
            by=request.where.by,
            at=tx.now,
            origin=request.origin,
            said_by=request.said_by,
        )
        await record(tx, outcome, policy)
    return outcome
