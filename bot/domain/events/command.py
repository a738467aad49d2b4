"""Who is in command, and who has which role."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import Role


@dataclass(frozen=True, kw_only=True)
class CommandOffered:
    """Somebody was asked to be incident commander; nothing changes before their own press.

    `note` is what the one who hands over wants them to know; after `lapses_at` (UTC) it counts no more.
    """

    to: PersonId
    note: str = ""
    lapses_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OfferDeclined:
    """The actor does not take the command that `by` offered them."""

    by: PersonId


@dataclass(frozen=True, kw_only=True)
class OfferLapsed:
    """Whoever was offered command (`to`) did not press in time; command stays where it was."""

    to: PersonId
    by: PersonId
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class CommandTaken:
    """The actor is incident commander by their own press."""

    instead_of: PersonId | None = None


class Departure(StrEnum):
    """What somebody left who had command."""

    CHANNEL = "channel"
    WORKSPACE = "workspace"


@dataclass(frozen=True, kw_only=True)
class CommandLapsed:
    """The commander (`person`) left the room or the workspace; nobody has command until somebody takes it."""

    person: PersonId
    left: Departure


@dataclass(frozen=True, kw_only=True)
class CommandMissing:
    """It was said once more that nobody is incident commander; `again_at` is the next time."""

    times: int
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class HandoffDue:
    """The commander was told how long they have had command; `times` counts from 1, `again_at` is the next time."""

    times: int
    people: tuple[PersonId, ...]
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class HandoffPutOff:
    """The commander stays in command; nobody speaks of a handoff before `until`."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class PresenceAsked:
    """The commander, of whom nothing was heard for `silent`, was asked whether they still have command.

    Somebody else is asked to take it from `answer_by` on (UTC).
    """

    person: PersonId
    silent: timedelta
    answer_by: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class PresenceConfirmed:
    """The commander said that they still have command."""


@dataclass(frozen=True, kw_only=True)
class BackupAsked:
    """The commander (`person`) did not answer, so these people were asked to take command; none is left if empty.

    `again_at` is when the next ones are asked (UTC).
    """

    person: PersonId
    people: tuple[PersonId, ...]
    silent: timedelta
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class RoleAssigned:
    """A role is somebody's from now on; `instead_of` had it before, `why` is said where Conn gave it by itself."""

    role: Role
    to: PersonId
    instead_of: PersonId | None = None
    why: str = ""


OfCommand = (
    CommandOffered
    | OfferDeclined
    | OfferLapsed
    | CommandTaken
    | CommandLapsed
    | CommandMissing
    | HandoffDue
    | HandoffPutOff
    | PresenceAsked
    | PresenceConfirmed
    | BackupAsked
)
"""Everything about who has command."""
