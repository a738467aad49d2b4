"""Resolve an incident when its impact is over, close it when nothing is left to do."""

from dataclasses import dataclass

from bot.domain import endings
from bot.domain.outcome import Outcome
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Resolve:
    """Somebody says that the impact is over."""

    where: Where
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Close:
    """Somebody says that nothing is left to do."""

    where: Where
    text: str = ""


async def resolve(request: Resolve, deps: Deps) -> Outcome:
    """Stop paging and reminding, and tell everybody."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = endings.resolve(incident, policy, by=request.where.by, text=request.text, at=tx.now)
        await record(tx, outcome, policy)
    return outcome


async def close(request: Close, deps: Deps) -> Outcome:
    """End what is left, and tell everybody."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = endings.close(incident, by=request.where.by, text=request.text, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
