"""Sign-offs: what was said of whom, and who lacks what."""

from collections.abc import Sequence

from bot.domain.policy import Policy
from bot.domain.rota.events import DutyEntry, SignedOff, SignOffWithdrawn
from bot.domain.rota.signing import Standing
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line
from bot.rendering.names import target_name
from bot.rendering.replies import reply

_LISTED = 40


def signed(entry: DutyEntry, standing: Standing, policy: Policy) -> Drawn:
    """Say what somebody was signed off for now, and what is still missing."""
    return reply(
        *([sentence(entry, entry.event, policy)] if isinstance(entry.event, SignedOff) else []),
        _now(standing, policy),
    )


def withdrawn(entry: DutyEntry, policy: Policy) -> Drawn:
    """Say that somebody's sign-offs hold no longer."""
    event = entry.event
    return reply(*([sentence(entry, event, policy)] if isinstance(event, SignOffWithdrawn) else []))


def sentence(entry: DutyEntry, event: SignedOff | SignOffWithdrawn, policy: Policy) -> Line:
    """Say who signed whom off for what, or took it back."""
    tier = Strong(target_name(event.tier, policy))
    match event:
        case SignedOff(person=person, what=what):
            return line(
                Person(entry.actor), " signed ", Person(person), " off for ", tier, ": ", Theirs("; ".join(what)), "."
            )
        case SignOffWithdrawn(person=person, why=why):
            because = line(": ", Theirs(why, 200)) if why else ()
            return line(
                Person(entry.actor), " took back what ", Person(person), " was signed off for in ", tier, because, "."
            )


def listed(standings: Sequence[Standing], policy: Policy, command: str) -> Drawn:
    """List by tier who lacks what; who lacks nothing is counted."""
    if not standings:
        return reply(line("No tier of the model asks for a sign-off."))
    missing = [one for one in standings if one.fitness.missing]
    more = len(missing) - _LISTED
    ready = len(standings) - len(missing)
    return reply(
        line(f"Signed off: {ready} of {len(standings)} (each person for each tier)."),
        *(_now(one, policy) for one in missing[:_LISTED]),
        *([line(f"and {more} more.")] if more > 0 else []),
        line("To sign somebody off: ", Strong(f"{command} signoff @somebody {standings[0].tier.id}"), "."),
    )


def unsigned(standings: Sequence[Standing], policy: Policy) -> list[Line]:
    """Say for which tiers somebody takes duty without a sign-off, where the model only warns."""
    return [_now(one, policy) for one in standings]


def _now(one: Standing, policy: Policy) -> Line:
    name = Strong(target_name(one.tier.id, policy))
    if not one.fitness.missing:
        return line(Person(one.person), " can take ", name, ".")
    until = line(", no exception until ", At(one.fitness.strict_until, "date_time")) if one.fitness.strict_until else ()
    held = "and is called all the same" if one.fitness.allowed else "and is passed over"
    return line(
        Person(one.person), " is not signed off for ", name, f" {held}", until, ". Missing: ",
        Theirs("; ".join(one.fitness.missing)), ".",
    )  # fmt: skip
