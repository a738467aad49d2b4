"""Assign a role: comms, scribe, ops or deputy."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.domain.policy import Role
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Assign:
    """Somebody gives a role to a person, who may be themselves."""

    where: Where
    role: Role
    to: PersonId


async def assign(request: Assign, deps: Deps) -> Outcome:
    """Give the role, tell the person, and invite them."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = changes.assign(incident, role=request.role, to=request.to, by=request.where.by, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
