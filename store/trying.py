"""Doing again what the database gave up in favour of somebody else."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from store.errors import CommitUnknown, Conflict, Crossed, StoreUnavailable

AGAIN = 5
"""How often something is tried once more that the database gave up in favour of somebody else."""

FIRST_PAUSE = 0.01
"""Seconds before the second try at most; each later pause may be twice as long."""

T = TypeVar("T")

log = logging.getLogger(__name__)


async def tried(attempt: Callable[[], Awaitable[T]]) -> T:
    """Attempt it, once more after each time it was crossed; CommitUnknown when nobody knows whether it was stored.

    The attempt must find what it stored after all, and not do it twice.
    """
    unknown: CommitUnknown | None = None
    for n in range(AGAIN):
        try:
            return await attempt()
        except (Crossed, Conflict, CommitUnknown) as crossed:
            unknown = crossed if isinstance(crossed, CommitUnknown) else unknown
            log.info("Once more: %s", crossed)
        except StoreUnavailable as away:
            raise unknown or away from away
        await asyncio.sleep(random.uniform(0, FIRST_PAUSE * 2**n))  # noqa: S311 - so that two do not meet again
    return await attempt()
