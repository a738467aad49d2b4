"""Many people who act in the same moment."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

AT_ONCE = 8
"""How many are under way beside each other: a machine that is busy with other tests still answers all within 3 s."""

T = TypeVar("T")


async def crowd(acts: Iterable[Awaitable[T]], at_once: int = AT_ONCE) -> list[T]:
    """Have all of it done, a few at a time, and give what each led to in their order."""
    places = asyncio.Semaphore(at_once)

    async def one(act: Awaitable[T]) -> T:
        async with places:
            return await act

    return await asyncio.gather(*map(one, acts))
