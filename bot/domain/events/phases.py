"""The stretches of an incident: what is to be done in each, who did it when, and the question it asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import PhaseId, TemplateId


@dataclass(frozen=True, kw_only=True)
class ListItem:
    """One thing to do in a phase; `key` is its checklist and place in it, `due_at` by when (None: no time of its own).

    `every` is how long after it was done it is due again; `times` how often it has to succeed.
    """

    key: str
    do: str
    checklist: str
    who: str = ""
    required: bool = False
    times: int | None = None
    due_at: datetime | None = None
    every: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a phase asks between two moments (UTC); `choices` are its answers, each with what follows."""

    ask: str
    opens_at: datetime
    closes_at: datetime
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PhaseBegun:
    """A phase of the incident begins; `ends_at` is when it should be over.

    `update_every` is how often word is given inside while it lasts, `status_line` the text of that word, `runbooks` the
    names of what to read.
    """

    phase: PhaseId
    name: str
    rule: str
    ends_at: datetime | None = None
    items: tuple[ListItem, ...] = ()
    question: Question | None = None
    update_every: timedelta | None = None
    status_line: TemplateId | None = None
    runbooks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PhaseOverrun:
    """A phase should be over by now, and lasts; `left` is what is still to be done in it."""

    phase: PhaseId
    rule: str
    left: tuple[str, ...]
    people: tuple[PersonId, ...]
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class PhaseEnded:
    """A phase is over, by its time or because the work moved on; `left` is what was not done in it."""

    phase: PhaseId
    rule: str
    left: tuple[str, ...] = ()
    required_left: bool = False
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class ItemTicked:
    """Something on a phase's list was done."""

    phase: PhaseId
    key: str
    do: str


@dataclass(frozen=True, kw_only=True)
class ItemUnticked:
    """Something on a phase's list was ticked by mistake."""

    phase: PhaseId
    key: str
    do: str


@dataclass(frozen=True, kw_only=True)
class ItemsDue:
    """Those who owe it were told that these are due on a phase's list; what comes round begins again."""

    phase: PhaseId
    keys: tuple[str, ...]
    left: tuple[str, ...]
    people: tuple[PersonId, ...]
    rule: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionAsked:
    """A phase's question was asked; it is to be answered by `closes_at`."""

    phase: PhaseId
    ask: str
    closes_at: datetime
    people: tuple[PersonId, ...]
    rule: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionOverdue:
    """A phase's question was not answered in its time, and went to the commander once more."""

    phase: PhaseId
    ask: str
    people: tuple[PersonId, ...]
    rule: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionMade:
    """A phase's question was answered; `choice` is the place of the answer, `do` what follows from it."""

    phase: PhaseId
    choice: int
    answer: str
    do: str
    rule: str


OfPhases = (
    PhaseBegun
    | PhaseOverrun
    | PhaseEnded
    | ItemTicked
    | ItemUnticked
    | ItemsDue
    | DecisionAsked
    | DecisionOverdue
    | DecisionMade
)
"""Everything that can happen in a phase."""
