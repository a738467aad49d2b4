"""Read who carried how much duty."""

from datetime import datetime

from bot.domain.rota.load import Load, loads
from bot.domain.rota.rotations import rotations_asked
from bot.usecases.deps import Deps
from bot.usecases.override import BUSY_LATELY
from store import incidents


async def loads_of(word: str, deps: Deps) -> tuple[tuple[Load, ...], datetime]:
    """Say for the rotations that a person names who carries how much, and since when (UTC) pages were counted."""
    policy = deps.models.current
    asked = rotations_asked(policy, word)
    async with deps.database.read() as tx:
        await deps.catch_up(tx)
        since = tx.now - BUSY_LATELY
        called = await incidents.called_in_since(tx, since)
        return loads(policy, deps.directory, asked, called, tx.now), since
