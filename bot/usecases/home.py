"""Read one person's first page: what is open, what they owe, and what Conn itself still waits for."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.owing import Owing, owing
from bot.domain.people import PersonId
from bot.domain.policy import OpenSlot, Policy
from bot.domain.roster import unknown_in
from bot.domain.rota.ahead import Turn, turns_of
from bot.usecases.deps import Deps, may_see
from store import incidents


@dataclass(frozen=True, kw_only=True)
class Unready:
    """What an operator has still to do: open places of the model, and names in it that lead nowhere in Slack."""

    slots: tuple[OpenSlot, ...]
    strangers: tuple[str, ...]
    channels: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything is left to do."""
        return bool(self.slots or self.strangers or self.channels)


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What somebody sees at `now` (UTC): open incidents, worst first, each with its model; their own turns."""

    now: datetime
    open_ones: tuple[tuple[Incident, Policy], ...]
    owed: tuple[tuple[Incident, Policy, Owing], ...]
    unready: Unready
    turns: tuple[Turn, ...]


async def home(person: PersonId, deps: Deps) -> HomePage:
    """Read everything on the first page at one moment."""
    async with deps.database.read() as tx:
        await deps.catch_up(tx)
        seen = [incident for incident in await incidents.unfinished(tx) if may_see(incident, person)]
        known = [(incident, await deps.models.of(tx, incident)) for incident in seen]
        return HomePage(
            now=tx.now,
            open_ones=tuple((incident, policy) for incident, policy in known if incident.is_open),
            owed=tuple((incident, policy, owed) for incident, policy in known for owed in owing(incident, person)),
            unready=unready(deps),
            turns=turns_of(deps.models.current, deps.directory, person, tx.now),
        )


def unready(deps: Deps) -> Unready:
    """Find what an operator has still to do for the model in force."""
    policy = deps.models.current
    return Unready(
        slots=policy.open_slots,
        strangers=unknown_in(deps.directory, policy),
        channels=tuple(sorted(deps.absent)),
    )
