"""One clock that cannot be read holds up no other."""

import pytest
from sqlalchemy import update

from store.models import TimerRow


@pytest.mark.fault("F20")
async def test_a_timer_that_fails_is_left_for_later_and_the_others_fire(world):
    # given two incidents whose calls for a commander fall together, and one of the two rows is damaged
    first = await world.incident("Checkout is down")
    second = await world.incident("Login is down", by=world.people["eve"])
    damaged = (TimerRow.incident == first.number, TimerRow.kind == "no_commander")
    async with world.bot.deps.database.begin() as tx:
        await tx.execute(update(TimerRow).where(*damaged).values(kind="promise", subject="nobody"))

    # when both are due
    world.expects("failed")
    world.expects("inc:1/no_commander")
    await world.skip("2m")

    # then the second is asked for its commander
    assert any("has no incident commander" in text for text in world.said_in(second))
    assert not any("has no incident commander" in text for text in world.said_in(first))

    # and the first comes back once somebody has mended the row
    async with world.bot.deps.database.begin() as tx:
        mended = (TimerRow.incident == first.number, TimerRow.subject == "nobody")
        await tx.execute(update(TimerRow).where(*mended).values(kind="no_commander", subject="1"))
    await world.skip("1m")
    assert any("has no incident commander" in text for text in world.said_in(first))
