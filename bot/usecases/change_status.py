"""Change the status: say where the work stands."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import changes
from bot.domain.incident import Incident
from bot.domain.meanwhile import Shown
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class ChangeStatus:
    """Somebody says that the work came to another point; `shown` is what a form showed them before."""

    where: Where
    to: str
    text: str = ""
    shown: Shown | None = None


async def change_status(request: ChangeStatus, deps: Deps) -> Outcome:
    """Say where the work stands, and promise what the model owes at that point."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return changes.change_status(
            incident, policy, to=request.to, text=request.text, shown=request.shown, by=request.where.by, at=now
        )

    return await decided(deps, request.where, decide)
