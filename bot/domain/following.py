"""What follows from every decision, whatever it was about."""

from datetime import datetime

from bot.domain import bridging, first_responder, next_day, phase_clocks, target_clocks, triggers
from bot.domain.outcome import Outcome
from bot.domain.people import Directory
from bot.domain.policy import Policy

_PARTS = (
    phase_clocks.settled,
    first_responder.settled,
    bridging.settled,
    next_day.settled,
    target_clocks.settled,
)


def followed(outcome: Outcome, policy: Policy, directory: Directory, *, at: datetime) -> Outcome:
    """Add what the model lets follow from what was decided; nothing follows from nothing."""
    if not outcome.entries:
        return outcome
    outcome = triggers.followed(outcome, policy, directory, at=at)
    for settle in _PARTS:
        outcome = settle(outcome, policy, at=at)
    return outcome
