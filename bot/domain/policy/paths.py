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
    status: tuple[Status, ...] = ()
    older_than: Deadline | None = None
    in_status_longer_than: Deadline | None = None
    tags: tuple[ATag, ...] = ()
    area: tuple[AnArea, ...] = ()
    route: tuple[ARoute, ...] = ()
    customers: tuple[ACustomerTier, ...] = ()
    money_above: Amount | None = None
    customers_over: Count | None = None
    repeats: Count | None = None

    def holds(self, facts: Facts) -> bool:
        """Say whether everything stated is so."""
        checks = (
            not self.severity or facts.severity in self.severity,
            not self.status or facts.status in self.status,
            self.older_than is None or facts.age > self.older_than.elapsed,
            self.in_status_longer_than is None or facts.in_status > self.in_status_longer_than.elapsed,
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
    wait: Limits = ()
    when: tuple[When, ...] = ()
    automatic: Flag = True
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Trigger(Term):
    """Something that escalates by itself, or offers to, as soon as its condition holds."""

    when: tuple[When, ...]
    page: tuple[Target, ...] = ()
    tell: tuple[Target, ...] = ()
    post_in: tuple[AChannel, ...] = ()
    within: Deadline | None = None
    automatic: Flag = True
    template: ATemplate | None = None
    do: tuple[Line, ...] = ()
    rule: Line
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class EscalationPath(Term):
    """Who is paged one after the other, and what makes it jump; `end` is said when nobody is left."""

    id: FilledIn[PathId]
    name: Line | None = None
    steps: tuple[Step, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    end: Line = "Nobody is left on this path."
    source: Line | None = None
