"""A message to be delivered once: under which key, how urgently, in which order."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from bot.domain.ids import IncidentId
from bot.domain.messages import Message, Sweep
from bot.domain.model_messages import ModelMessage
from bot.domain.rota.messages import DutyMessage

AnyMessage = Message | DutyMessage | ModelMessage | Sweep

PAGE_WAITS_FOR_ROOM = timedelta(seconds=2)
"""How long a page waits for the link it would like to carry; when Slack makes channels wait, it goes without."""

ECHO_WAITS_FOR_ROOM = timedelta(seconds=30)
"""How long what is repeated elsewhere waits for the link to the place it comes from."""


class Urgency(IntEnum):
    """Which of two messages goes first when Slack lets only one through."""

    PAGE = 0
    ANSWER = 1
    ROOM = 2
    DECORATION = 3


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A message to be delivered once, about an incident or, where that is None, about none.

    `order` names the queue in which it keeps its place (None: it waits for nobody); `in_room` says that it can go only
    when the incident has its place in Slack, `room_patience` that it would like to name that place, but waits so long
    for it at most.
    """

    key: str
    incident: IncidentId | None
    urgency: Urgency
    message: AnyMessage
    order: str | None = None
    in_room: bool = False
    room_patience: timedelta = timedelta()


def of_an_incident(message: AnyMessage) -> Message:
    """Give a message that is about an incident; ValueError for any other."""
    if isinstance(message, DutyMessage | ModelMessage | Sweep):
        raise ValueError("this message is about no incident")  # noqa: TRY004 - as for any value that cannot be
    return message
