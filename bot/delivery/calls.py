"""A call to another service: made in its turn, never repeated by itself, honest about what is not known afterwards."""

import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from bot.delivery.limiter import Limiter, WaitLonger

TIMEOUT = 5.0
"""Seconds a call may take, everything included."""

LEASE_ENDS: ContextVar[float] = ContextVar("lease_ends", default=math.inf)
"""Until when (monotonic) the task at hand may begin calls: one that slept through its lease must not send."""

TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500

RATE_LIMIT = "rate limit"
"""How a reason begins that is no fault: the service lets nobody call more often."""

Body = Mapping[str, Any]


class CallFailed(Exception):  # noqa: N818 - the classes below say how
    """A call did not lead to an answer that says it was done; `result` is the meter's word for that."""

    result = ""


@dataclass(eq=False)
class NotNow(CallFailed):
    """Nothing happened, and the same call may be made again after so many seconds; `result` is empty if none was."""

    after: float
    why: str
    result: str = ""


@dataclass(eq=False)
class Unknown(CallFailed):
    """The call went out, and may have been heeded: look before repeating, unless repeating it does nothing."""

    why: str
    result = "unknown"


@dataclass(eq=False)
class Locked(CallFailed):
    """The service lets this app do nothing (of this kind) until an operator mends it; the work is kept."""

    code: str
    needed: str = ""
    result = "refused"


@dataclass(eq=False)
class Refused(CallFailed):
    """The service said no for good; `code` is its word for why."""

    code: str
    body: Body
    result = "refused"


class Meter(Protocol):
    """Counts what becomes of calls."""

    def called(self, method: str, result: str) -> None:
        """Count a call: ok, ratelimited, refused, unknown or unreachable."""

    def waited(self, method: str, seconds: float) -> None:
        """Count time spent waiting for a rate limit."""


@contextmanager
def measured(meter: Meter, method: str) -> Iterator[None]:
    """Count the call made in here by what came of it."""
    try:
        yield
    except CallFailed as failed:
        if failed.result:
            meter.called(method, failed.result)
        raise
    meter.called(method, "ok")


async def in_turn(limiter: Limiter, meter: Meter, method: str, channel: str | None = None) -> None:
    """Wait for a place within the service's limits; NotNow when none comes shortly, or when it would come too late."""
    began = time.monotonic()
    try:
        await limiter.enter(method, channel)
    except WaitLonger as limit:
        raise NotNow(after=limit.seconds, why=f"{RATE_LIMIT}: {limit}") from limit
    finally:
        meter.waited(method, time.monotonic() - began)
    if time.monotonic() > LEASE_ENDS.get():
        raise NotNow(after=0.0, why="the lease is over")


@contextmanager
def on_the_way(service: str) -> Iterator[None]:
    """Turn what goes wrong between here and a service into what is known of the call made in here."""
    try:
        yield
    except aiohttp.ClientConnectorError as error:
        why = f"{service} is unreachable ({type(error).__name__})"
        raise NotNow(after=1.0, why=why, result="unreachable") from error
    except TimeoutError as error:
        raise Unknown(why=f"no answer within {TIMEOUT:.0f} s") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unknown(why=f"the connection broke ({type(error).__name__})") from error
