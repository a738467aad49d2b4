"""Promises of word: who hears what by when."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.durations import Deadline
from bot.domain.policy.targets import Role
from bot.domain.policy.terms import Line, Term


class Audience(StrEnum):
    """Who is spoken to."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    EXECUTIVES = "executives"
    STATUS_PAGE = "status_page"


class Start(StrEnum):
    """What sets a clock going."""

    DECLARED = "declared"
    ACKNOWLEDGED = "acknowledged"
    IDENTIFIED = "identified"
    MITIGATED = "mitigated"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Clock(Term):
    """A promise of word to an audience.

    The first word is due `first` after the start, further ones `every` after the last; past `maximum` the
    promise counts as broken. It runs until the incident is resolved, or once when there is no `every`.
    `owner` owes it; the incident commander does while nobody has that role.
    """

    audience: Audience
    """Who waits for word."""
    starts: Start = Start.DECLARED
    """What sets it going."""
    first: Deadline
    """How soon the first word is due."""
    every: Deadline | None = None
    """How often further word is due."""
    maximum: Deadline | None = None
    """After how long without word the promise counts as broken."""
    owner: Role = Role.COMMS
    """The role that owes it."""
    rule: Line
    """The promise in one sentence; reminders quote it."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
