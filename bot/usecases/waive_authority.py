"""Do it anyway: give the reason for doing what the model leaves to others, on the incident's record."""

from dataclasses import dataclass

from bot.domain import permitting
from bot.domain.outcome import Outcome
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class WaiveAuthority:
    """Somebody says why it cannot wait for somebody who may."""

    where: Where
    why: str


async def waive_authority(request: WaiveAuthority, deps: Deps) -> Outcome:
    """Let them do it for a while; the room reads who, and why."""
    by, why = request.where.by, request.why
    return await decided(deps, request.where, lambda i, _, now: permitting.waive(i, why=why, by=by, at=now), deeds=None)
