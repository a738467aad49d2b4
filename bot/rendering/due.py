"""What is due next, and what one call of the ladder stands at."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Question
from bot.domain.incident import Incident, Promise, Rung
from bot.domain.policy import Policy
from bot.domain.time_targets import TimeTarget
from bot.rendering.lines import At, Line, Person, Theirs, line
from bot.rendering.names import called, capital, next_step, owed
from bot.rendering.targets import target_words
from bot.rendering.text import span


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that happens or is owed at a moment, in a few words.

    `is_overdue` once it was reminded of, which is when what shows it is drawn again; `is_end`: nobody is left to call.
    """

    at: datetime
    what: Line
    owed: bool
    is_overdue: bool = False
    is_end: bool = False


def due_next(incident: Incident, policy: Policy) -> tuple[Due, ...]:
    """List what is due, soonest first."""
    found = [_promised(incident, promise) for promise in incident.promises]
    found += [due for phase in incident.phases if phase.waits_for_answer for due in _asked(phase.terms.question)]
    found += [_at_risk(target, policy) for target in incident.targets if is_at_risk(target)]
    if call := next_call(incident, policy):
        found.append(call)
    return tuple(sorted(found, key=lambda due: due.at))


def is_at_risk(target: TimeTarget) -> bool:
    """Whether a target was warned of or missed, and is still to be met; what the ladder says is not said twice."""
    return not (target.is_met or target.told_by_ladder) and bool(target.warned or target.missed)


def due_line(due: Due) -> Line:
    """Say when something is due, or that it is overdue."""
    if due.is_overdue:
        return line(due.what, " was due at ", At(due.at))
    return line(due.what, " due by " if due.owed else " at ", At(due.at))


def next_call(incident: Incident, policy: Policy) -> Due | None:
    """Say who is called next by itself, and when; None when somebody answered or nobody is left."""
    rung = incident.rung
    if not unanswered(incident) or rung is None or rung.next_at is None or incident.path_ended:
        return None
    following = next_step(incident, policy, at=rung.next_at, by_hand=False)
    what = f"{following} is called" if following else "nobody is left to call"
    return Due(at=rung.next_at, what=(what,), owed=False, is_end=following is None)


def unanswered(incident: Incident) -> bool:
    """Whether somebody should still answer: for the call that counts now, or at all where nobody was called."""
    answered = incident.rung.acknowledged if incident.rung else incident.acknowledged
    return incident.is_open and answered is None


def call_line(rung: Rung, policy: Policy) -> Line:
    """Say who was called, and who answered after how long."""
    call = line(called(rung.target, rung.people, policy), " called at ", At(rung.paged_at))
    if rung.acknowledged is None:
        return line(call, ", no answer yet")
    took = span(rung.acknowledged.at - rung.paged_at)
    return line(call, ", acknowledged by ", Person(rung.acknowledged.by), f" after {took}")


def _asked(question: Question | None) -> list[Due]:
    return (
        [Due(at=question.closes_at, what=line("Decision: ", Theirs(question.ask, 80)), owed=True)] if question else []
    )


def _at_risk(target: TimeTarget, policy: Policy) -> Due:
    what = line(capital(target_words(target.goal, target.tier, policy)))
    at = target.terms.due_at or target.set_at
    return Due(at=at, what=what, owed=True, is_overdue=bool(target.missed))


def _promised(incident: Incident, promise: Promise) -> Due:
    words = owed(promise.audience)
    holder = incident.roles.get(promise.owner) if promise.owner else None
    who = line(" (", Person(holder), ")") if holder else ()
    what = line(capital(words), who)
    return Due(at=promise.due_at, what=what, owed=True, is_overdue=promise.reminders > 0)
