"""How incidents are run here: rooms, command, asks, roles and reminders."""

from dataclasses import dataclass, field
from datetime import datetime
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

from bot.domain.addresses import is_plain, leads_inside
from bot.domain.durations import Deadline
from bot.domain.policy.limits import Limit, Limits
from bot.domain.policy.names import AChannel, ASeverity, SomeHours
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import Flag, Line, Term


def _channel_template(text: str) -> str:
    if not _has_blanks_only(text):
        raise ValueError("a channel's name is built from {number}, {slug} and {severity} only")
    name = text.format(number=1, slug="x", severity="p1")
    if "{number}" not in text:
        raise ValueError("a channel's name needs {number}, or two incidents get the same")
    if name != name.lower() or " " in name or len(name) > 40:  # noqa: PLR2004 - Slack allows 80; the slug needs room
        raise ValueError("a channel's name is lower case, without spaces, and leaves room for the title")
    return text


def _has_blanks_only(text: str) -> bool:
    """Whether nothing in braces is more than a name: Python would read attributes there, and pad to any length."""
    try:
        return all(
            name is None or (name in ("number", "slug", "severity") and not (spec or conversion))
            for _, name, spec, conversion in Formatter().parse(text)
        )
    except ValueError:
        return False


def _url(text: str) -> str:
    if not is_plain(text) or leads_inside(text):
        raise ValueError(f"`{text}` is no bridge: expected a URL that starts with https:// and leads others there too")
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
    """The name of an incident's channel, from `{number}`, `{slug}` and `{severity}`."""
    bridge: Annotated[Url | Slot | None, OPEN] = None
    """The call that people join."""
    bridge_asked_of: tuple[ASeverity, ...] = ()
    """Severities at which the commander is asked for a bridge once somebody acknowledged."""
    hours: SomeHours | None = None
    """The business hours that count where no tier's own do."""
    private: Flag = False
    """Whether incidents are private unless somebody says otherwise."""
    escalations_in: AChannel | None = None
    """Where escalations are posted."""
    log_in: AChannel | None = None
    """Where everything is repeated as a continuous log."""
    ticket_required: Flag = False
    """Whether an incident needs a ticket."""
    currency: Line | None = None
    """The currency of every amount."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class CommandSettings(Term):
    """How command is kept from lapsing."""

    no_commander_every: Deadline = field(default_factory=lambda: Deadline.parse("2m"))
    """How often it is said that nobody is in command."""
    silent_after: Limits = field(default_factory=lambda: _every("30m"))
    """After how long a silent commander is asked."""
    backup_asked_after: Deadline = field(default_factory=lambda: Deadline.parse("3m"))
    """How long their answer is waited for."""
    backup: tuple[Target, ...] = ()
    """Who is asked then."""
    handoff_after: Deadline = field(default_factory=lambda: Deadline.parse("3h"))
    """After how long in command a handover is suggested."""
    offer_lapses_after: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    """How long an offer of command stands."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class AskSettings(Term):
    """How long one thing may take that somebody is asked for, and how long they have to answer.

    What is not accepted in time, or at its end not answered, goes back to the commander.
    """

    accept_within: Deadline = field(default_factory=lambda: Deadline.parse("2m"))
    """How long they have to accept, and at the end to say how it stands."""
    length: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    """How long it may take where nobody says."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Reminders(Term):
    """When whoever owes an update, or a target, hears of it.

    `before` and `ignored_after` are about promises of word; `target_before` and `reassign_after` about
    response and resolution targets.
    """

    before: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    """How long before a promise is due its owner is told."""
    ignored_after: Deadline = field(default_factory=lambda: Deadline.parse("5m"))
    """After how long an ignored reminder goes up; once all were named, each wait is twice the last, up to an hour."""
    next_up: tuple[Target, ...] = ()
    """Who hears of it next."""
    snooze: Deadline = field(default_factory=lambda: Deadline.parse("10m"))
    """How long a snooze is."""
    target_before: Deadline | None = None
    """How long before a target somebody is warned."""
    reassign_after: Deadline | None = None
    """How long after a missed target another owner is asked for."""
    source: Line | None = None
    """Which section of the organisation's document says so."""

    def ahead_of(self, due_at: datetime, made_at: datetime) -> datetime | None:
        """Say when whoever owes word due then is told beforehand (UTC); None when it is due too soon for that."""
        before = due_at - self.before.elapsed
        return before if made_at < before < due_at else None


@dataclass(frozen=True, kw_only=True)
class RoleSetting(Term):
    """What a role means here, and who takes it by right."""

    name: Line | None = None
    """What people call it."""
    does: tuple[Line, ...] = ()
    """What it is for."""
