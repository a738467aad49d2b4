"""Take command, or offer it; nobody becomes incident commander without a press of their own."""

from dataclasses import dataclass

from bot.domain import command
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class TakeCommand:
    """Somebody takes command; `instead_of` is the commander they saw when they decided."""

    where: Where
    instead_of: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class OfferCommand:
    """Somebody asks another person to take command; `note` is what they should know."""

    where: Where
    to: PersonId
    note: str = ""


async def take_command(request: TakeCommand, deps: Deps) -> Outcome:
    """Make the person who asks commander; the second of two at once is told who was first."""
    by, holder = request.where.by, request.instead_of
    return await decided(deps, request.where, lambda i, _, now: command.take(i, by=by, instead_of=holder, at=now))


async def offer_command(request: OfferCommand, deps: Deps) -> Outcome:
    """Ask somebody to take command; a private message lets them accept with one press."""
    by, to, note = request.where.by, request.to, request.note
    return await decided(deps, request.where, lambda i, _, now: command.offer(i, by=by, to=to, note=note, at=now))
