"""Change the severity: paging, promises and surfaces follow the new one."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class ChangeSeverity:
    """Somebody says that it is worse, or less bad, than was thought."""

    where: Where
    to: str
    why: str = ""


async def change_severity(request: ChangeSeverity, deps: Deps) -> Outcome:
    """Run the incident at another severity; a raised one calls whoever it adds, once."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = changes.change_severity(
            incident, policy, deps.directory, to=request.to, why=request.why, by=request.where.by, at=tx.now
        )
        await record(tx, outcome, policy)
    return outcome
