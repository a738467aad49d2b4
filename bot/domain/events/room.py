"""What people do in Slack to the place where an incident is run."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId
from bot.domain.people import PersonId


class Loss(StrEnum):
    """How a place was lost; an unreachable one was deleted, or Conn was removed from it."""

    ARCHIVED = "archived"
    DELETED = "deleted"
    UNREACHABLE = "unreachable"


class Exposure(StrEnum):
    """Who can read a channel now that could not before, or no longer can."""

    SHARED = "shared"
    PRIVATE = "private"


@dataclass(frozen=True, kw_only=True)
class RoomLost:
    """The place where the incident was run takes nothing any more; these people were told, and another is made."""

    channel: ChannelId
    name: str
    how: Loss
    people: tuple[PersonId, ...]


@dataclass(frozen=True, kw_only=True)
class CardUnpinned:
    """A person took the card's pin away; the first time it is put back, later it is left."""


@dataclass(frozen=True, kw_only=True)
class RoomExposed:
    """The channel was shared with another company, or made private; whoever is in command (`people`) was warned."""

    to: Exposure
    people: tuple[PersonId, ...]


OfRoom = RoomLost | CardUnpinned | RoomExposed
