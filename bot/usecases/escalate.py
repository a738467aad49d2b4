"""Escalate: page the next tier of the path and open its clock."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import escalation
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed, Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class Escalate:
    """Somebody asks for more help; `seen_rung` is the call that was the last one when they decided.

    `again` are the words they typed: the same ones once more, moments later, are taken for a second try.
    """

    where: Where
    reason: str
    seen_rung: int | None = None
    again: str | None = None


async def escalate(request: Escalate, deps: Deps) -> Outcome:
    """Page the next tier that reaches somebody; the timeline keeps who asked and why."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        if request.again is not None:
            escalation.refuse_same_again(incident, by=request.where.by, reason=request.reason, at=now)
        return escalation.next_step(
            incident,
            policy,
            deps.directory,
            by=request.where.by,
            reason=request.reason,
            seen_rung=request.seen_rung,
            at=now,
        )

    return await decided(deps, request.where, decide, deeds=[Deed.ESCALATE])
