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
    owner: ATier
    keywords: tuple[Line, ...] = ()
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Route(Term):
    """A kind of problem: who has it first, who after them one by one, and how long it may take in all."""

    id: FilledIn[RouteId]
    name: Line
    category: Line
    owner: Target
    then: tuple[tuple[Target, ...], ...] = ()
    within: Deadline | None = None
    path: APath | None = None
    tag: ATag | None = None
    keywords: tuple[Line, ...] = ()
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Keyword(Term):
    """What certain words in a report suggest."""

    words: tuple[Line, ...]
    severity: ASeverity | None = None
    route: ARoute | None = None
    tag: ATag | None = None
    page: tuple[Target, ...] = ()
    reply: ATemplate | None = None
    do: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Triage(Term):
    """How a report becomes a severity and finds its owner, tried from the top."""

    default_severity: ASeverity | None = None
    keywords: tuple[Keyword, ...] = ()
    assignment: tuple[Line, ...] = ()
    ask: tuple[Line, ...] = ()
    categories: tuple[Line, ...] = ()
    root_causes: tuple[Line, ...] = ()
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerTier(Term):
    """What a group of customers was promised, and how they reach us."""

    id: FilledIn[CustomerTierId]
    name: Line
    channel: AChannel | None = None
    hours: SomeHours | None = None
    response: Limits = ()
    resolution: Limits = ()
    owner: tuple[Annotated[Target | Slot, OPEN], ...] = ()
    called: Line | None = None
    source: Line | None = None
