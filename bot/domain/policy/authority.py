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
    allowed: tuple[ATier, ...] = ()
    leads: tuple[ATier, ...] = ()
    denied: tuple[ATier, ...] = ()
    roles: tuple[Role, ...] = ()
    deed: Deed | None = None
    words: tuple[Line, ...] = ()
    money_up_to: float | None = None
    money_above: float | None = None
    source: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Access(Term):
    """Who may use Conn at all: every full member, unless narrowed to those named; bots never."""

    declare: tuple[Target, ...] = ()
    act: tuple[Target, ...] = ()
    guests: Flag = False
    enforcement: Enforcement = Enforcement.WARN
    override_asks_why: Flag = True
