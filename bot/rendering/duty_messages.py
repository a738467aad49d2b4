"""What Conn says of itself about duty, drawn from what is agreed now."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.domain.effects.effect import AnyMessage
from bot.domain.policy import Policy
from bot.domain.rota.book import Book
from bot.domain.rota.events import (
    DutyEntry,
    Overridden,
    OverrideCancelled,
    ShiftBegun,
    ShiftItemsTicked,
    SignedOff,
    SignOffWithdrawn,
    SwapEnded,
    SwapOffered,
)
from bot.domain.rota.messages import TellOfDuty
from bot.rendering import shifts, signing, swaps
from bot.rendering.drawn import Drawn
from bot.rendering.lateness import Delay, delayed
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, people
from bot.rendering.names import rotation_name
from bot.rendering.replies import reply
from bot.rendering.shifts import OpenOnes


@dataclass(frozen=True, kw_only=True)
class DutyScene:
    """Everything that a message about duty may be drawn from: the entry it speaks of, and what is agreed at `now`.

    `open_ones` are the incidents that whoever it is for has to know of, where a shift begins.
    """

    policy: Policy
    book: Book
    entry: DutyEntry | None
    now: datetime
    open_ones: OpenOnes = ()


def draw(message: AnyMessage, scene: DutyScene, delay: Delay | None = None) -> Drawn:
    """Draw a message; drawing it again later shows what became of it, without the buttons that no longer apply."""
    entry = scene.entry
    if entry is None:
        raise ValueError(f"{message} is about a log entry, and none was given")
    late = delayed(delay) or ()
    match entry.event:
        case Overridden() as made:
            return reply(*_overridden(entry, made, scene), late)
        case OverrideCancelled() as taken_back:
            return reply(_cancelled(entry, taken_back, scene), late)
        case SwapOffered():
            return swaps.asked(scene.book.swaps[entry.seq], scene.policy, late)
        case SwapEnded(offer=offer):
            return swaps.ended(scene.book.swaps[offer], scene.policy, late)
        case ShiftBegun() as begun:
            return _shift(message, entry, begun, scene)
        case ShiftItemsTicked():
            raise ValueError("a tick is shown in the list and has no words of its own")
        case SignedOff() as signed:
            return reply(signing.sentence(entry, signed, scene.policy), late)
        case SignOffWithdrawn() as withdrawn:
            return reply(signing.sentence(entry, withdrawn, scene.policy), late)
        case other:
            assert_never(other)


def _shift(message: AnyMessage, entry: DutyEntry, begun: ShiftBegun, scene: DutyScene) -> Drawn:
    if isinstance(message, TellOfDuty):
        return shifts.told(message.person, entry, begun, scene.policy, scene.book, scene.open_ones)
    return shifts.posted(entry, begun, scene.policy)


def _overridden(entry: DutyEntry, made: Overridden, scene: DutyScene) -> list[Line]:
    one = scene.book.stand_ins.get(entry.seq)
    now = line("It was cancelled.") if one is None or one.ends < made.ends else ()
    name = Strong(rotation_name(made.rotation, scene.policy))
    instead = line(", in place of ", people(made.instead_of)) if made.instead_of else ()
    return [
        line(
            Person(entry.actor), " arranged that ", Person(made.who), " has ", name, " from ",
            At(made.starts, "date_time"), " to ", At(made.ends, "date_time"), instead, ".",
        ),
        line("Reason: ", Theirs(made.why), ".") if made.why else (),
        now,
    ]  # fmt: skip


def _cancelled(entry: DutyEntry, taken_back: OverrideCancelled, scene: DutyScene) -> Line:
    name = Strong(rotation_name(taken_back.rotation, scene.policy))
    ended = line(Person(entry.actor), " ended the override of ", name, " by ", Person(taken_back.who), " at ")
    swap = " The other half of that swap ended with it." if taken_back.swap is not None else ""
    return line(ended, At(entry.at), f": whoever has the turn has the duty.{swap}")
