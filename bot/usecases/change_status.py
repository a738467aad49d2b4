"""Change the status: say where the work stands."""

from dataclasses import dataclass

from bot.domain import changes
from bot.domain.outcome import Outcome
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class ChangeStatus:
    """Somebody says that the work came to another point."""

    where: Where
    to: str
    text: str = ""


async def change_status(request: ChangeStatus, deps: Deps) -> Outcome:
    """Say where the work stands, and promise what the model owes at that point."""
    by, to, text = request.where.by, request.to, request.text
    return await decided(
        deps, request.where, lambda i, policy, now: changes.change_status(i, policy, to=to, text=text, by=by, at=now)
    )
