"""What follows from every decision, whatever it was about."""

from datetime import datetime

from bot.domain import phase_clocks, target_clocks, triggers
from bot.domain.outcome import Outcome
from bot.domain.people import Directory
from bot.domain.policy import Policy


def followed(outcome: Outcome, policy: Policy, directory: Directory, *, at: datetime) -> Outcome:
    """Add what the model lets follow from what was decided; nothing follows from nothing."""
    if not outcome.entries:
        return outcome
    outcome = triggers.followed(outcome, policy, directory, at=at)
    return target_clocks.settled(phase_clocks.settled(outcome, policy, at=at), policy, at=at)
