"""What is said of response and resolution targets."""

from collections.abc import Iterable

from bot.domain.effects.effect import Effect
from bot.domain.effects.telling import redraw, retract, say, say_key, tell, tell_key
from bot.domain.events import (
    Entry,
    OfTargets,
    ReassignmentAsked,
    TargetBroken,
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
)
from bot.domain.incident import Incident
from bot.domain.time_targets import TimeTarget


def of_targets(event: OfTargets, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of a target: its owner beforehand, the room once it is missed; what is met is said nowhere new."""
    stood = before.target(event.goal, event.tier) if before else None
    gone = retracted_warnings(after, (stood,) if stood else ())
    match event:
        case TargetSet(due_at=due_at):
            return (*gone, *((say(after, entry),) if due_at is None else ()))
        case TargetWarned(people=people):
            return tuple(tell(after, person, entry) for person in people)
        case TargetMissed(told_by_ladder=told, people=people):
            return gone if told else (*gone, say(after, entry, otherwise=people[0]))
        case TargetBroken(people=people):
            return (say(after, entry, otherwise=people[0]),)
        case ReassignmentAsked(people=people):
            return tuple(tell(after, person, entry) for person in people)
        case TargetMet() | TargetDropped():
            said = stood and stood.missed and not stood.told_by_ladder
            return (*gone, *((redraw(after, say_key(after, stood.missed), entry),) if stood and said else ()))


def retracted_warnings(i: Incident, targets: Iterable[TimeTarget]) -> tuple[Effect, ...]:
    """Take back the warnings of targets that are missed no more."""
    warned = (t for t in targets if t.warned and not t.missed)
    return tuple(retract(i, tell_key(i, t.warned, person)) for t in warned for person in t.told)
