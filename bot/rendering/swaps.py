"""Swaps of turns: the offer with its two buttons, and what became of it."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.duty_limits import OverLimit
from bot.domain.people import PersonId, StandIn
from bot.domain.policy import Policy
from bot.domain.rota.book import Swap
from bot.domain.rota.events import Stretch, SwapEnd
from bot.rendering.blocks import button
from bot.rendering.drawn import Drawn
from bot.rendering.duty_answers import cancel_button, has, over_limits
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line
from bot.rendering.names import rotation_name
from bot.rendering.replies import reply

ACCEPT_SWAP = "accept_swap"
DECLINE_SWAP = "decline_swap"


def offered(swap: Swap, policy: Policy) -> Drawn:
    """Tell whoever asks what they offered, and until when it can be accepted."""
    to = Person(swap.offer.to)
    return reply(
        line(to, " is asked to swap turns with you in ", _rotation(swap, policy), "."),
        *_both(swap),
        line(
            "Nothing changes before ", to, " accepts. The offer lapses at ", At(swap.offer.lapses_at, "date_time"), "."
        ),
    )


def asked(swap: Swap, policy: Policy, late: Line) -> Drawn:
    """Ask whom it is offered to; once it ended, say how, without the buttons."""
    lines = [
        line(Person(swap.by), " offers to swap turns with you in ", _rotation(swap, policy), "."),
        *_both(swap),
        line("Reason: ", Theirs(swap.offer.why), ".") if swap.offer.why else (),
    ]
    if swap.end is not None:
        return reply(*lines, _ended_for_whom_asked(swap.end), late)
    lapses = line("Nothing changes before you accept. It lapses at ", At(swap.offer.lapses_at, "date_time"), ".")
    number = str(swap.number)
    return reply(
        *lines,
        lapses,
        late,
        buttons=(
            button("Accept", ACCEPT_SWAP, number, primary=True, spoken=f"Accept swap {number}"),
            button("Decline", DECLINE_SWAP, number, spoken=f"Decline swap {number}"),
        ),
    )


def accepted(
    swap: Swap, made: Sequence[StandIn], over: Sequence[OverLimit], policy: Policy, *, also: Sequence[Line] = ()
) -> Drawn:
    """Say that a swap is in force, what it asks beyond the limits, and what `also` has to be known."""
    return reply(
        line("Swapped; ", Person(swap.by), " is told."),
        *(line(has(one, policy), ".") for one in made),
        *over_limits(over, policy),
        *also,
        line("Cancelling takes both back."),
        buttons=(cancel_button(made[0]),),
    )


def declined(swap: Swap) -> Drawn:
    """Say that nothing changes."""
    return reply(line("Declined; ", Person(swap.by), " is told. Both turns stay as they are."))


def ended(swap: Swap, policy: Policy, late: Line) -> Drawn:
    """Tell whoever had offered what became of it."""
    dates = _both(swap) if swap.end is SwapEnd.ACCEPTED else []
    return reply(_ended_for_who_asked(swap, policy), *dates, late)


def _ended_for_who_asked(swap: Swap, policy: Policy) -> Line:
    to, turns = Person(swap.offer.to), line("to swap turns in ", _rotation(swap, policy))
    match swap.end:
        case SwapEnd.ACCEPTED:
            return line(to, " accepted ", turns, ": it is in force.")
        case SwapEnd.DECLINED:
            return line(to, " declined ", turns, ": nothing changes.")
        case SwapEnd.LAPSED:
            return line(to, " did not answer your offer ", turns, " in time: it lapsed and nothing changes.")
        case SwapEnd.OVERTAKEN:
            return line("Your offer to ", to, " ", turns, " no longer holds: one of the turns was changed.")
        case None:
            raise ValueError(f"swap {swap.number} has not ended")
        case other:
            assert_never(other)


def _ended_for_whom_asked(end: SwapEnd) -> Line:
    match end:
        case SwapEnd.ACCEPTED:
            return line("You accepted: it is in force.")
        case SwapEnd.DECLINED:
            return line("You declined: nothing changes.")
        case SwapEnd.LAPSED:
            return line("It lapsed: the first of the two turns has begun. Nothing changes.")
        case SwapEnd.OVERTAKEN:
            return line("It no longer holds: one of the two turns was changed. Nothing changes.")
        case other:
            assert_never(other)


def _both(swap: Swap) -> list[Line]:
    offer = swap.offer
    return [_takes(offer.to, offer.gives), _takes(swap.by, offer.takes)]


def _takes(who: PersonId, turn: Stretch) -> Line:
    return line(Person(who), " takes ", At(turn.starts, "date_time"), " to ", At(turn.ends, "date_time"), ".")


def _rotation(swap: Swap, policy: Policy) -> Strong:
    return Strong(rotation_name(swap.offer.rotation, policy))
