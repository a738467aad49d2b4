"""Change the severity: paging, promises and surfaces follow the new one."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import changes
from bot.domain.incident import Incident
from bot.domain.meanwhile import Shown
from bot.domain.outcome import Outcome
from bot.domain.policy import Deed, Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class ChangeSeverity:
    """Somebody says that it is worse, or less bad, than was thought; `shown` is what a form showed them before."""

    where: Where
    to: str
    why: str = ""
    shown: Shown | None = None


async def change_severity(request: ChangeSeverity, deps: Deps) -> Outcome:
    """Run the incident at another severity; a raised one calls whoever it adds, once."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return changes.change_severity(
            incident,
            policy,
            deps.directory,
            to=request.to,
            why=request.why,
            shown=request.shown,
            by=request.where.by,
            at=now,
        )

    return await decided(deps, request.where, decide, deeds=[Deed.CHANGE_SEVERITY])
