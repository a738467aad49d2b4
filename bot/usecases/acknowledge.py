"""Acknowledge: answer for the call that counts, so that nobody further up is woken."""

from dataclasses import dataclass

from bot.domain import escalation
from bot.domain.outcome import Outcome
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Acknowledge:
    """Somebody answers; `rung` is the call whose page they pressed, None for the one that counts now."""

    where: Where
    rung: int | None = None


async def acknowledge(request: Acknowledge, deps: Deps) -> Outcome:
    """Stop the acknowledgement clock and start what follows it."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = escalation.acknowledge(incident, policy, by=request.where.by, rung=request.rung, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
