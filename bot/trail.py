"""Which request and which incident a line of the log is about, whoever writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""Slack's own name for the payload that is being answered; empty outside of one."""

INCIDENT: ContextVar[str] = ContextVar("incident", default="")
"""The incident at hand as people write it (`INC-4`); empty where there is none."""


@contextmanager
def following(request: str) -> Iterator[None]:
    """Have everything that is logged in the block, and in the tasks it begins, bear this request's name."""
    before, about = REQUEST.set(request), INCIDENT.set("")
    try:
        yield
    finally:
        REQUEST.reset(before)
        INCIDENT.reset(about)


@contextmanager
def concerning(incident: str) -> Iterator[None]:
    """Have everything that is logged in the block bear this incident's name."""
    before = INCIDENT.set(incident)
    try:
        yield
    finally:
        INCIDENT.reset(before)
