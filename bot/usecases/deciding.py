"""Load, decide, record: the shape of every use case that changes one incident."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.domain.following import followed
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.permitting import noted, refuse_beyond
from bot.domain.policy import Deed, Policy
from bot.usecases.deps import Deps, Where, located
from store import inbox
from store.record import record

Decide = Callable[[Incident, Policy, datetime], Outcome]
"""Decides from an incident, the model it runs on and the moment (UTC); raises a Refusal to change nothing."""


async def decided(deps: Deps, where: Where, decide: Decide, *, deeds: Iterable[Deed] | None = ()) -> Outcome:
    """Decide about the incident somebody means, and store what follows, in one transaction and once per payload.

    Whoever acts is held to the model: `deeds` are the rows of its authority matrix that this falls under. None asks
    nothing of them, for what everybody may always do.
    """
    async with deps.database.begin() as tx:
        await deps.catch_up(tx)
        incident = await located(tx, where)
        if await inbox.first(tx, where.delivery, "decision") is not None:
            return unchanged(incident)
        policy = await deps.models.of(tx, incident)
        by, now = where.by, tx.now
        found = () if deeds is None else refuse_beyond(policy, deeds, by, deps.directory, incident, at=now)
        outcome = noted(decide(incident, policy, now), found, by=by, at=now)
        if where.typed_by and outcome.entries:
            outcome = outcome.then(where.typed_by, by=by, at=now)
        outcome = followed(outcome, policy, deps.directory, at=now)
        await record(tx, outcome, policy)
    return outcome
