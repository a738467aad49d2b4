"""How long something may take, depending on severity, hour, customer and way in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.hours import HoursClass
from bot.domain.policy.names import ACustomerTier, ASeverity, ATag, CustomerTierId, SeverityId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.terms import Line, Short, Term


class Goal(StrEnum):
    """What a time limit is about."""

    ACK = "ack"
    RESPONSE = "response"
    DIAGNOSIS = "diagnosis"
    MITIGATION = "mitigation"
    RESOLUTION = "resolution"


@dataclass(frozen=True, kw_only=True)
class Limit(Term):
    """A time limit and where it holds; an empty condition holds everywhere.

    `within` is the target; `maximum`, where a document has one, is when it counts as broken. `tags` must all be
    ticked; `through` is the way in (chat, email, phone, escalated, direct).
    """

    within: Annotated[Deadline | Slot, OPEN]
    """How long it may take."""
    maximum: Deadline | None = None
    """When it counts as broken."""
    severities: tuple[ASeverity, ...] = ()
    """For which severities it holds."""
    hours: tuple[HoursClass, ...] = ()
    """In which kinds of hours it holds."""
    customers: tuple[ACustomerTier, ...] = ()
    """For which customers it holds."""
    tags: tuple[ATag, ...] = ()
    """Which facts must all be ticked for it to hold."""
    through: Line | None = None
    """For which way in it holds: chat, email, phone, escalated, direct."""
    source: Line | None = None
    """Which section of the organisation's document says so."""

    def holds(self, case: "Case") -> bool:
        """Say whether it governs here; hours and ways in that are unknown fit every limit."""
        return (
            (not self.severities or case.severity in self.severities)
            and (not self.hours or case.hours in (*self.hours, HoursClass.UNKNOWN))
            and (not self.customers or case.customer in self.customers)
            and set(self.tags) <= case.tags
            and case.through in (None, self.through or case.through)
        )


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a time limit may depend on; a way in that is None is unknown."""

    severity: SeverityId | None = None
    hours: HoursClass | None = None
    customer: CustomerTierId | None = None
    tags: frozenset[str] = frozenset()
    through: str | None = None


Limits = Annotated[tuple[Limit, ...], Short("within")]


def governing(limits: Iterable[Limit], case: Case) -> Limit | None:
    """Choose the limit that holds: the first that fits, or the shortest while the hours or the way in are unknown."""
    fitting = [limit for limit in limits if limit.holds(case)]
    unsure = case.hours is HoursClass.UNKNOWN or any(limit.through and not case.through for limit in fitting)
    return min(fitting, key=_length, default=None) if unsure else next(iter(fitting), None)


def _length(limit: Limit) -> timedelta:
    return limit.within.about if isinstance(limit.within, Deadline) else timedelta.max
