"""How an escalation climbs: steps, waits, and the conditions that skip or add to them."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.durations import Deadline
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import (
    AChannel,
    ACustomerTier,
    AnArea,
    ARoute,
    ASeverity,
    ATag,
    ATemplate,
    PathId,
    SeverityId,
)
from bot.domain.policy.statuses import Status
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import Amount, Count, FilledIn, Flag, Line, Term
from bot.domain.policy.tiers import Source


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an incident when a condition is asked; tags are the facts people ticked."""

    severity: SeverityId
    status: Status
    age: timedelta = timedelta()
    in_status: timedelta = timedelta()
    tags: frozenset[str] = frozenset()
    area: str | None = None
    route: str | None = None
    customer: str | None = None
    money: float = 0
    customers_affected: int = 0
    repeats: int = 0


@dataclass(frozen=True, kw_only=True)
class When(Term):
    """A condition: everything stated must hold. In a list of them, one is enough; an empty list always holds.

    `money_above` is in the model's currency; `repeats` counts reports of the same issue.
    """

    severity: tuple[ASeverity, ...] = ()
    """The severity is one of these."""
    status: tuple[Status, ...] = ()
    """The status is one of these."""
    older_than: Deadline | None = None
    """It was declared, or reopened, so long ago or longer."""
    in_status_longer_than: Deadline | None = None
    """The status has not changed for so long or longer."""
    tags: tuple[ATag, ...] = ()
    """All these facts are ticked."""
    area: tuple[AnArea, ...] = ()
    """It touches one of these areas."""
    route: tuple[ARoute, ...] = ()
    """It is one of these kinds of problem."""
    customers: tuple[ACustomerTier, ...] = ()
    """It concerns one of these groups of customers."""
    money_above: Amount | None = None
    """More than this is at stake, in the model's currency."""
    customers_over: Count | None = None
    """More customers than this are affected."""
    repeats: Count | None = None
    """The same issue was reported so often."""

    @property
    def is_about_severity(self) -> bool:
        """Whether nothing but the severity decides it."""
        return self == When(severity=self.severity)

    @property
    def waits(self) -> bool:
        """Whether it may come to hold by time alone."""
        return self.older_than is not None or self.in_status_longer_than is not None

    def holds(self, facts: Facts) -> bool:
        """Say whether everything stated is so."""
        checks = (
            not self.severity or facts.severity in self.severity,
            not self.status or facts.status in self.status,
            self.older_than is None or facts.age >= self.older_than.elapsed,
            self.in_status_longer_than is None or facts.in_status >= self.in_status_longer_than.elapsed,
            set(self.tags) <= facts.tags,
            not self.area or facts.area in self.area,
            not self.route or facts.route in self.route,
            not self.customers or facts.customer in self.customers,
            self.money_above is None or facts.money > self.money_above,
            self.customers_over is None or facts.customers_affected > self.customers_over,
            self.repeats is None or facts.repeats >= self.repeats,
        )
        return all(checks)


def any_holds(conditions: tuple[When, ...], facts: Facts) -> bool:
    """Say whether a list of conditions lets something happen."""
    return not conditions or any(condition.holds(facts) for condition in conditions)


@dataclass(frozen=True, kw_only=True)
class Step(Term):
    """One rung: whom it pages, and how long an acknowledgement is waited for before the next.

    Without `wait` the response time of the tier it pages holds. A step whose `when` does not hold is skipped;
    `automatic: false` is taken only when a person escalates.
    """

    page: tuple[Source, ...] = ()
    """Whom it calls, all at once."""
    wait: Limits = ()
    """How long an acknowledgement is waited for; the response time of the tier when left out."""
    when: tuple[When, ...] = ()
    """In which cases it is taken; always when left out."""
    automatic: Flag = True
    """Whether it is taken by itself when nobody acknowledged, or only when a person escalates."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Trigger(Term):
    """Something that escalates by itself, or offers to, as soon as its condition holds."""

    when: tuple[When, ...]
    """The conditions; one that holds is enough."""
    page: tuple[Target, ...] = ()
    """Who is paged."""
    tell: tuple[Target, ...] = ()
    """Who is told without being paged."""
    post_in: tuple[AChannel, ...] = ()
    """Where it is posted."""
    within: Deadline | None = None
    """How soon they answer."""
    automatic: Flag = True
    """Whether it happens by itself, or is offered to the people there."""
    template: ATemplate | None = None
    """The text that goes with it."""
    do: tuple[Line, ...] = ()
    """What people do then."""
    rule: Line
    """The rule in one sentence."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class EscalationPath(Term):
    """Who is paged one after the other, and what makes it jump; `end` is said when nobody is left."""

    id: FilledIn[PathId]
    name: Line | None = None
    """What people call it."""
    steps: tuple[Step, ...] = ()
    """The rungs, first called first."""
    triggers: tuple[Trigger, ...] = ()
    """What jumps ahead on this path."""
    end: Line = "Nobody is left on this path."
    """What is said when nobody is left."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
