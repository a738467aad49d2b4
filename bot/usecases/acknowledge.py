"""Acknowledge: answer for the call that counts, so that nobody further up is woken."""

from dataclasses import dataclass

from bot.domain import escalation
from bot.domain.outcome import Outcome
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class Acknowledge:
    """Somebody answers; `rung` is the call whose page they pressed, None for the one that counts now."""

    where: Where
    rung: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeclinePage:
    """Somebody who was called cannot come; `rung` is the call whose page they pressed."""

    where: Where
    rung: int


async def decline_page(request: DeclinePage, deps: Deps) -> Outcome:
    """Note it, and call the next step when that leaves nobody."""
    by, rung = request.where.by, request.rung
    return await decided(
        deps,
        request.where,
        lambda i, policy, now: escalation.decline(i, policy, deps.directory, rung=rung, by=by, at=now),
        deeds=None,  # whoever was called may always say so
    )


async def acknowledge(request: Acknowledge, deps: Deps) -> Outcome:
    """Stop the acknowledgement clock and start what follows it."""
    by, rung = request.where.by, request.rung
    return await decided(
        deps,
        request.where,
        lambda i, policy, now: escalation.acknowledge(i, policy, by=by, rung=rung, at=now),
        deeds=None,  # whoever was called may always answer
    )
