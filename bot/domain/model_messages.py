"""What Conn says of a changed support model: each message by the change it speaks of."""

from dataclasses import dataclass
from typing import get_args

from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey


@dataclass(frozen=True, kw_only=True)
class AskToSign:
    """Ask a person to agree to a change, with what differs."""

    person: PersonId
    number: int


@dataclass(frozen=True, kw_only=True)
class PostChange:
    """Put a change, with what differs, into the channel where the model records its changes."""

    channel: ChannelKey
    number: int


@dataclass(frozen=True, kw_only=True)
class TellOutcome:
    """Tell somebody who had to do with a change what became of it."""

    person: PersonId
    number: int


@dataclass(frozen=True, kw_only=True)
class PostOutcome:
    """Say in the channel of the changes what became of one."""

    channel: ChannelKey
    number: int


ModelMessage = AskToSign | PostChange | TellOutcome | PostOutcome

MODEL_MESSAGES: dict[str, type[ModelMessage]] = {kind.__name__: kind for kind in get_args(ModelMessage)}
"""Every message by the name under which the store keeps it."""
