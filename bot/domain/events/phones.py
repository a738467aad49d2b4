"""Phones that a pager was asked to ring."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.events.about import Late
from bot.domain.people import PersonId


@dataclass(frozen=True, kw_only=True)
class PhoneSilent:
    """The pager did not take the call of this rung for a tier (`target`); `again` says that Conn keeps trying."""

    rung: int
    target: str
    why: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class PhoneRang:
    """The pager took a call after all, after people had been told that it did not."""

    rung: int
    target: str


@dataclass(frozen=True, kw_only=True)
class PhoneTaken:
    """The pager took the call of this rung; whether a phone rings it does not say."""

    rung: int
    target: str


@dataclass(frozen=True, kw_only=True)
class PhoneUnheard:
    """Nobody answered a call that the pager took; whoever is in command (`people`) was told that no phone may ring."""

    rung: int
    target: str
    people: tuple[PersonId, ...]
    waited: timedelta
    late: Late | None = None
