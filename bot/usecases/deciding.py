"""Load, decide, record: the shape of every use case that changes one incident."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.following import followed
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.policy import Policy
from bot.usecases.deps import Deps, Where, located
from store import inbox
from store.record import record

Decide = Callable[[Incident, Policy, datetime], Outcome]
"""Decides from an incident, the model it runs on and the moment (UTC); raises a Refusal to change nothing."""


async def decided(deps: Deps, where: Where, decide: Decide) -> Outcome:
    """Decide about the incident somebody means, and store what follows, in one transaction and once per payload."""
    async with deps.database.begin() as tx:
        await deps.catch_up(tx)
        incident = await located(tx, where)
        if await inbox.first(tx, where.delivery, "decision") is not None:
            return unchanged(incident)
        policy = await deps.models.of(tx, incident)
        outcome = followed(decide(incident, policy, tx.now), policy, deps.directory, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
