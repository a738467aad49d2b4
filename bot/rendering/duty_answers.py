"""What somebody is answered who changed duty, or asked about it."""

from collections.abc import Sequence

from bot.domain.duty_limits import Exceeded, OverLimit
from bot.domain.people import PersonId, StandIn
from bot.domain.policy import Policy
from bot.rendering.blocks import Block, button
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, people
from bot.rendering.names import rotation_name
from bot.rendering.replies import reply

CANCEL_OVERRIDE = "cancel_override"

_SHOWN = 5


def overridden(
    one: StandIn,
    instead_of: Sequence[PersonId],
    over: Sequence[OverLimit],
    policy: Policy,
    *,
    also: Sequence[Line] = (),
) -> Drawn:
    """Say what was arranged, in whose place, what it asks beyond the limits, and what `also` has to be known."""
    instead = line("In place of ", people(instead_of), ". ") if instead_of else ()
    return reply(
        line(has(one, policy), "."),
        line(instead, f"Number {one.number}; everybody it concerns is told."),
        *over_limits(over, policy),
        *also,
        buttons=(cancel_button(one),),
    )


def cancelled(ones: Sequence[StandIn], policy: Policy) -> Drawn:
    """Say that an override, or both of a swap, hold no longer."""
    said = " no longer stands in for {}: whoever has the turn has the duty."
    return reply(*(line(Person(one.person), said.format(rotation_name(one.rotation, policy))) for one in ones))


def standing(ones: Sequence[StandIn], policy: Policy, command: str) -> Drawn:
    """List what can be cancelled."""
    if not ones:
        return reply(line("No override is in force or to come."))
    return reply(
        *(line(Strong(str(one.number)), ": ", has(one, policy), ".") for one in ones),
        line("To take one back: ", Strong(f"{command} cancel {ones[0].number}"), "."),
    )


def has(one: StandIn, policy: Policy) -> Line:
    """Say what somebody took over, from when until when."""
    why = line(" (", Theirs(one.why, 100), ")") if one.why else ()
    name = Strong(rotation_name(one.rotation, policy))
    return line(
        Person(one.person), " has ", name, " from ", At(one.starts, "date_time"), " to ", At(one.ends, "date_time"), why
    )


def over_limits(over: Sequence[OverLimit], policy: Policy) -> list[Line]:
    """Say whom this asks too much, in the words of the limit; it stands all the same."""
    more = len(over) - _SHOWN
    said = [over_limit(one, policy) for one in over[:_SHOWN]]
    return [*said, *([line(f"and {more} more like it.")] if more > 0 else [])]


def over_limit(one: OverLimit, policy: Policy) -> Line:
    """Say one limit that is exceeded."""
    limits = policy.rotations[one.rotation].limits
    source = f" ({limits.source})" if limits and limits.source else ""
    match one.exceeded:
        case Exceeded.WEEKS_A_QUARTER:
            said = f" has {one.asked:g} weeks of duty in that quarter; at most {one.allowed} are asked"
        case Exceeded.EVENING_WEEKS:
            said = f" has {one.asked:g} evening weeks in a row; at most {one.allowed} are asked"
        case Exceeded.NO_WEEK_OFF:
            said = f" was called in {one.asked:g} times in a shift: after more than {one.allowed} the next week is off"
    return line(Strong("Beyond the limit: "), Person(one.person), f"{said}{source}. It stands all the same.")


def cancel_button(one: StandIn) -> Block:
    """Take an override back."""
    return button("Cancel override", CANCEL_OVERRIDE, str(one.number), spoken=f"Cancel override {one.number}")
