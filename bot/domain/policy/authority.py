"""Who may do what, in Conn and outside of it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.policy.names import ATier
from bot.domain.policy.targets import Role, Target
from bot.domain.policy.terms import FilledIn, Flag, Line, Term


class Enforcement(StrEnum):
    """What happens to somebody who may not: told so, or stopped; either can be overridden with a reason."""

    WARN = "warn"
    DENY = "deny"


class Deed(StrEnum):
    """What Conn itself does, and can therefore refuse."""

    DECLARE = "declare"
    CHANGE_SEVERITY = "change_severity"
    ESCALATE = "escalate"
    TAKE_COMMAND = "take_command"
    POST_PUBLIC = "post_public"
    POST_STATUS_PAGE = "post_status_page"
    RESOLVE = "resolve"
    OVERRIDE_ROTATION = "override_rotation"
    SIGN_OFF = "sign_off"
    CHANGE_MODEL = "change_model"


@dataclass(frozen=True, kw_only=True)
class Action(Term):
    """A row of the authority matrix: which tiers may, and where only their lead may."""

    id: FilledIn[str]
    name: Line
    """What is done."""
    allowed: tuple[ATier, ...] = ()
    """Who may."""
    leads: tuple[ATier, ...] = ()
    """Of which tiers and teams only the lead may."""
    denied: tuple[ATier, ...] = ()
    """Who may not."""
    roles: tuple[Role, ...] = ()
    """Who may by their role in the incident."""
    deed: Deed | None = None
    """What Conn itself does, and therefore holds people to."""
    words: tuple[Line, ...] = ()
    """Other words for it."""
    money_up_to: float | None = None
    """The most it may cost."""
    money_above: float | None = None
    """The cost above which this row holds."""
    source: Line | None = None
    """Which section of the organisation's document says so."""


@dataclass(frozen=True, kw_only=True)
class Access(Term):
    """Who may use Conn at all: every full member, unless narrowed to those named; bots never."""

    declare: tuple[Target, ...] = ()
    """Who may declare; everybody when left out."""
    act: tuple[Target, ...] = ()
    """Who may act on incidents; everybody when left out."""
    guests: Flag = False
    """Whether guests may too."""
    enforcement: Enforcement = Enforcement.WARN
    """What happens to somebody who may not."""
