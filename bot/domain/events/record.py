"""What is worth keeping besides: notes, and what went wrong around Conn itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.events.about import Origin
from bot.domain.people import PersonId


class NoteKind(StrEnum):
    """What a note is to whoever takes over: the cause people believe in, what was decided, what was tried."""

    NOTE = "note"
    THEORY = "theory"
    DECISION = "decision"
    TRIED = "tried"


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Something worth keeping was said; `origin` is the message it comes from, `said_by` its author."""

    text: str
    origin: Origin | None = None
    said_by: str = ""
    kind: NoteKind = NoteKind.NOTE


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """Slack refused something that people expect to see; `what`, `why` and whom it concerns are told to them."""

    key: str
    what: str
    why: str
    person: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A clock that nobody was there to hear: `kind` and `subject` are those of its timer."""

    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class WasAway:
    """Conn was not there from `gone_at` to `back_at` (UTC), and these clocks ran out meanwhile."""

    gone_at: datetime
    back_at: datetime
    missed: tuple[Missed, ...]


@dataclass(frozen=True, kw_only=True)
class TopicEdited:
    """A person changed the topic by hand; the first time it is repaired, later it is left until something changes."""

    text: str


@dataclass(frozen=True, kw_only=True)
class CommandLineUsed:
    """What was recorded just before was typed outside Slack's sign-in, by this user of the operating system."""

    login: str
    host: str


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What was stored of this incident contradicted itself and was put right; `what` says it line by line."""

    what: tuple[str, ...]
