"""Reaching Slack at the start, however long that takes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.delivery.calls import CallFailed

RETRY = 1.0
"""Seconds between two tries."""

log = logging.getLogger(__name__)


async def until_reached(attempt: Callable[[], Awaitable[object]]) -> None:
    """Try until Slack answers."""
    while True:
        try:
            await attempt()
        except (CallFailed, SlackClientError, aiohttp.ClientError, OSError) as failed:
            log.warning("Slack cannot be reached yet: %r", failed)
            await asyncio.sleep(RETRY)
        else:
            return
