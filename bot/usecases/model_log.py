"""Read the change log of the support model: what is in force, what waits for whom, what changed lately."""

from dataclasses import dataclass

from bot.domain.change_control import ModelChange
from bot.domain.policy import Policy
from bot.usecases.adopt_model import running_by_another
from bot.usecases.change_model import ChangeSeen, change_seen
from bot.usecases.deps import Deps
from store import model_changes

_LAST = 5


@dataclass(frozen=True, kw_only=True)
class ModelLog:
    """The model in force with the change that put it there, the one that waits, and the last few, newest first."""

    policy: Policy
    in_force: ModelChange
    pending: ChangeSeen | None
    last: tuple[tuple[int, ModelChange], ...]


async def model_log(deps: Deps) -> ModelLog:
    """Read it all at one moment."""
    async with deps.database.read() as tx:
        policy = await deps.models.in_force(tx)
        stands = await model_changes.in_force(tx)
        if stands is None:
            raise LookupError("no model was ever put in force")
        waiting = await model_changes.pending(tx)
        return ModelLog(
            policy=policy,
            in_force=stands[1],
            pending=await change_seen(waiting[0], deps, tx) if waiting else None,
            last=tuple(await model_changes.last(tx, _LAST)),
        )


async def others_open(deps: Deps) -> int:
    """Count the open incidents that run by another model than the one in force."""
    async with deps.database.read() as tx:
        return len(await running_by_another(tx, deps))
