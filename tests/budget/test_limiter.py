"""The door every call goes through: it is there for calls when the database is not, and the urgent pass first."""

import asyncio
import time

import pytest

from bot.delivery import limits
from bot.delivery.limiter import Limiter, WaitLonger
from bot.delivery.priority import PRIORITY, Importance, Priority
from store.budget import SharedBudget

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


async def passed(limiter: Limiter, method: str, importance: Importance) -> int:
    """Count how many calls of this importance get through at once."""
    before = PRIORITY.set(Priority(importance, 1))
    count = 0
    try:
        while True:
            await limiter.enter(method)
            count += 1
    except WaitLonger:
        return count
    finally:
        PRIORITY.reset(before)


async def test_without_its_database_a_replica_goes_on_and_counts_by_itself():
    # given a shared budget that cannot be asked
    budget = SharedBudget(NOWHERE)
    limiter = Limiter(shared=budget)

    # when more is called than Slack allows
    began = time.monotonic()
    count = await passed(limiter, "pins.add", Importance.ANSWER)
    await budget.close()

    # then what Slack allows gets through, without anybody waiting for the database each time
    assert count == limits.TIERS[2]
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("importance", "places"),
    [(Importance.HOUSEKEEPING, 25), (Importance.UPKEEP, 43), (Importance.ROOM, 45), (Importance.ANSWER, 50)],
)
async def test_the_last_places_of_a_minute_are_kept_for_what_matters_more(importance, places):
    # when one kind of work wants all it can have
    limiter = Limiter()
    count = await passed(limiter, "chat.update", importance)

    # then it leaves some, and a page can have all of those
    assert count == places
    assert await passed(limiter, "chat.update", Importance.PAGE) == limits.TIERS[3] - places


async def test_of_those_who_wait_a_moment_the_most_urgent_goes_first():
    # given a method that Slack has closed for a moment
    limiter = Limiter()
    await limiter.pause("pins.add", None, 0.05)
    through = []

    async def calls(priority: Priority) -> None:
        PRIORITY.set(priority)
        await limiter.enter("pins.add")
        through.append(priority)

    # when some wait for it, the least urgent first
    urgent = [
        Priority(Importance.PAGE, 2, 7),
        Priority(Importance.ROOM, 1, 9),
        Priority(Importance.ROOM, 2, 3),
        Priority(Importance.ROOM, 2, 4),
        Priority(Importance.UPKEEP, 1, 1),
    ]
    await asyncio.gather(*(calls(priority) for priority in reversed(urgent)))

    # then they pass by importance, then severity, then age
    assert through == urgent


async def test_those_who_are_put_off_are_told_different_moments():
    # given one channel, in which about one post a second is allowed
    limiter = Limiter()
    for _ in range(3):
        await limiter.enter("chat.postMessage", "C1")

    # when several more want to post there
    waits = []
    for _ in range(6):
        with pytest.raises(WaitLonger) as told:
            await limiter.enter("chat.postMessage", "C1")
        waits.append(round(told.value.seconds))

    # then they come back as places become free, and not all for the first
    assert waits == [3, 3, 3, 6, 6, 6]


async def test_who_comes_back_too_early_is_not_put_off_any_further():
    # given a channel in which nothing more is allowed just now
    limiter = Limiter()
    for _ in range(3):
        await limiter.enter("chat.postMessage", "C1")

    # when the same reminder asks again and again
    PRIORITY.set(Priority(Importance.ROOM, 1, 1, "inc:1/remind"))
    waits = []
    for _ in range(6):
        with pytest.raises(WaitLonger) as told:
            await limiter.enter("chat.postMessage", "C1")
        waits.append(round(told.value.seconds))

    # then it is told the same each time
    assert waits == [3] * 6
