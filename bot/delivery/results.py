"""What became of something that was to be sent or shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.calls import RATE_LIMIT, Locked, NotNow, Refused, Unknown
from bot.delivery.lookup import NotSeenYet
from bot.domain.events import Event, Loss
from bot.domain.messages import Page
from bot.rendering.lateness import HeldUp

LOOK_AFTER = 2.0
"""Seconds until an unknown outcome is looked up, and until it is once more: a late success needs time to land."""

LOOKS = 2
"""How often what may be there is looked for in vain before it counts as not there: Slack may show it late."""

PLACE_GONE = {
    "is_archived": Loss.ARCHIVED,
    "is_inactive": Loss.ARCHIVED,
    "channel_not_found": Loss.UNREACHABLE,
}
"""Answers that say that a channel takes nothing any more, and what that means for an incident run there."""

NO_ACCESS = "no access"
"""How a reason begins that an operator has to mend."""

LOCKED_OUT = 60.0
"""Seconds between tries while an operator has to mend the app's access."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """It is there. `remote` says where, `shown` is the hash of what it shows, `events` what the log should know.

    `rest` is how many seconds it should stay so: several changes within them are shown as one. `again` says that it was
    posted although an earlier attempt may still turn up: a second copy has to go.
    """

    remote: Mapping[str, Any] = field(default_factory=dict)
    shown: str = ""
    events: tuple[Event, ...] = ()
    rest: float = 0.0
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Later:
    """Nothing happened; try again after so many seconds. `events` tell people that it takes long."""

    after: float
    why: str
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """It may be there: look, after so many seconds, before trying again. `events` tell people that it takes long.

    `looks` is how often that has to be in vain.
    """

    after: float
    why: str
    looks: int = LOOKS
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Needless:
    """It is not wanted any more."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Impossible:
    """Slack refused it for good; `events` tell the people concerned, `unreached` is whose page this was."""

    why: str
    events: tuple[Event, ...] = ()
    unreached: Page | None = None


Result = Done | Later | Unclear | Needless | Impossible


def of_failure(failure: NotNow | Unknown | Locked | NotSeenYet) -> Later | Unclear:
    """Turn a call that did not succeed, and was not refused, into when to come back to it."""
    match failure:
        case NotNow(after=after, why=why):
            return Later(after=after, why=why)
        case Unknown(why=why):
            return Unclear(after=LOOK_AFTER, why=why)
        case NotSeenYet(looks=looks):
            return Unclear(after=LOOK_AFTER, why="Slack does not show it yet", looks=looks)
        case Locked(code=code, needed=needed):
            return Later(after=LOCKED_OUT, why=f"{NO_ACCESS}: {code} {needed}".strip())


def held_up_by(error: str | None) -> HeldUp | None:
    """Say what the word for what became of an attempt means to those who wait for it."""
    match error and error.partition(":")[0]:
        case None | "":
            return None
        case word if word == RATE_LIMIT:
            return HeldUp.RATE_LIMIT
        case word if word == NO_ACCESS:
            return HeldUp.REFUSED
        case _:
            return HeldUp.UNREACHABLE


def refusal(refused: Refused) -> str:
    """Say Slack's refusal in its own word."""
    return f"Slack says {refused.code}"
