"""Resolve an incident when its impact is over, close it when nothing is left to do."""

from dataclasses import dataclass

from bot.domain import endings
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed
from bot.domain.verifying import Confirmed
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class Resolve:
    """Somebody says that the impact is over."""

    where: Where
    text: str = ""
    confirmed: Confirmed | None = None


@dataclass(frozen=True, kw_only=True)
class Close:
    """Somebody says that nothing is left to do."""

    where: Where
    text: str = ""


async def resolve(request: Resolve, deps: Deps) -> Outcome:
    """Stop paging and reminding, and tell everybody."""
    by, text, confirmed = request.where.by, request.text, request.confirmed
    return await decided(
        deps,
        request.where,
        lambda i, policy, now: endings.resolve(i, policy, by=by, text=text, at=now, confirmed=confirmed),
        deeds=[Deed.RESOLVE],
    )


async def close(request: Close, deps: Deps) -> Outcome:
    """End what is left, and tell everybody."""
    by, text = request.where.by, request.text
    return await decided(deps, request.where, lambda i, _, now: endings.close(i, by=by, text=text, at=now))
