"""An error that nobody foresaw stops neither of the two loops."""

import pytest
from sqlalchemy import text

from tests.world import until

LOOPS = {"timer": "A tick failed", "effect": "Looking for what is to be delivered failed"}


async def renamed(world, table, name):
    """Have somebody rename a table, which no code of Conn's expects."""
    async with world.bot.deps.database.begin() as tx:
        await tx.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


@pytest.mark.fault("F21")
@pytest.mark.parametrize("table", LOOPS)
async def test_a_loop_that_meets_what_nobody_foresaw_logs_it_and_goes_on(world, table):
    # given a P1 without a commander, and a loop that finds a table gone
    outage = await world.incident()
    world.expects(LOOPS[table])
    await renamed(world, table, "gone")
    world.bot.engine.wake()
    world.bot.worker.wake()
    await until(lambda: any(LOOPS[table] in record.getMessage() for record in world.records))

    # when it is back, and two minutes pass
    await renamed(world, "gone", table)
    await world.skip("2m")

    # then a commander is asked for, once
    assert sum("has no incident commander" in said for said in world.said_in(outage)) == 1
