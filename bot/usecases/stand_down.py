"""Stand down: nobody further is called by itself, and those who were called may sleep on."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import escalation
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed, Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class StandDown:
    """Somebody says that no further help is needed."""

    where: Where
    why: str = ""


async def stand_down(request: StandDown, deps: Deps) -> Outcome:
    """Stop the clocks of the calls, and tell those who were called; it stays on the record."""

    def decide(incident: Incident, _policy: Policy, now: datetime) -> Outcome:
        return escalation.stand_down(incident, why=request.why, by=request.where.by, at=now)

    return await decided(deps, request.where, decide, deeds=[Deed.ESCALATE])
