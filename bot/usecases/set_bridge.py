"""Set the bridge: topic, card and bookmark follow."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class SetBridge:
    """Somebody opened another bridge."""

    where: Where
    url: str


async def set_bridge(request: SetBridge, deps: Deps) -> Outcome:
    """Use another bridge from now on."""
    by, url = request.where.by, request.url
    return await decided(deps, request.where, lambda i, _, now: changes.set_bridge(i, url=url, by=by, at=now))
