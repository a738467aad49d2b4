"""Escalate: page the next tier of the path and open its clock."""

from dataclasses import dataclass

from bot.domain import escalation
from bot.domain.outcome import Outcome, unchanged
from bot.usecases.deps import Deps, Where, located
from store import inbox
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Escalate:
    """Somebody asks for more help; `seen_rung` is the call that was the last one when they decided.

    `delivery` names the Slack payload: a second copy of it changes nothing.
    """

    where: Where
    reason: str
    delivery: str
    seen_rung: int | None = None


async def escalate(request: Escalate, deps: Deps) -> Outcome:
    """Page the next tier that reaches somebody; the timeline keeps who asked and why."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        if await inbox.first(tx, request.delivery, "escalate") is not None:
            return unchanged(incident)
        policy = await deps.models.of(tx, incident)
        outcome = escalation.next_step(
            incident,
            policy,
            deps.directory,
            by=request.where.by,
            reason=request.reason,
            seen_rung=request.seen_rung,
            at=tx.now,
        )
        await record(tx, outcome, policy)
    return outcome
