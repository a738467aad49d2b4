"""Ask a tier or a vendor for help, out of turn and with what they have to know."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import helping
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed, Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class AskHelp:
    """Somebody asks for help, and says what has to be said."""

    where: Where
    asked: helping.Asked


async def ask_help(request: AskHelp, deps: Deps) -> Outcome:
    """Page the tier, or keep the vendor's ticket; the room and whoever speaks to customers learn of it."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return helping.ask_help(incident, policy, deps.directory, request.asked, by=request.where.by, at=now)

    return await decided(deps, request.where, decide, deeds=[Deed.ESCALATE])
