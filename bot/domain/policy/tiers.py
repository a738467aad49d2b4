"""The levels of support and the teams beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.hours import HoursClass
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import AnArea, APath, AVendor, SomeHours, TierId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import FilledIn, Flag, Line, Term

Source = Annotated[Target | Slot, OPEN]


@dataclass(frozen=True, kw_only=True)
class Prerequisite(Term):
    """What somebody must have completed before they may take a tier, and who says so."""

    what: Line
    signed_by: Source | None = None


@dataclass(frozen=True, kw_only=True)
class Team(Term):
    """People who answer together: a tier of the ladder, or a team beside it.

    `who` names its people; `who_by_hours` replaces them in some hours. `answers` are the hours in which it
    answers at all (every hour when empty); outside them it is passed over. `hours` says which calendar
    decides.
    """

    id: FilledIn[TierId]
    name: Line
    scope: tuple[Line, ...] = ()
    who: tuple[Source, ...] = ()
    who_by_hours: Mapping[HoursClass, tuple[Source, ...]] = field(default_factory=dict)
    lead: tuple[Source, ...] = ()
    hours: SomeHours | None = None
    answers: tuple[HoursClass, ...] = ()
    response: Limits = ()
    contact: Annotated[Line | Slot | None, OPEN] = None
    note: Annotated[Line | Slot | None, OPEN] = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Tier(Team):
    """A level of the ladder: what it may do, who may take it, where it passes on to.

    `command` means that it takes over as incident commander when it acknowledges.
    """

    command: Flag = False
    executive: Flag = False
    self_service: Flag = False
    vendors: tuple[AVendor, ...] = ()
    owns: tuple[AnArea, ...] = ()
    authority: tuple[Line, ...] = ()
    forbidden: tuple[Line, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    escalates_by: APath | None = None
    resolves: Line | None = None
    diagnosis: Limits = ()
    mitigation: Limits = ()
    resolution: Limits = ()
    asks_for: tuple[Line, ...] = ()
    check_first: tuple[Line, ...] = ()
    follow_up_every: Deadline | None = None
