"""Take note that somebody left a channel or the workspace: whoever had command no longer has it."""

from dataclasses import dataclass

from bot.domain.command import lapse
from bot.domain.events import Departure
from bot.domain.following import followed
from bot.domain.ids import ChannelId, IncidentId
from bot.domain.people import PersonId
from bot.usecases.deps import Deps
from store import inbox, incidents
from store.database import Transaction
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Somebody left a channel, or where that is None the workspace; `delivery` names the event."""

    person: PersonId
    channel: ChannelId | None
    delivery: str


async def notice_departure(request: Leave, deps: Deps) -> None:
    """Ask for a new commander of each incident that this leaves without one."""
    async with deps.database.begin() as tx:
        commanded = await incidents.commanded_by(tx, request.person, request.channel)
        if not commanded or await inbox.first(tx, request.delivery, "departure") is not None:
            return
        await deps.catch_up(tx)
        left = Departure.WORKSPACE if request.channel is None else Departure.CHANNEL
        for number in commanded:
            await _lapse(tx, number, request.person, left, deps)


async def _lapse(tx: Transaction, number: IncidentId, person: PersonId, left: Departure, deps: Deps) -> None:
    incident = await incidents.load(tx, number)
    if incident is None or incident.commander != person:
        return
    policy = await deps.models.of(tx, incident)
    outcome = lapse(incident, policy, left=left, at=tx.now)
    await record(tx, followed(outcome, policy, deps.directory, at=tx.now), policy)
