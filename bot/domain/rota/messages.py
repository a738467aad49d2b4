"""What Conn says about duty, to whom it matters: each message by the log entry it speaks of."""

from dataclasses import dataclass
from typing import get_args

from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey


@dataclass(frozen=True, kw_only=True)
class TellOfDuty:
    """Tell one person privately about an entry of the log of duty."""

    person: PersonId
    seq: int


@dataclass(frozen=True, kw_only=True)
class PostOfDuty:
    """Tell a channel of the model about an entry of the log of duty."""

    channel: ChannelKey
    seq: int


DutyMessage = TellOfDuty | PostOfDuty

DUTY_MESSAGES: dict[str, type[DutyMessage]] = {kind.__name__: kind for kind in get_args(DutyMessage)}
"""Every message by the name under which the store keeps it."""
