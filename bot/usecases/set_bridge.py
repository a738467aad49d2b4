"""Set the bridge: topic, card and bookmark follow."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class SetBridge:
    """Somebody opened another bridge."""

    where: Where
    url: str


async def set_bridge(request: SetBridge, deps: Deps) -> Outcome:
    """Use another bridge from now on."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = changes.set_bridge(incident, url=request.url, by=request.where.by, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
