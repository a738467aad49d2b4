"""Cancel what was no incident, reopen what was not over."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """Somebody says that it was no incident."""

    where: Where
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Reopen:
    """Somebody says that it is not over."""

    where: Where
    why: str = ""


async def cancel(request: Cancel, deps: Deps) -> Outcome:
    """Stop everything; it stays on the record as cancelled."""
    by, why = request.where.by, request.why
    return await decided(
        deps, request.where, lambda i, _, now: changes.cancel(i, why=why, by=by, at=now), deeds=[Deed.RESOLVE]
    )


async def reopen(request: Reopen, deps: Deps) -> Outcome:
    """Bring the clocks back, as a new generation."""
    by, why = request.where.by, request.why
    return await decided(deps, request.where, lambda i, policy, now: changes.reopen(i, policy, why=why, by=by, at=now))
