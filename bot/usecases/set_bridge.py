"""Set the bridge: topic, card and bookmark follow."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.meanwhile import Shown
from bot.domain.outcome import Outcome
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class SetBridge:
    """Somebody opened another bridge; `shown` is what a form showed them before."""

    where: Where
    url: str
    shown: Shown | None = None


async def set_bridge(request: SetBridge, deps: Deps) -> Outcome:
    """Use another bridge from now on."""
    by, url, shown = request.where.by, request.url, request.shown
    return await decided(
        deps, request.where, lambda i, _, now: changes.set_bridge(i, url=url, shown=shown, by=by, at=now)
    )
