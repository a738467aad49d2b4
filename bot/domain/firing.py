"""What follows from a timer that is due."""

from datetime import datetime

from bot.domain import (
    asks,
    chasing,
    command,
    escalation,
    first_responder,
    next_day,
    phase_clocks,
    presence,
    promises,
    target_clocks,
    triggers,
    unheard,
)
from bot.domain.events import Late
from bot.domain.following import followed
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.people import Directory
from bot.domain.policy import Audience, Goal, PhaseId, Policy, VendorId
from bot.domain.timers import Timer, TimerKind


def fire(
    timer: Timer, incident: Incident, policy: Policy, directory: Directory, *, late: Late | None, at: datetime
) -> Outcome:
    """Decide what a timer's time having come leads to; to nothing when the incident has left it behind."""
    return followed(_fired(timer, incident, policy, directory, late=late, at=at), policy, directory, at=at)


def _fired(
    timer: Timer, incident: Incident, policy: Policy, directory: Directory, *, late: Late | None, at: datetime
) -> Outcome:
    match timer.kind:
        case TimerKind.ESCALATE:
            return escalation.unanswered(incident, policy, directory, rung=int(timer.subject), late=late, at=at)
        case TimerKind.VENDOR:
            return chasing.chase(incident, policy, VendorId(timer.subject), late=late, at=at)
        case TimerKind.TRIGGER:
            return triggers.due(incident, policy, directory, place=timer.subject, late=late, at=at)
        case TimerKind.NO_COMMANDER:
            return command.missing(incident, policy, late=late, at=at)
        case TimerKind.PHONE:
            return unheard.come_due(incident, target=timer.subject, late=late, at=at)
        case TimerKind.PRESENCE:
            return presence.ask(incident, policy, directory, late=late, at=at)
        case TimerKind.OFFER:
            return command.offer_lapsed(incident, late=late, at=at)
        case TimerKind.ASK:
            return asks.come_due(incident, policy, int(timer.subject), late=late, at=at)
        case TimerKind.HANDOFF:
            return command.suggest_handoff(incident, policy, late=late, at=at)
        case TimerKind.PROMISE:
            return promises.remind(incident, policy, directory, Audience(timer.subject), late=late, at=at)
        case TimerKind.TARGET:
            goal, _, tier = timer.subject.partition("/")
            return target_clocks.come_due(incident, policy, directory, goal=Goal(goal), tier=tier, late=late, at=at)
        case TimerKind.INVESTIGATE:
            return first_responder.time_is_over(incident, policy, directory, late=late, at=at)
        case TimerKind.NEXT_DAY:
            return next_day.give(incident, policy, directory, late=late, at=at)
        case TimerKind.PHASE:
            return phase_clocks.come_due(incident, policy, PhaseId(timer.subject), late=late, at=at)
