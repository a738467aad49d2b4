"""Which kind of problem goes to whom, and how urgent its words sound."""

from dataclasses import dataclass
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import (
    AChannel,
    APath,
    AreaId,
    ARoute,
    ASeverity,
    ATag,
    ATemplate,
    ATier,
    CustomerTierId,
    RouteId,
    SomeHours,
)
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import FilledIn, Line, Term


@dataclass(frozen=True, kw_only=True)
class Area(Term):
    """A part of the system, and who owns it."""

    id: FilledIn[AreaId]
    name: Line
    """What people call it."""
    owner: ATier
    """The tier or team it belongs to."""
    keywords: tuple[Line, ...] = ()
    """Words that point to it."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Route(Term):
    """A kind of problem: who has it first, who after them one by one, and how long it may take in all.

    At a severity that pages by itself these are called beside those of the severity's path; at any other, by people.
    Who has no response time of their own is given an even share of the time.
    """

    id: FilledIn[RouteId]
    name: Line
    """What people call it."""
    category: Line
    """The heading it stands under."""
    owner: Target
    """Who has it first."""
    then: tuple[tuple[Target, ...], ...] = ()
    """Who after them, one by one; several in one place share it."""
    within: Deadline | None = None
    """How long it may take in all."""
    path: APath | None = None
    """The path it escalates along, when it has one of its own."""
    tag: ATag | None = None
    """The fact that it ticks."""
    keywords: tuple[Line, ...] = ()
    """Words that point to it."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Keyword(Term):
    """What certain words in a report suggest."""

    words: tuple[Line, ...]
    """Any of these."""
    severity: ASeverity | None = None
    """The severity they suggest."""
    route: ARoute | None = None
    """The kind of problem they suggest."""
    tag: ATag | None = None
    """The fact they suggest."""
    page: tuple[Target, ...] = ()
    """Who is called."""
    reply: ATemplate | None = None
    """The text to answer with."""
    do: Line | None = None
    """What people do."""


@dataclass(frozen=True, kw_only=True)
class Triage(Term):
    """How a report becomes a severity and finds its owner, tried from the top."""

    default_severity: ASeverity | None = None
    """The severity unless the words say more."""
    keywords: tuple[Keyword, ...] = ()
    """What certain words suggest."""
    assignment: tuple[Line, ...] = ()
    """How an owner is chosen."""
    ask: tuple[Line, ...] = ()
    """What is asked of every report."""
    categories: tuple[Line, ...] = ()
    """The categories of reports."""
    root_causes: tuple[Line, ...] = ()
    """The causes a resolved report is filed under."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class CustomerTier(Term):
    """What a group of customers was promised, and how they reach us."""

    id: FilledIn[CustomerTierId]
    name: Line
    """What people call it."""
    channel: AChannel | None = None
    """How these customers reach us."""
    hours: SomeHours | None = None
    """The hours that count for them."""
    response: Limits = ()
    """Within what time they are answered."""
    resolution: Limits = ()
    """Within what time it is solved."""
    owner: tuple[Annotated[Target | Slot, OPEN], ...] = ()
    """Who speaks to them."""
    called: Line | None = None
    """How urgent they are, in a word."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
