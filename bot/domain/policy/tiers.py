"""The levels of support and the teams beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.hours import HoursClass
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import AVendor, SomeHours, TierId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import FilledIn, Flag, Line, Term

Source = Annotated[Target | Slot, OPEN]


@dataclass(frozen=True, kw_only=True)
class Prerequisite(Term):
    """What somebody must have completed before they may take a tier, and who says so."""

    what: Line
    """What must be completed."""
    signed_by: Source | None = None
    """Who says that it is."""


@dataclass(frozen=True, kw_only=True)
class Team(Term):
    """People who answer together: a tier of the ladder, or a team beside it.

    `who` names its people; `who_by_hours` replaces them in some hours. `answers` are the hours in which it
    answers at all (every hour when empty); outside them it is passed over; in `reduced_in` it answers, but not
    with its full service. `hours` says which calendar decides.
    """

    id: FilledIn[TierId]
    name: Line
    """What people call it."""
    scope: tuple[Line, ...] = ()
    """What it answers for."""
    who: tuple[Source, ...] = ()
    """Its people: a rotation, a Slack group, a PagerDuty schedule, people by address."""
    who_by_hours: Mapping[HoursClass, tuple[Source, ...]] = field(default_factory=dict)
    """Other people for some kinds of hours."""
    lead: tuple[Source, ...] = ()
    """Who leads it; some rights are the lead's alone."""
    hours: SomeHours | None = None
    """The calendar that says what kind of hour it is for this team."""
    answers: tuple[HoursClass, ...] = ()
    """The kinds of hours in which it answers at all; every kind when left out."""
    reduced_in: tuple[HoursClass, ...] = ()
    """The kinds of hours in which it answers with less than its full service."""
    response: Limits = ()
    """Within what time it answers a page."""
    contact: Annotated[Line | Slot | None, OPEN] = None
    """How people outside reach it."""
    note: Annotated[Line | Slot | None, OPEN] = None
    """What else to know about it."""
    source: Line | None = None
    """Which section of the organisation's document says so."""

    def answers_in(self, hours: HoursClass) -> bool:
        """Say whether it answers at all in this kind of hour; while the kind is unknown, it does."""
        return not self.answers or hours in (*self.answers, HoursClass.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class Tier(Team):
    """A level of the ladder: what it may do, who may take it, where it passes on to.

    `command` means that it takes over as incident commander when it acknowledges.
    """

    command: Flag = False
    """Whether it takes over as incident commander when it acknowledges."""
    executive: Flag = False
    """Whether it is for decisions above the work itself: while somebody has command, its people change the severity,
    escalate and resolve only once they have taken it themselves."""
    self_service: Flag = False
    """Whether it is documentation, not people."""
    vendors: tuple[AVendor, ...] = ()
    """The vendors it turns to."""
    authority: tuple[Line, ...] = ()
    """What it may do."""
    forbidden: tuple[Line, ...] = ()
    """What it may not do."""
    prerequisites: tuple[Prerequisite, ...] = ()
    """What somebody must have completed before they may take it."""
    signed_off: tuple[Source, ...] = ()
    """Who had completed all of that when the model was written; whom Conn was told of since, it keeps itself."""
    resolves: Line | None = None
    """What part of the questions ends here."""
    diagnosis: Limits = ()
    """Within what time it finds the cause."""
    mitigation: Limits = ()
    """Within what time it holds the impact."""
    resolution: Limits = ()
    """Within what time it solves, or passes on."""
    asks_for: tuple[Line, ...] = ()
    """What an escalation to it must bring."""
    check_first: tuple[Line, ...] = ()
    """What is checked before it is called."""
    follow_up_every: Deadline | None = None
    """How often its answer is chased."""
