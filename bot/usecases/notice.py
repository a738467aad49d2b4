"""Take note of what became of something in Slack: a room opened, a page refused, a post impossible."""

from bot.domain import escalation
from bot.domain.events import Event
from bot.domain.following import followed
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.messages import Page
from bot.domain.outcome import unchanged
from bot.domain.room_changes import still_news
from bot.usecases.deps import Deps
from store import incidents, surfaces
from store.database import Transaction
from store.record import record


async def notice(tx: Transaction, incident: Incident, deps: Deps, *events: Event) -> None:
    """Add what Slack told us to the log, in the transaction that records how it was learnt and locked the incident."""
    news = (event for event in events if still_news(incident, event))
    outcome = unchanged(incident).then(*news, at=tx.now)
    await record(tx, outcome, await deps.models.of(tx, incident))


async def notice_unreached(tx: Transaction, incident: Incident, deps: Deps, page: Page, why: str) -> None:
    """Say that a page was refused, and call the next step when nobody is left who could answer this one."""
    policy = await deps.models.of(tx, incident)
    await deps.catch_up(tx)
    outcome = escalation.not_reached(
        incident, policy, deps.directory, rung=page.rung, person=page.person, why=why, at=tx.now
    )
    await record(tx, followed(outcome, policy, deps.directory, at=tx.now), policy)


async def locked(tx: Transaction, number: IncidentId) -> Incident:
    """Load an incident before anything of it is marked: locks are taken in one order, the incident first."""
    incident = await incidents.load(tx, number)
    if incident is None:
        raise LookupError(f"{label(number)} is not in the store")
    await surfaces.hold(tx, number)
    return incident
