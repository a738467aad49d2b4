"""Calls as Slack saw them, each put down to the feature that caused it."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.world import World

Calls = Counter[str]
"""How often each method was called."""

UNLIMITED = "response_url"
"""An answer to whoever acted goes to an address of its own, and costs nothing of what is limited here."""


class Ledger:
    """Puts every call of a world down to what was going on when it was made; `rounds` are added by who counts."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.features: dict[str, Calls] = {}
        self.rounds: list[Calls] = []

    @asynccontextmanager
    async def of(self, feature: str) -> AsyncIterator[None]:
        """Count what is called in here, and what follows from it, as this feature's."""
        before = len(self._world.sandbox.log.calls())
        yield
        await self._world.settles()
        made = self._world.sandbox.log.calls()[before:]
        calls = Counter(call.method for call in made if call.method != UNLIMITED)
        self.features.setdefault(feature, Counter()).update(calls)
        for latest in self.rounds[-1:]:
            latest.update(calls)
