"""Read: what is open, how one incident stands, what declaring would lead to. Nothing here changes anything."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.consequences import Consequences, foresee
from bot.domain.declaring import severity_named
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.policy import Policy
from bot.usecases.deps import Deps, Where, located, may_see
from store import incidents


@dataclass(frozen=True, kw_only=True)
class Look:
    """One incident, the model it runs on, and the moment it was looked at (UTC)."""

    incident: Incident
    policy: Policy
    now: datetime


async def look(where: Where, deps: Deps) -> Look:
    """Read the incident somebody means."""
    async with deps.database.read() as tx:
        incident = await located(tx, where)
        return Look(incident=incident, policy=await deps.models.of(tx, incident), now=tx.now)


async def open_incidents(where: Where, deps: Deps) -> list[Incident]:
    """List the open incidents that this person may know of."""
    async with deps.database.read() as tx:
        return [incident for incident in await incidents.open_ones(tx) if may_see(incident, where)]


async def consequences(severity: str, by: PersonId, deps: Deps, *, private: bool | None = None) -> Consequences:
    """Say what declaring at this severity would lead to now."""
    async with deps.database.read() as tx:
        now = tx.now
    policy = deps.models.current
    return foresee(severity_named(policy, severity), policy, deps.directory, by=by, private=private, at=now)
