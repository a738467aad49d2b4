"""Read who is on call: the same people whom a page would reach at this moment."""

from bot.domain.duty import Duty, duty, everybody_on_duty, team_named
from bot.usecases.deps import Deps

_HANDOFFS = 5


async def everybody_on_call(deps: Deps) -> tuple[Duty, ...]:
    """Say of every tier and team who is on call now."""
    async with deps.database.read() as tx:
        await deps.catch_up(tx)
        return everybody_on_duty(deps.models.current, deps.directory, tx.now)


async def on_call_for(word: str, deps: Deps) -> Duty:
    """Say who is on call now for the tier or team that a person names, with its next handoffs."""
    policy = deps.models.current
    team = team_named(policy, word)
    async with deps.database.read() as tx:
        await deps.catch_up(tx)
        return duty(policy, team, deps.directory, tx.now, changes=_HANDOFFS)
