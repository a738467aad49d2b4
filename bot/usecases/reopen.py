"""Cancel what was no incident, reopen what was not over."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """Somebody says that it was no incident."""

    where: Where
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Reopen:
    """Somebody says that it is not over."""

    where: Where
    why: str = ""


async def cancel(request: Cancel, deps: Deps) -> Outcome:
    """Stop everything; it stays on the record as cancelled."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = changes.cancel(incident, why=request.why, by=request.where.by, at=tx.now)
        await record(tx, outcome, policy)
    return outcome


async def reopen(request: Reopen, deps: Deps) -> Outcome:
    """Bring the clocks back, as a new generation."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = changes.reopen(incident, policy, why=request.why, by=request.where.by, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
