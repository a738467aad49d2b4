"""Swap turns: offer it to somebody, and let them answer."""

from dataclasses import dataclass

from bot.domain.duty_limits import OverLimit
from bot.domain.people import PersonId, StandIn
from bot.domain.permitting import refuse_outside
from bot.domain.policy import Deed
from bot.domain.rota import swapping
from bot.domain.rota.book import Book, Swap
from bot.domain.rota.errors import NobodyNamed
from bot.domain.rota.events import SwapEnd
from bot.domain.rota.limits import newly_over
from bot.domain.rota.rotations import editable, rotation_meant, teams_of
from bot.domain.rota.signing import Standing, refuse_unsigned
from bot.usecases.agree import agree, agreed_now
from bot.usecases.deps import Deps
from bot.usecases.override import BUSY_LATELY
from store import inbox, incidents


@dataclass(frozen=True, kw_only=True)
class OfferSwap:
    """Somebody offers to swap turns: with whom, and the words that name the rotation or a tier, and why.

    `delivery` names the Slack payload: a second copy of it changes nothing.
    """

    by: PersonId
    delivery: str
    to: PersonId | None
    words: str


@dataclass(frozen=True, kw_only=True)
class AnswerSwap:
    """Somebody answers the offer that has this number."""

    by: PersonId
    number: int


@dataclass(frozen=True, kw_only=True)
class Swapped:
    """A swap in force: its two overrides, which limits it exceeds, who lacks which sign-off."""

    swap: Swap
    stand_ins: tuple[StandIn, ...]
    over: tuple[OverLimit, ...]
    unsigned: tuple[Standing, ...]


async def offer_swap(request: OfferSwap, deps: Deps) -> Swap:
    """Offer somebody one's next turn for theirs; nothing changes before they accept."""
    if request.to is None:
        raise NobodyNamed(example="swap @somebody")
    policy = deps.models.current
    refuse_outside(policy, Deed.OVERRIDE_ROTATION, request.by, deps.directory)
    async with deps.database.begin() as tx:
        known = await inbox.first(tx, request.delivery, "swap")
        book, directory = await agreed_now(tx, deps)
        if known is not None:
            return book.swaps[known["swap"]]
        swapping.refuse_partner(request.to, request.by, directory, deps.outsiders)
        rotation, why = rotation_meant(policy, request.words, directory, (request.to, request.by))
        editable(rotation)
        offer = swapping.offered(policy, rotation, directory, by=request.by, to=request.to, why=why, at=tx.now)
        tiers = tuple(team.id for team in teams_of(policy, rotation.id))
        for person in (request.to, request.by):
            refuse_unsigned(policy, directory, person, tiers, tx.now)
        after, (entry,) = await agree(tx, book, request.by, offer)
        await inbox.keep(tx, request.delivery, {"swap": entry.seq})
    return after.swaps[entry.seq]


async def accept_swap(request: AnswerSwap, deps: Deps) -> Swapped:
    """Swap the two turns, as one."""
    async with deps.database.begin() as tx:
        book, directory = await agreed_now(tx, deps)
        policy, swap = deps.models.current, _offer(book, request.number)
        halves = swapping.accepted(swap, policy, directory, by=request.by, outsiders=deps.outsiders, at=tx.now)
        rotation = policy.rotations[swap.offer.rotation]
        editable(rotation)
        tiers = tuple(team.id for team in teams_of(policy, rotation.id))
        unsigned = [refuse_unsigned(policy, directory, half.who, tiers, tx.now) for half in halves]
        ended = swapping.ended(swap, SwapEnd.ACCEPTED)
        after, (_, *made) = await agree(tx, book, request.by, ended, *halves)
        stretch = min(half.starts for half in halves), max(half.ends for half in halves)
        called = await incidents.called_in_since(tx, stretch[0] - BUSY_LATELY)
        now = after.told(deps.directory, tx.now)
    return Swapped(
        swap=after.swaps[swap.number],
        stand_ins=tuple(after.stand_ins[entry.seq] for entry in made),
        over=newly_over(policy, directory, now, stretch, called),
        unsigned=tuple(one for some in unsigned for one in some),
    )


async def decline_swap(request: AnswerSwap, deps: Deps) -> Swap:
    """Leave both turns as they are."""
    async with deps.database.begin() as tx:
        book, directory = await agreed_now(tx, deps)
        swap = _offer(book, request.number)
        swapping.refuse_answer(swap, deps.models.current, directory, by=request.by, at=tx.now)
        after, _ = await agree(tx, book, request.by, swapping.ended(swap, SwapEnd.DECLINED))
    return after.swaps[swap.number]


def _offer(book: Book, number: int) -> Swap:
    if number not in book.swaps:
        raise ValueError("no offer that Conn made a button for")
    return book.swaps[number]
