"""Swapping turns: one offers, the other accepts, and nothing changes before."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Rotation
from bot.domain.rota.ahead import Turn, turns_of
from bot.domain.rota.book import Book, Swap
from bot.domain.rota.errors import NotForDuty, NoTurn, NotYourSwap, SwapOver, SwapWithOneself
from bot.domain.rota.events import Overridden, Stretch, SwapEnd, SwapEnded, SwapOffered
from bot.domain.rota.overriding import LONGEST_OVERRIDE, held, overridden
from bot.domain.words import LONGEST, one_line


def refuse_partner(to: PersonId, by: PersonId, directory: Directory, outsiders: Collection[PersonId]) -> None:
    """Refuse to swap with oneself, or with who cannot be called."""
    if to == by:
        raise SwapWithOneself
    if to in outsiders or directory.person(to) is None:
        raise NotForDuty(person=to)


def offered(
    policy: Policy, rotation: Rotation, directory: Directory, *, by: PersonId, to: PersonId, why: str, at: datetime
) -> SwapOffered:
    """Offer the next turn of one for the next turn of the other; NoTurn for who has none there."""
    mine, theirs = (_next_turn(policy, rotation, directory, person, at) for person in (by, to))
    return SwapOffered(
        rotation=rotation.id,
        to=to,
        gives=Stretch(starts=mine.starts, ends=mine.ends),
        takes=Stretch(starts=theirs.starts, ends=theirs.ends),
        lapses_at=min(turn.starts if turn.starts > at else turn.ends for turn in (mine, theirs)),
        why=one_line(why)[:LONGEST],
    )


def accepted(
    swap: Swap,
    policy: Policy,
    directory: Directory,
    *,
    by: PersonId,
    outsiders: Collection[PersonId] = (),
    at: datetime,
) -> tuple[Overridden, Overridden]:
    """Give the two overrides of a swap; refused where the offer no longer holds, or was made to somebody else."""
    refuse_answer(swap, policy, directory, by=by, at=at)
    offer = swap.offer
    rotation = policy.rotations[offer.rotation]

    def half(who: PersonId, turn: Stretch) -> Overridden:
        starts = max(turn.starts, at)
        made = overridden(
            rotation, directory, who=who, starts=starts, ends=turn.ends, why=offer.why, outsiders=outsiders
        )
        return replace(made, swap=swap.number)

    return half(offer.to, offer.gives), half(swap.by, offer.takes)


def refuse_answer(swap: Swap, policy: Policy, directory: Directory, *, by: PersonId, at: datetime) -> None:
    """Refuse the answer of anybody else, and of an offer that no longer holds."""
    if by != swap.offer.to:
        raise NotYourSwap(to=swap.offer.to)
    if (end := _end(swap, policy, directory, at)) is not None:
        raise SwapOver(end=end)


def ended(swap: Swap, end: SwapEnd) -> SwapEnded:
    """End an offer."""
    return SwapEnded(offer=swap.number, end=end, offered_by=swap.by, to=swap.offer.to)


def ended_by_themselves(book: Book, policy: Policy, directory: Directory, at: datetime) -> tuple[SwapEnded, ...]:
    """List the offers that nobody answered in time, and those whose turns were changed."""
    waiting = (swap for swap in book.swaps.values() if swap.end is None)
    ends = ((swap, _end(swap, policy, directory, at)) for swap in waiting)
    return tuple(ended(swap, end) for swap, end in ends if end is not None)


def next_lapse(book: Book, at: datetime) -> datetime | None:
    """Say when the next offer lapses (UTC)."""
    moments = (swap.offer.lapses_at for swap in book.swaps.values() if swap.end is None)
    return min((moment for moment in moments if moment > at), default=None)


def _next_turn(policy: Policy, rotation: Rotation, directory: Directory, person: PersonId, at: datetime) -> Turn:
    """Find the first turn that has not begun, else what is left of the present one."""
    turns = [t for t in turns_of(policy, directory, person, at, LONGEST_OVERRIDE) if t.rotation == rotation.id]
    if not turns:
        raise NoTurn(person=person, rotation=rotation.id)
    return next((turn for turn in turns if turn.starts > at), turns[0])


def _end(swap: Swap, policy: Policy, directory: Directory, at: datetime) -> SwapEnd | None:
    """Say how an offer ended; None while it can be accepted."""
    offer = swap.offer
    if swap.end is not None or at >= offer.lapses_at:
        return swap.end or SwapEnd.LAPSED
    rotation = policy.rotations.get(offer.rotation)
    if rotation is None:
        return SwapEnd.OVERTAKEN
    halves = ((swap.by, offer.gives), (offer.to, offer.takes))
    still = all(_has(rotation, directory, person, turn, at) for person, turn in halves)
    return None if still else SwapEnd.OVERTAKEN


def _has(rotation: Rotation, directory: Directory, person: PersonId, turn: Stretch, at: datetime) -> bool:
    """Whether nobody else is known to have any of a turn that is still ahead."""
    return all(who in (person, None) for _, who in held(rotation, directory, max(turn.starts, at), turn.ends))
