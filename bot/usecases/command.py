"""Take command, or offer it; nobody becomes incident commander without a press of their own."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain import command, presence
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.domain.policy import Deed
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
    return await decided(
        deps,
        request.where,
        lambda i, _, now: command.take(i, by=by, instead_of=holder, at=now),
        deeds=[Deed.TAKE_COMMAND],
    )


async def offer_command(request: OfferCommand, deps: Deps) -> Outcome:
    """Ask somebody to take command; a private message lets them accept with one press."""
    by, to, note = request.where.by, request.to, request.note
    return await decided(
        deps, request.where, lambda i, policy, now: command.offer(i, policy, by=by, to=to, note=note, at=now)
    )


@dataclass(frozen=True, kw_only=True)
class PutOffHandoff:
    """The commander stays in command: nobody asks again for so long, None for the model's whole time."""

    where: Where
    length: timedelta | None = None


async def put_off_handoff(request: PutOffHandoff, deps: Deps) -> Outcome:
    """Keep quiet about a handoff for a while, on the record."""
    by, length = request.where.by, request.length
    return await decided(
        deps, request.where, lambda i, policy, now: command.put_off_handoff(i, policy, by=by, length=length, at=now)
    )


@dataclass(frozen=True, kw_only=True)
class ConfirmCommand:
    """The commander says that they still have command."""

    where: Where


async def confirm_command(request: ConfirmCommand, deps: Deps) -> Outcome:
    """Let the commander's silence end."""
    by = request.where.by
    return await decided(deps, request.where, lambda i, _, now: presence.confirm(i, by=by, at=now))


@dataclass(frozen=True, kw_only=True)
class DeclineCommand:
    """Somebody does not take the command that was offered to them."""

    where: Where


async def decline_command(request: DeclineCommand, deps: Deps) -> Outcome:
    """Leave command where it is, aloud."""
    by = request.where.by
    return await decided(deps, request.where, lambda i, _, now: command.decline(i, by=by, at=now))
