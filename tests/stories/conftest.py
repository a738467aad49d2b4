"""The world a story happens in, and the check of its history that ends every one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.history import check
from tests.steps import Member, Outage
from tests.world import NAMES, Home, Setting, World, world_of

Terminal = Callable[..., Awaitable[str]]


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


@pytest.fixture
def terminal(world: World) -> Terminal:
    """Give what has somebody type `incident …` on the database's machine; `code` is what it must end with."""

    async def types(who: Member | str, line: str, *options: str, code: int = 0) -> str:
        acting = who if isinstance(who, str) else f"{who.name}@example.com"
        words = ["incident", *line.split(), *options, "--as", acting]
        env = {"DATABASE_URL": world.home.url, "CONN_TEST_CLOCK": "1", "SLACK_API_URL": world.sandbox.api_url}
        done = await asyncio.to_thread(CliRunner().invoke, main, words, env={**env, "CONN_POLICY": str(world.policy)})
        assert done.exit_code == code, done.output
        assert done.stderr if code else not done.stderr
        return done.output

    return types
