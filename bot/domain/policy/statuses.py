"""The states an incident goes through, and the organisation's own words for them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.policy.terms import Flag, Line, Term


class Status(StrEnum):
    """Where an incident stands; acknowledged is a fact with a time, not a status."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MITIGATED = "mitigated"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class StatusSetting(Term):
    """What an organisation calls a status, or that it does without."""

    name: Line | None = None
    """The organisation's word for it."""
    used: Flag = True
    """Whether it is used at all."""
