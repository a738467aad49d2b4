"""Noticing that this process stood still: what Slack sent meanwhile is answered by nobody's screen any more."""

import asyncio
import contextlib
import logging
import time

BEAT = 0.5
"""Seconds between two beats."""

ANSWERED_WITHIN = 3.0
"""Seconds for which Slack waits for an answer."""

CATCHING_UP = 2.0
"""Seconds after a standstill in which what comes in may have waited through it."""

log = logging.getLogger(__name__)


class Pulse:
    """Beats while the process runs.

    Somebody whose command was not answered has read so from Slack, and may have repeated it elsewhere: a replica that
    was paused must not carry it out a second time when it wakes.
    """

    def __init__(self) -> None:
        """Take now for the last beat."""
        self._last = time.monotonic()
        self._steady_from = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Beat from now on."""
        self._last = time.monotonic()
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Beat no more."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def is_out_of_date(self) -> bool:
        """Whether what comes in now may have waited for longer than Slack does."""
        self._notice()
        return time.monotonic() < self._steady_from

    def _notice(self) -> None:
        now = time.monotonic()
        stood_still, self._last = now - self._last, now
        if stood_still > ANSWERED_WITHIN:
            log.warning("This process stood still for %.1f s; what Slack sent meanwhile is left alone", stood_still)
            self._steady_from = now + CATCHING_UP

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            self._notice()
