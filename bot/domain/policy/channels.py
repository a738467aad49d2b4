"""Where things are said: what each channel is for, what it is not for, and how soon it answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.domain.policy.clocks import Audience
from bot.domain.policy.limits import Limits
from bot.domain.policy.names import AChannel, ASeverity, ATemplate, ChannelKey, SomeHours, TemplateId
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
    kind: ChannelKind = ChannelKind.SLACK
    address: Annotated[Line | Slot | None, OPEN] = None
    use_for: tuple[Line, ...] = ()
    not_for: tuple[Line, ...] = ()
    severities: tuple[ASeverity, ...] = ()
    answer: Line | None = None
    answer_within: Limits = ()
    hours: SomeHours | None = None
    echoes: tuple[Echo, ...] = ()
    echo_severities: tuple[ASeverity, ...] = ()
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class AudienceSetting(Term):
    """How an audience is told: where, by whose leave, with which words."""

    name: Line | None = None
    channels: tuple[AChannel, ...] = ()
    to: tuple[Target, ...] = ()
    template: ATemplate | None = None
    significant_only: Flag = False
    second_person: Flag = False
    severities: tuple[ASeverity, ...] = ()
    note: Line | None = None
    source: Line | None = None


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


@dataclass(frozen=True, kw_only=True)
class Blank(Term):
    """A blank of a template that is asked for, unless Conn knows it already (`known_as`)."""

    name: Line
    label: Line
    required: Flag = False
    known_as: Line | None = None
    choices: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Template(Term):
    """A text with blanks, in sandboxed Jinja2."""

    id: FilledIn[TemplateId]
    name: Line | None = None
    kind: TemplateKind
    audience: Audience | None = None
    subject: Line | None = None
    body: Prose
    fields: tuple[Blank, ...] = ()
    source: Line | None = None
