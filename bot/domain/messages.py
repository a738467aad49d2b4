"""What Conn says, in Slack and to a pager: each message by what it speaks of, before anybody words or draws it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.domain.policy import Audience, ChannelKey, VendorId


@dataclass(frozen=True, kw_only=True)
class Page:
    """Call a person to the incident by direct message, with `Acknowledge`; `seq` is the entry of the call."""

    person: PersonId
    rung: int
    target: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """Tell the declarer privately where the incident is run."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class CatchUp:
    """Tell somebody who came late how it stands."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Tell the declarer that Slack makes them wait for the channel, and about how long (seconds)."""

    person: PersonId
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Say:
    """Tell the room about a log entry; `otherwise` is told in private where the incident is run nowhere."""

    seq: int
    otherwise: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """Tell those who watch a channel of the model about a log entry."""

    channel: ChannelKey
    seq: int


@dataclass(frozen=True, kw_only=True)
class Tell:
    """Tell one person privately about a log entry."""

    person: PersonId
    seq: int


@dataclass(frozen=True, kw_only=True)
class Remind:
    """Tell the room that an audience is owed word; `seq` is the entry that names the people."""

    audience: Audience
    n: int
    times: int
    seq: int


@dataclass(frozen=True, kw_only=True)
class AskForCommander:
    """Tell the room that nobody is in command; `seq` is the entry that says so."""

    times: int
    seq: int


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Offer the room to follow a rule of the model, named by its place there; `seq` is the entry of the offer."""

    rule: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class ChaseVendor:
    """Remind whoever called a vendor (`person`) to ask again, later everybody in the room; `place` names the ask."""

    vendor: VendorId
    person: PersonId | None
    place: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class AskToHandOver:
    """Tell whoever has had command for long: the commander alone (`person`) at first, then the room.

    `place` names the stretch of command and the ask within it; `seq` is the entry of the ask.
    """

    place: str
    person: PersonId | None
    seq: int


@dataclass(frozen=True, kw_only=True)
class Retract:
    """Take back the message that another effect left."""

    of: str


@dataclass(frozen=True, kw_only=True)
class Redraw:
    """Draw the message that another effect left as things are now; its stale buttons go."""

    of: str


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Take back every copy of a message (its key is `of`) but the one at `ts`: an earlier attempt may turn up late."""

    of: str
    channel: ChannelId
    ts: MessageTs
    thread: MessageTs | None = None


class AlertAction(StrEnum):
    """What a pager is asked to do: ring a phone, ring no more, forget it."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Tell the pager about the call of a tier (`target`); `seq` is the entry that it follows from."""

    target: str
    action: AlertAction
    seq: int


Message = (
    Page
    | Alert
    | Welcome
    | CatchUp
    | Waiting
    | Say
    | Repeat
    | Tell
    | Remind
    | AskForCommander
    | Offer
    | ChaseVendor
    | AskToHandOver
    | Retract
    | Redraw
)

MESSAGES: dict[str, type[Message]] = {kind.__name__: kind for kind in get_args(Message)}
"""Every message by the name under which the store keeps it."""


def entry_of(message: Message) -> int | None:
    """Say which log entry a message speaks of (its seq); None for one that speaks of the incident as it is."""
    match message:
        case Welcome() | CatchUp() | Waiting() | Retract() | Redraw():
            return None
        case _:
            return message.seq
