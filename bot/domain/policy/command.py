"""How incidents are run here: rooms, command, roles and reminders."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator

from bot.domain.durations import Deadline
from bot.domain.policy.limits import Limit, Limits
from bot.domain.policy.names import AChannel, ASeverity, ATier, SomeHours
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import Flag, Line, Term


def _channel_template(text: str) -> str:
    try:
        name = text.format(number=1, slug="x", severity="p1")
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError("a channel's name is built from {number}, {slug} and {severity} only") from error
    if "{number}" not in text:
        raise ValueError("a channel's name needs {number}, or two incidents get the same")
    if name != name.lower() or " " in name or len(name) > 40:  # noqa: PLR2004 - Slack allows 80; the slug needs room
        raise ValueError("a channel's name is lower case, without spaces, and leaves room for the title")
    return text


def _url(text: str) -> str:
    if not text.startswith("https://") or len(text.split()) != 1:
        raise ValueError(f"`{text}` is no bridge: expected a URL that starts with https://")
    return text


Url = Annotated[Line, AfterValidator(_url)]


def _every(text: str) -> Limits:
    return (Limit(within=Deadline.parse(text)),)


@dataclass(frozen=True, kw_only=True)
class IncidentSettings(Term):
    """What every incident gets unless its severity says otherwise.

    `hours` are the business hours by which deadlines count when no tier's own do.
    """

    channel_name: Annotated[Line, AfterValidator(_channel_template)] = "inc-{number}-{slug}"
    bridge: Annotated[Url | Slot | None, OPEN] = None
    bridge_asked_of: tuple[ASeverity, ...] = ()
    hours: SomeHours | None = None
    private: Flag = False
    invite: tuple[Target, ...] = ()
    escalations_in: AChannel | None = None
    executives_in: AChannel | None = None
    log_in: AChannel | None = None
    status_page: AChannel | None = None
    ticket_required: Flag = False
    currency: Line | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class CommandSettings(Term):
    """How command is kept from lapsing."""

    no_commander_every: Deadline = field(default_factory=lambda: Deadline.parse("2m"))
    silent_after: Limits = field(default_factory=lambda: _every("30m"))
    backup_asked_after: Deadline = field(default_factory=lambda: Deadline.parse("3m"))
    backup: tuple[Target, ...] = ()
    handoff_after: Deadline = field(default_factory=lambda: Deadline.parse("3h"))
    offer_lapses_after: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Reminders(Term):
    """When whoever owes an update, or a target, hears of it.

    `before` and `ignored_after` are about promises of word; `target_before` and `reassign_after` about
    response and resolution targets.
    """

    before: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    ignored_after: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    next_up: tuple[Target, ...] = ()
    snooze: Deadline = field(default_factory=lambda: Deadline.parse("10m"))
    target_before: Deadline | None = None
    reassign_after: Deadline | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class RoleSetting(Term):
    """What a role means here, and who takes it by right."""

    name: Line | None = None
    does: tuple[Line, ...] = ()
    does_not: tuple[Line, ...] = ()
    taken_by: tuple[ATier, ...] = ()
    needed_for: tuple[ASeverity, ...] = ()
