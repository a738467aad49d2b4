"""Bringing a world to rest: what broke is mended, and what waits to be tried again is tried."""

from typing import TYPE_CHECKING

from store import outbox, surfaces

if TYPE_CHECKING:
    from tests.world import World

_ROUNDS = 12


async def at_rest(world: "World") -> None:
    """Mend Slack, start Conn if it is down, and let time pass until nothing waits for another attempt."""
    world.faults.clear()
    await world.faults.up()
    world.pagerduty.faults.clear()
    await world.pagerduty.faults.up()
    if not world.is_running:
        await world.starts()
    await world.reached()
    await world.settles()
    for _ in range(_ROUNDS):
        async with world.bot.deps.database.read() as tx:
            waits = [await outbox.next_attempt(tx), await surfaces.next_attempt(tx)]
            seconds = max(((moment - tx.now).total_seconds() for moment in waits if moment), default=None)
        if seconds is None:
            return
        await world.skip(f"{max(1, round(seconds + 1))}s")
