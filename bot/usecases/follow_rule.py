"""Follow a rule of the model that only offered to do something."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import triggers
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed, Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class FollowRule:
    """Somebody says that a rule is followed; `place` is where in the model it stands."""

    where: Where
    place: str


async def follow_rule(request: FollowRule, deps: Deps) -> Outcome:
    """Call and tell those whom the rule names; refused once that was done."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return triggers.accept(incident, policy, deps.directory, place=request.place, by=request.where.by, at=now)

    return await decided(deps, request.where, decide, deeds=[Deed.ESCALATE])
