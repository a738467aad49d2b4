"""Take command, or offer it; nobody becomes incident commander without a press of their own."""

from dataclasses import dataclass

from bot.domain import command
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.usecases.deps import Deps, Where, located
from store.record import record


@dataclass(frozen=True, kw_only=True)
class TakeCommand:
    """Somebody takes command; `instead_of` is the commander they saw when they decided."""

    where: Where
    instead_of: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class OfferCommand:
    """Somebody asks another person to take command."""

    where: Where
    to: PersonId


async def take_command(request: TakeCommand, deps: Deps) -> Outcome:
    """Make the person who asks commander; the second of two at once is told who was first."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = command.take(incident, by=request.where.by, instead_of=request.instead_of, at=tx.now)
        await record(tx, outcome, policy)
    return outcome


async def offer_command(request: OfferCommand, deps: Deps) -> Outcome:
    """Ask somebody to take command; a private message lets them accept with one press."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = command.offer(incident, by=request.where.by, to=request.to, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
