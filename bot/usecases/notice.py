"""Take note of what happened in Slack: a room opened, a page refused, a topic edited by hand."""

from bot.domain.events import Event
from bot.domain.ids import CONN, IncidentId
from bot.domain.incident import Incident
from bot.domain.outcome import unchanged
from bot.usecases.deps import Deps
from store import incidents
from store.database import Transaction
from store.record import record


async def notice(tx: Transaction, incident_id: IncidentId, deps: Deps, *events: Event, by: str = CONN) -> Incident:
    """Add what Slack told us to the log, in the transaction that records how it was learnt."""
    incident = await incidents.load(tx, incident_id)
    if incident is None:
        raise LookupError(f"INC-{incident_id} is not in the store")
    policy = await deps.models.of(tx, incident)
    outcome = unchanged(incident).then(*events, at=tx.now, by=by)
    await record(tx, outcome, policy)
    return outcome.incident
