"""Keep what a vendor said, or stop chasing them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import chasing
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy, VendorId
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class HeardFrom:
    """Somebody heard from a vendor, and says what."""

    where: Where
    vendor: VendorId
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class StopChasing:
    """A vendor need not be asked again, because they solved it or for another reason."""

    where: Where
    vendor: VendorId
    solved: bool


async def heard_from(request: HeardFrom, deps: Deps) -> Outcome:
    """Keep it, and ask again after the usual time."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return chasing.heard(incident, policy, request.vendor, text=request.text, by=request.where.by, at=now)

    return await decided(deps, request.where, decide)


async def stop_chasing(request: StopChasing, deps: Deps) -> Outcome:
    """Take the vendor's ticket off the list."""

    def decide(incident: Incident, _policy: Policy, now: datetime) -> Outcome:
        return chasing.done(incident, request.vendor, solved=request.solved, by=request.where.by, at=now)

    return await decided(deps, request.where, decide)
