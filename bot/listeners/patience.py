"""How long Slack waits for an answer."""

import asyncio
from typing import TypeVar

ANSWER_BY = 2.2
"""Seconds after which whoever asked is told to wait for word: Slack shows them an error after three."""

T = TypeVar("T")


async def is_ready(work: asyncio.Task[T]) -> bool:
    """Wait for it as long as Slack waits for us, and say whether it is done; it goes on if not."""
    done, _ = await asyncio.wait({work}, timeout=ANSWER_BY)
    return bool(done)
