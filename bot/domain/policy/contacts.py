"""Whom to reach and what to read: directory, runbooks, vendors."""

from dataclasses import dataclass
from typing import Annotated

from bot.domain.durations import Deadline
from bot.domain.policy.names import ASeverity, ATier, RunbookId, VendorId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.terms import FilledIn, Line, Term


@dataclass(frozen=True, kw_only=True)
class Contact(Term):
    """A line of the directory."""

    id: FilledIn[str]
    name: Line
    tier: ATier | None = None
    address: Annotated[Line | Slot | None, OPEN] = None
    hours: Line | None = None
    severities: tuple[ASeverity, ...] = ()
    use_for: Line | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Runbook(Term):
    """What to read when certain words come up."""

    id: FilledIn[RunbookId]
    name: Line
    location: Annotated[Line | Slot, OPEN]
    keywords: tuple[Line, ...] = ()
    note: Line | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Vendor(Term):
    """Somebody outside who runs a part of what we depend on; their ticket is kept and chased."""

    id: FilledIn[VendorId]
    name: Line
    contact: Annotated[Line | Slot, OPEN]
    kind: Line | None = None
    provides: tuple[Line, ...] = ()
    status_page: Line | None = None
    follow_up_every: Deadline | None = None
    source: Line | None = None
