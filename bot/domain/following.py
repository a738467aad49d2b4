"""What follows from every decision, whatever it was about."""

from datetime import datetime

from bot.domain import target_clocks
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy


def followed(outcome: Outcome, policy: Policy, *, at: datetime) -> Outcome:
    """Add what the model lets follow from what was decided; nothing follows from nothing."""
    return target_clocks.settled(outcome, policy, at=at) if outcome.entries else outcome
