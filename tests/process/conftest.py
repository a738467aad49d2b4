"""A workspace, an environment, and a running Conn in both."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.sandbox import Channel, Sandbox
from tests.clock import advance_to
from tests.process.conn import Process, command, environment, short_folder
from tests.world import MANIFEST, NAMES, TUESDAY_MORNING


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """Set up a workspace with the demo's people and channels."""
    async with Sandbox(MANIFEST) as workspace:
        people = [workspace.add_person(name) for name in NAMES]
        for name in ("incidents", "oncall", "ebit-support"):
            workspace.add_channel(name, people)
        yield workspace


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder of this test's own."""
    with short_folder() as name:
        yield Path(name)


@pytest.fixture
async def env(slack: Sandbox, folder: Path, migrated: Path) -> dict[str, str]:
    """Give the environment of a Conn in this workspace, on a Tuesday morning in Ana's week on call."""
    shutil.copy(migrated, folder / "conn.db")
    settings = environment(slack, folder)
    await advance_to(settings["DATABASE_URL"], TUESDAY_MORNING)
    return settings


@pytest.fixture
async def conn(env: dict[str, str], slack: Sandbox) -> AsyncIterator[Process]:
    """Run Conn."""
    async with Process(env, slack) as running:
        yield running


class Outage:
    """An incident that Fay declared by command, and how its people act and wait."""

    def __init__(self, slack: Sandbox, conn: Process) -> None:
        """Look at it through this workspace."""
        self._slack = slack
        self._conn = conn

    @property
    def room(self) -> Channel:
        """Give its channel."""
        return self._slack.channel("inc-1-checkout-is-down")

    @property
    def said(self) -> list[str]:
        """Read what Conn said in its channel besides the card."""
        return [message.text for message in self.room.posts[1:]]

    async def types(self, name: str, line: str) -> str:
        """Have somebody type a command in its channel, and read the answer."""
        word, _, rest = line.partition(" ")
        reply = await self._slack.person(name).command(word, rest, self.room)
        await self._conn.settled()
        assert reply.error is None
        return reply.text

    async def presses(self, name: str, button: str) -> None:
        """Have somebody press a button of the last private message they got."""
        person = self._slack.person(name)
        reply = await person.press(person.dms[-1], button)
        await self._conn.settled()
        assert reply.error is None

    async def passes(self, length: str) -> None:
        """Let time pass, with the command an operator has for it."""
        skipped = await command("clock", "skip", length, env=self._conn.env)
        assert skipped.code == 0, skipped.err
        await self._conn.settled()


@pytest.fixture
async def outage(slack: Sandbox, conn: Process) -> Outage:
    """Have Fay declare a P1 by command."""
    reply = await slack.person("fay").command("/incident", "declare P1 Checkout is down")
    assert reply.text.startswith("INC-1 (P1) is declared: Checkout is down"), reply
    await conn.settled()
    return Outage(slack, conn)
