"""Assign a role: comms, scribe, ops or deputy."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.domain.policy import Role
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class Assign:
    """Somebody gives a role to a person, who may be themselves."""

    where: Where
    role: Role
    to: PersonId


async def assign(request: Assign, deps: Deps) -> Outcome:
    """Give the role, tell the person, and invite them."""
    by, role, to = request.where.by, request.role, request.to
    return await decided(deps, request.where, lambda i, _, now: changes.assign(i, role=role, to=to, by=by, at=now))
