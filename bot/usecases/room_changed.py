"""Answer what people did to the place where incidents are run: archived, deleted, shared, made private, unpinned."""

from dataclasses import dataclass

from bot.domain import room_changes
from bot.domain.events import Exposure, Loss
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import CONN, ChannelId, IncidentId, MessageTs
from bot.domain.people import PersonId
from bot.usecases.deps import Deps
from store import inbox, incidents, surfaces
from store.database import Transaction
from store.record import record

CARD, PIN = Facet(kind=FacetKind.CARD), Facet(kind=FacetKind.PIN)


@dataclass(frozen=True, kw_only=True)
class LoseRoom:
    """A channel was archived or deleted, by somebody or by nobody knows whom; `delivery` names the event."""

    channel: ChannelId
    how: Loss
    delivery: str
    by: str = CONN


@dataclass(frozen=True, kw_only=True)
class ExposeRoom:
    """A channel was shared with another company, or made private; `delivery` names the event."""

    channel: ChannelId
    to: Exposure
    delivery: str


@dataclass(frozen=True, kw_only=True)
class Unpin:
    """A person took a message's pin away; `delivery` names the event."""

    channel: ChannelId
    message: MessageTs
    by: PersonId
    delivery: str


async def room_lost(request: LoseRoom, deps: Deps) -> None:
    """Run every open incident of this channel elsewhere."""
    async with deps.database.begin() as tx:
        for number in await _first(tx, request.channel, request.delivery):
            if (incident := await incidents.load(tx, number)) is not None:
                outcome = room_changes.lose(incident, how=request.how, by=request.by, at=tx.now)
                await record(tx, outcome, await deps.models.of(tx, incident))


async def room_exposed(request: ExposeRoom, deps: Deps) -> None:
    """Warn whoever is in command of each open incident of this channel."""
    async with deps.database.begin() as tx:
        for number in await _first(tx, request.channel, request.delivery):
            if (incident := await incidents.load(tx, number)) is not None:
                outcome = room_changes.expose(incident, to=request.to, at=tx.now)
                await record(tx, outcome, await deps.models.of(tx, incident))


async def unpinned(request: Unpin, deps: Deps) -> None:
    """Pin the card again the first time; nobody is fought over a pin."""
    async with deps.database.begin() as tx:
        incident = await incidents.in_channel(tx, request.channel)
        card = await surfaces.remote(tx, incident.id, CARD) if incident else None
        if incident is None or card is None or card.get("ts") != request.message:
            return
        outcome = room_changes.unpin(incident, by=request.by, at=tx.now)
        if not outcome.entries or await inbox.first(tx, request.delivery, "pin") is not None:
            return
        await record(tx, outcome, await deps.models.of(tx, incident))
        if outcome.incident.upkeep.unpinned == 1:
            await surfaces.dirty(tx, incident.id, PIN)
        else:
            await surfaces.override(tx, incident.id, PIN)


async def _first(tx: Transaction, channel: ChannelId, delivery: str) -> list[IncidentId]:
    """Name the open incidents run in a channel; none for a second copy of the event."""
    run_here = await incidents.run_in(tx, channel)
    return [] if not run_here or await inbox.first(tx, delivery, "room") is not None else run_here
