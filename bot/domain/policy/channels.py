"""Where things are said: what each channel is for, what it is not for, and how soon it answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.domain.policy.clocks import Audience
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import AChannel, ASeverity, ATemplate, ATier, ChannelKey, SomeHours, TemplateId
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.targets import Target
from bot.domain.policy.terms import FilledIn, Flag, Line, Prose, Term


class ChannelKind(StrEnum):
    """What has to be done to say something there."""

    SLACK = "slack"
    PAGERDUTY = "pagerduty"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    BRIDGE = "bridge"
    STATUS_PAGE = "status_page"


class Echo(StrEnum):
    """A happening that is repeated in a channel, so that those who watch it know."""

    DECLARED = "declared"
    ACKNOWLEDGED = "acknowledged"
    COMMAND = "command"
    ESCALATED = "escalated"
    STATUS = "status"
    SEVERITY = "severity"
    UPDATE = "update"
    NOTE = "note"
    RESOLVED = "resolved"
    SHIFT = "shift"


@dataclass(frozen=True, kw_only=True)
class Channel(Term):
    """One way to be heard. `address` is a Slack channel, an e-mail address, a number or a URL."""

    id: FilledIn[ChannelKey]
    name: Line
    """What people call it."""
    kind: ChannelKind = ChannelKind.SLACK
    """What has to be done to say something there."""
    address: Annotated[Line | Slot | None, OPEN] = None
    """A Slack channel, an e-mail address, a number or a URL."""
    use_for: tuple[Line, ...] = ()
    """What it is for."""
    not_for: tuple[Line, ...] = ()
    """What it is not for."""
    severities: tuple[ASeverity, ...] = ()
    """The severities it is meant for."""
    pages: tuple[ATier, ...] = ()
    """For whose calls a phone rings through it, where it is PagerDuty; for every tier and rotation when left out."""
    answer: Line | None = None
    """What to expect, in words."""
    answer_within: Limits = ()
    """How soon an answer comes."""
    hours: SomeHours | None = None
    """The hours in which it is read."""
    echoes: tuple[Echo, ...] = ()
    """What is repeated there."""
    echo_severities: tuple[ASeverity, ...] = ()
    """For which severities it is repeated."""
    source: Line | None = None
    """Which section of the organisation's document says so."""

    @property
    def slack_name(self) -> str | None:
        """What it is called in Slack, without #; None for what is no Slack channel, or still open."""
        if self.kind is not ChannelKind.SLACK or isinstance(self.address, Slot):
            return None
        return (self.address or self.name).lstrip("#")


@dataclass(frozen=True, kw_only=True)
class AudienceSetting(Term):
    """How an audience is told: where, by whose leave, with which words."""

    name: Line | None = None
    """What people call it."""
    channels: tuple[AChannel, ...] = ()
    """Where it is told: Conn writes to those in Slack, and names the others to whoever owes word."""
    to: tuple[Target, ...] = ()
    """Who is told by name, in a direct message."""
    template: ATemplate | None = None
    """With which text: a status update is asked for in the form, any other is named to whoever owes word."""
    significant_only: Flag = False
    """Whether it hears, at once, that an incident is declared, changes its severity or status, calls further people or
    ends, and no word that nothing changed."""
    severities: tuple[ASeverity, ...] = ()
    """The severities of which it hears; all when left out."""
    note: Line | None = None
    """What else to mind."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


class TemplateKind(StrEnum):
    """What a text is for."""

    STATUS_UPDATE = "status_update"
    CUSTOMER_UPDATE = "customer_update"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    ESCALATION = "escalation"
    HANDOFF = "handoff"
    SUMMARY = "summary"
    POSTMORTEM = "postmortem"
    REPORT = "report"
    REPLY = "reply"


class KnownAs(StrEnum):
    """What Conn can fill in by itself, from the incident, its log and the model."""

    TITLE = "title"
    SEVERITY = "severity"
    STATUS = "status"
    TICKET = "ticket"
    CUSTOMER = "customer"
    CUSTOMERS_AFFECTED = "customers_affected"
    AREA = "area"
    AGE = "age"
    ATTEMPTS = "attempts"
    TIMELINE = "timeline"
    DATE = "date"
    DURATION = "duration"
    RESOLVED_AT = "resolved_at"
    DUE = "due"
    RESPONSE = "response"
    TASKS = "tasks"
    ME = "me"
    NEXT_ON_CALL = "next_on_call"
    NUMBERS = "numbers"


@dataclass(frozen=True, kw_only=True)
class Blank(Term):
    """A blank of a template that is asked for, unless Conn knows it already (`known_as`)."""

    name: Line
    """The word that stands in the text."""
    label: Line
    """The question."""
    required: Flag = False
    """Whether it has to be answered."""
    known_as: KnownAs | None = None
    """What Conn fills in by itself."""
    choices: tuple[Line, ...] = ()
    """The answers there are."""


@dataclass(frozen=True, kw_only=True)
class Template(Term):
    """A text with blanks, in Jinja2 of which it may use conditions and a few filters."""

    id: FilledIn[TemplateId]
    name: Line | None = None
    """What people call it."""
    kind: TemplateKind
    """What it is for."""
    audience: Audience | None = None
    """Who reads it."""
    subject: Line | None = None
    """The subject, where there is one."""
    body: Prose
    """The text, in Jinja2: `{{ blank }}`, `{% if blank %}`, and the filters that change its case or trim it."""
    fields: tuple[Blank, ...] = ()
    """Its blanks, in the order they are asked for."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
