"""Add a note to the timeline: typed, or a message that somebody marked."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import changes
from bot.domain.events import NoteKind, Origin
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class AddNote:
    """Somebody wants this kept: their own words, or the message `origin`; without a `kind` the words say which."""

    where: Where
    text: str
    kind: NoteKind | None = None
    origin: Origin | None = None
    said_by: str = ""


async def add_note(request: AddNote, deps: Deps) -> Outcome:
    """Keep it in the timeline; a second mark on the same message changes nothing."""

    def decide(incident: Incident, _policy: Policy, now: datetime) -> Outcome:
        return changes.note(
            incident,
            text=request.text,
            by=request.where.by,
            at=now,
            kind=request.kind,
            origin=request.origin,
            said_by=request.said_by,
        )

    return await decided(deps, request.where, decide)
