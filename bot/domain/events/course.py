"""An incident from its declaration to its end: where it is run, how bad it is, where the work stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.events.about import Origin, Readers
from bot.domain.ids import ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.domain.policy import Audience, ChannelKey, Echo, PathId, SeverityId, Status, Tag


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Somebody said that this is an incident; `mentions` are those named where it shows, without being paged.

    `customers` says who is affected in words, `customer` which group of the model's customers; `tags` are the ticked
    facts, `money` is what is at stake in the model's currency, `repeats` how often the same was reported.
    `echoes` says which happenings are repeated in which channels, `readers` whom each audience has.
    """

    title: str
    severity: SeverityId
    path: PathId | None
    policy_revision: str
    summary: str = ""
    private: bool = False
    bridge: str | None = None
    category: str = ""
    area: str = ""
    ticket: str = ""
    customers: str = ""
    customer: str = ""
    tags: tuple[Tag, ...] = ()
    money: int = 0
    repeats: int = 0
    mentions: tuple[PersonId, ...] = ()
    origin: Origin | None = None
    echoes: Mapping[Echo, tuple[ChannelKey, ...]] = field(default_factory=dict)
    readers: Mapping[Audience, Readers] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RoomOpened:
    """There is now a place in Slack where this incident is run; a thread where the model gives it no channel."""

    channel: ChannelId
    name: str
    thread: MessageTs | None = None


@dataclass(frozen=True, kw_only=True)
class SeverityChanged:
    """It is worse or less bad than was thought; whoever the new severity adds is called once.

    `path` is the escalation path from now on, `wait` how long the call that counts now may still wait, counted from
    when it was made (None: nobody further is called by itself).
    """

    severity: SeverityId
    before: SeverityId
    path: PathId | None
    wait: timedelta | None = None
    mentions: tuple[PersonId, ...] = ()
    why: str = ""
    echoes: Mapping[Echo, tuple[ChannelKey, ...]] = field(default_factory=dict)
    readers: Mapping[Audience, Readers] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ModelAdopted:
    """It runs by another revision of the support model from now on, by somebody's decision.

    `path` is its escalation path from now on, `wait` how long the call that counts now may still wait, counted from
    when it was made (None: nobody further is called by itself).
    """

    revision: str
    before: str
    path: PathId | None
    wait: timedelta | None = None
    echoes: Mapping[Echo, tuple[ChannelKey, ...]] = field(default_factory=dict)
    readers: Mapping[Audience, Readers] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StatusChanged:
    """The work came to another point."""

    status: Status
    before: Status
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class BridgeAsked:
    """Whoever is in command was asked for a bridge, since there is none and the model wants one."""

    people: tuple[PersonId, ...]


@dataclass(frozen=True, kw_only=True)
class BridgeSet:
    """There is another bridge; topic, card and bookmark follow."""

    url: str


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """It was not over; the clocks are back, as a new generation."""

    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """It was no incident, or not one of ours."""

    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """The impact is over."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was confirmed before resolving: each check with how often it succeeded; `why` the `missing` ones are not."""

    done: tuple[tuple[str, int], ...]
    missing: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Closed:
    """Nothing is left to do for this incident."""

    text: str = ""
