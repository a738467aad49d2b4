"""The world a story happens in, and the check of its history that ends every one."""

from collections.abc import AsyncIterator

import pytest

from tests.history import check
from tests.steps import Member, Outage
from tests.world import NAMES, Home, Setting, World, world_of


@pytest.fixture
def setting() -> Setting:
    """Say how this story's world differs from the usual one; stories override it."""
    return Setting()


@pytest.fixture
async def world(home: Home, setting: Setting) -> AsyncIterator[World]:
    """Give a running world; when the story is over, its whole history must be in order."""
    async with world_of(home, setting) as world:
        yield world
        await check(world)


@pytest.fixture
async def outage(world: World, ana: Member) -> Outage:
    """Give a P1 that Ana acknowledged and has command of."""
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    await ana.presses("Take command", outage)
    return outage


def _person(name: str) -> object:
    @pytest.fixture(name=name)
    def person(world: World) -> Member:
        return world.people[name]

    return person


ana, ben, chloe, dev, eve, fay, stranger = (_person(name) for name in (*NAMES, "stranger"))
