"""Change the status: say where the work stands."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class ChangeStatus:
    """Somebody says that the work came to another point."""

    where: Where
    to: str
    text: str = ""


async def change_status(request: ChangeStatus, deps: Deps) -> Outcome:
    """Say where the work stands, and promise what the model owes at that point."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = changes.change_status(
            incident, policy, to=request.to, text=request.text, by=request.where.by, at=tx.now
        )
        await record(tx, outcome, policy)
    return outcome
