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
    """What people call it."""
    tier: ATier | None = None
    """The tier or team it belongs to."""
    address: Annotated[Line | Slot | None, OPEN] = None
    """How to reach it."""
    hours: Line | None = None
    """When it answers."""
    severities: tuple[ASeverity, ...] = ()
    """For which severities; all when left out."""
    use_for: Line | None = None
    """What it is for."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Runbook(Term):
    """What to read when certain words come up."""

    id: FilledIn[RunbookId]
    name: Line
    """What people call it."""
    location: Annotated[Line | Slot, OPEN]
    """Where it is."""
    keywords: tuple[Line, ...] = ()
    """Words that bring it up."""
    note: Line | None = None
    """What it is for."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Vendor(Term):
    """Somebody outside who runs a part of what we depend on; their ticket is kept and chased."""

    id: FilledIn[VendorId]
    name: Line
    """What people call it."""
    contact: Annotated[Line | Slot, OPEN]
    """How to reach their support."""
    kind: Line | None = None
    """What sort of service it is."""
    provides: tuple[Line, ...] = ()
    """What depends on them."""
    status_page: Line | None = None
    """Where they say how they are."""
    follow_up_every: Deadline | None = None
    """How often their ticket is chased."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
