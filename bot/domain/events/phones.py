"""Phones that a pager was asked to ring."""

from dataclasses import dataclass


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
