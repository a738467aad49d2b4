"""Read what is open for whoever has neither Slack nor Conn: which incidents, and how each stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.events import Entry
from bot.domain.ids import IncidentId
from bot.domain.people import PersonId
from bot.usecases.deps import Deps, may_see
from bot.usecases.look import Look
from store import incidents


@dataclass(frozen=True, kw_only=True)
class Standing(Look):
    """One incident with the end of its log."""

    latest: Sequence[Entry]


async def open_to(person: PersonId, deps: Deps) -> list[Look]:
    """List the open incidents that somebody may know of, worst first, each with its model."""
    async with deps.database.read() as tx:
        found = [incident for incident in await incidents.open_ones(tx) if may_see(incident, person)]
        return [Look(incident=one, policy=await deps.models.of(tx, one), now=tx.now) for one in found]


async def standings(deps: Deps) -> dict[IncidentId, int]:
    """Say which incidents are open or owe word, worst first, each with its version; private ones are left out."""
    async with deps.database.read() as tx:
        return await incidents.versions(tx)


async def standing(incident: IncidentId, deps: Deps, entries: int) -> Standing | None:
    """Read one of them with so many of its last entries; None when it is no more."""
    async with deps.database.read() as tx:
        found = await incidents.load(tx, incident)
        if found is None:
            return None
        policy = await deps.models.of(tx, found)
        latest = await incidents.latest(tx, incident, entries)
        return Standing(incident=found, policy=policy, now=tx.now, latest=latest)
