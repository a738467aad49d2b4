"""What is agreed about duty now, worked out from its log alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import assert_never

from bot.domain.people import Directory, PersonId, StandIn
from bot.domain.rota.events import (
    DutyEntry,
    Overridden,
    OverrideCancelled,
    ShiftBegun,
    ShiftItemsTicked,
    SignedOff,
    SignOffWithdrawn,
    SwapEnd,
    SwapEnded,
    SwapOffered,
)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who said that a prerequisite is completed, and when (UTC)."""

    by: PersonId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Held:
    """Who has a rotation since when (UTC), as far as it was handed over."""

    who: PersonId
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Swap:
    """An offer to swap turns, by whom, and how it ended; None while it waits for an answer."""

    number: int
    by: PersonId
    offer: SwapOffered
    end: SwapEnd | None = None


@dataclass(frozen=True, kw_only=True)
class Book:
    """Everything agreed about duty; `version` is the last log entry it knows.

    `shifts` says of each rotation whose shift is the last that was handed over, `ticked` what is done of its lists, by
    the shift's number and the list.
    """

    version: int = 0
    stand_ins: Mapping[int, StandIn] = field(default_factory=dict)
    swaps: Mapping[int, Swap] = field(default_factory=dict)
    signatures: Mapping[tuple[PersonId, str], Mapping[str, Signature]] = field(default_factory=dict)

    shifts: Mapping[str, Held] = field(default_factory=dict)
    ticked: Mapping[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)

    def told(self, directory: Directory, now: datetime) -> Directory:
        """Tell a directory what of this can still matter."""
        by_rotation: dict[str, tuple[StandIn, ...]] = {}
        for one in self.stand_ins.values():
            if one.ends > now:
                by_rotation[one.rotation] = (*by_rotation.get(one.rotation, ()), one)
        signed = {who: frozenset(signatures) for who, signatures in self.signatures.items()}
        return replace(directory, stand_ins=by_rotation, signed=signed)


def read_on(book: Book, entries: Iterable[DutyEntry]) -> Book:
    """Go on from what is known with what the log holds after it."""
    return reduce(_after, entries, book)


def _after(book: Book, entry: DutyEntry) -> Book:
    later = replace(book, version=entry.seq)
    match entry.event:
        case Overridden() as made:
            return replace(later, stand_ins={**book.stand_ins, entry.seq: _stand_in(entry, made)})
        case OverrideCancelled(override=number):
            return replace(later, stand_ins=_without(book.stand_ins, number, entry.at))
        case SwapOffered() as offer:
            swap = Swap(number=entry.seq, by=PersonId(entry.actor), offer=offer)
            return replace(later, swaps={**book.swaps, entry.seq: swap})
        case SwapEnded(offer=number, end=end):
            return replace(later, swaps={**book.swaps, number: replace(book.swaps[number], end=end)})
        case SignedOff() as signed:
            return replace(later, signatures=_signed(book, entry, signed))
        case SignOffWithdrawn(person=person, tier=tier):
            kept = {who: signatures for who, signatures in book.signatures.items() if who != (person, tier)}
            return replace(later, signatures=kept)
        case ShiftBegun(rotation=rotation, who=who, starts=starts):
            return replace(later, shifts={**book.shifts, rotation: Held(who=who, since=starts)})
        case ShiftItemsTicked(shift=shift, checklist=checklist, done=done):
            return replace(later, ticked={**book.ticked, (shift, str(checklist)): done})
        case other:
            assert_never(other)


def _signed(book: Book, entry: DutyEntry, signed: SignedOff) -> dict[tuple[PersonId, str], Mapping[str, Signature]]:
    new = dict.fromkeys(signed.what, Signature(by=PersonId(entry.actor), at=entry.at))
    who = (signed.person, str(signed.tier))
    return {**book.signatures, who: {**book.signatures.get(who, {}), **new}}


def _stand_in(entry: DutyEntry, made: Overridden) -> StandIn:
    return StandIn(
        number=entry.seq,
        rotation=made.rotation,
        person=made.who,
        starts=made.starts,
        ends=made.ends,
        by=PersonId(entry.actor),
        why=made.why,
        swap=made.swap,
    )


def _without(stand_ins: Mapping[int, StandIn], number: int, at: datetime) -> dict[int, StandIn]:
    """End an override now; one that never began is as if it had not been made."""
    ended = replace(stand_ins[number], ends=at)
    if ended.starts >= at:
        return {key: one for key, one in stand_ins.items() if key != number}
    return {**stand_ins, number: ended}
