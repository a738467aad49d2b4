"""What is done when: checklists, phases with time boxes, decision points, checks before resolving."""

from dataclasses import dataclass

from bot.domain.durations import Deadline
from bot.domain.policy.names import AChecklist, APhase, ARunbook, ASeverity, ATag, ATemplate, ChecklistId, PhaseId
from bot.domain.policy.statuses import Status
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import Count, FilledIn, Flag, Line, Term


@dataclass(frozen=True, kw_only=True)
class Item(Term):
    """One thing to do; `within` counts from the start of its list."""

    do: Line
    """What is done."""
    who: Line | None = None
    """Who does it."""
    within: Deadline | None = None
    """By when, counted from the start of the list."""
    every: Deadline | None = None
    """How often again."""
    severities: tuple[ASeverity, ...] = ()
    """For which severities; all when left out."""
    required: Flag = False
    """Whether it has to be ticked."""
    times: Count | None = None
    """How often it has to succeed."""


@dataclass(frozen=True, kw_only=True)
class Checklist(Term):
    """Things to do together, in order."""

    id: FilledIn[ChecklistId]
    name: Line
    """What people call it."""
    items: tuple[Item, ...]
    """What is done, in order."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Choice(Term):
    """One way out of a decision point."""

    when: Line
    """What is found."""
    tag: ATag | None = None
    """The fact that it ticks."""
    do: Line
    """What follows."""
    page: tuple[Target, ...] = ()
    """Who is called."""
    next_phase: APhase | None = None
    """The phase that begins."""


@dataclass(frozen=True, kw_only=True)
class Decision(Term):
    """A question that has to be answered between two moments after declaration."""

    ask: Line
    """The question."""
    opens: Deadline
    """When it is first asked, counted from declaration."""
    closes: Deadline
    """When it must be answered."""
    choices: tuple[Choice, ...]
    """The answers there are."""


@dataclass(frozen=True, kw_only=True)
class Phase(Term):
    """A stretch of the incident, counted from declaration, with what belongs into it."""

    id: FilledIn[PhaseId]
    name: Line
    """What people call it."""
    starts: Deadline
    """When it begins, counted from declaration."""
    ends: Deadline | None = None
    """When it should be over."""
    statuses: tuple[Status, ...] = ()
    """The statuses that belong to it."""
    checklists: tuple[AChecklist, ...] = ()
    """What is done in it."""
    decision: Decision | None = None
    """The question to be answered in it."""
    update_every: Deadline | None = None
    """How often word is given in it."""
    status_line: ATemplate | None = None
    """The text of that word."""
    runbooks: tuple[ARunbook, ...] = ()
    """What to read in it."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Verification(Term):
    """What has to be confirmed before an incident is called resolved."""

    checks: tuple[Item, ...] = ()
    """What is confirmed."""
    before: Status = Status.RESOLVED
    """Before which status."""
    severities: tuple[ASeverity, ...] = ()
    """For which severities; all when left out."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
