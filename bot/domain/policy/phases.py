"""What is done when: checklists, phases with time boxes, decision points, checks before resolving."""

from dataclasses import dataclass

from bot.domain.durations import Deadline
from bot.domain.policy.names import AChecklist, ARunbook, ASeverity, ATag, ATemplate, ChecklistId
from bot.domain.policy.statuses import Status
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import Count, FilledIn, Flag, Line, Term


@dataclass(frozen=True, kw_only=True)
class Item(Term):
    """One thing to do; `within` counts from the start of its list."""

    do: Line
    who: Line | None = None
    within: Deadline | None = None
    every: Deadline | None = None
    severities: tuple[ASeverity, ...] = ()
    required: Flag = False
    times: Count | None = None


@dataclass(frozen=True, kw_only=True)
class Checklist(Term):
    """Things to do together, in order."""

    id: FilledIn[ChecklistId]
    name: Line
    items: tuple[Item, ...]
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Choice(Term):
    """One way out of a decision point."""

    when: Line
    tag: ATag | None = None
    do: Line
    page: tuple[Target, ...] = ()
    next_phase: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Decision(Term):
    """A question that has to be answered between two moments after declaration."""

    ask: Line
    opens: Deadline
    closes: Deadline
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Phase(Term):
    """A stretch of the incident, counted from declaration, with what belongs into it."""

    id: FilledIn[str]
    name: Line
    starts: Deadline
    ends: Deadline | None = None
    statuses: tuple[Status, ...] = ()
    checklists: tuple[AChecklist, ...] = ()
    decision: Decision | None = None
    update_every: Deadline | None = None
    status_line: ATemplate | None = None
    runbooks: tuple[ARunbook, ...] = ()
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Verification(Term):
    """What has to be confirmed before an incident is called resolved."""

    checks: tuple[Item, ...] = ()
    before: Status = Status.RESOLVED
    severities: tuple[ASeverity, ...] = ()
    source: Line | None = None
