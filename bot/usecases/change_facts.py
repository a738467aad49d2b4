"""Change what is known of an incident; what the model lets follow from it follows at once."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import knowing
from bot.domain.incident import Incident
from bot.domain.meanwhile import Shown
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """Somebody knows more than was known; `shown` is what a form showed them before."""

    where: Where
    known: knowing.Known
    shown: Shown | None = None


async def change_facts(request: ChangeFacts, deps: Deps) -> Outcome:
    """Keep what is known; the room reads what is new."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return knowing.change_facts(
            incident, policy, deps.directory, request.known, shown=request.shown, by=request.where.by, at=now
        )

    return await decided(deps, request.where, decide)
