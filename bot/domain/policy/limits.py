"""How long something may take, depending on severity, hour, customer and way in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.hours import HoursClass
from bot.domain.policy.names import ACustomerTier, ASeverity, ATag, CustomerTierId, SeverityId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.terms import Line, Short, Term


@dataclass(frozen=True, kw_only=True)
class Limit(Term):
    """A time limit and where it holds; an empty condition holds everywhere.

    `within` is the target; `maximum`, where a document has one, is when it counts as broken. `through` is the
    way in (chat, email, phone, escalated, direct).
    """

    within: Annotated[Deadline | Slot, OPEN]
    maximum: Deadline | None = None
    severities: tuple[ASeverity, ...] = ()
    hours: tuple[HoursClass, ...] = ()
    customers: tuple[ACustomerTier, ...] = ()
    tags: tuple[ATag, ...] = ()
    through: Line | None = None
    source: Line | None = None

    def holds(
        self, *, severity: SeverityId | None, hours: HoursClass | None, customer: CustomerTierId | None = None
    ) -> bool:
        """Say whether it governs here; unknown hours fit every limit."""
        return (
            (not self.severities or severity in self.severities)
            and (not self.hours or hours in (*self.hours, HoursClass.UNKNOWN))
            and (not self.customers or customer in self.customers)
        )


Limits = Annotated[tuple[Limit, ...], Short("within")]


def governing(
    limits: Iterable[Limit],
    *,
    severity: SeverityId | None = None,
    hours: HoursClass | None = None,
    customer: CustomerTierId | None = None,
) -> Limit | None:
    """Choose the limit that holds: the first that fits, or the shortest when the hours are unknown."""
    fitting = [limit for limit in limits if limit.holds(severity=severity, hours=hours, customer=customer)]
    if hours is not HoursClass.UNKNOWN:
        return fitting[0] if fitting else None
    return min(fitting, key=_length, default=None)


def _length(limit: Limit) -> timedelta:
    return limit.within.elapsed if isinstance(limit.within, Deadline) else timedelta.max
