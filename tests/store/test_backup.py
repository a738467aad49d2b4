"""A backup is a database of its own, made while everybody goes on working."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, Table, select

from bot.domain.events import Paged, RoomOpened
from bot.domain.ids import ChannelId
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.policy import Policy
from store import outbox
from store.backup import TABLES, back_up, restore
from store.check import problems
from store.database import Database
from store.errors import NotEmpty, StoreUnavailable
from store.migrate import downgrade
from store.models import EffectRow
from tests.store.conftest import Story

PAGED = Paged(rung=1, step=0, target="first", people=(PersonId("UBEN"),), why="P1")


async def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    database = Database(url, read_only=True)
    await database.open()
    try:
        async with database.read() as tx:
            return {one.name: [tuple(row) for row in await tx.execute(_in_order(one))] for one in TABLES}
    finally:
        await database.close()


async def test_a_backup_holds_everything_and_conn_can_run_on_it(database: Database, story: Story, tmp_path: Path):
    # given a database with something in every corner, in use by a running process
    await story.declare(RoomOpened(channel=ChannelId("C1"), name="inc-1"), PAGED)
    await story.declare(PAGED)

    # when it is backed up
    counted = await back_up(database.url, tmp_path / "backup.db")

    # then the copy holds the same rows, and is a sound database
    copy = f"sqlite:///{tmp_path / 'backup.db'}"
    assert await everything(copy) == await everything(database.url)
    assert counted["incident"] == 2
    opened = Database(copy)
    await opened.open()
    async with opened.read() as tx:
        assert await problems(tx, _always(story.policy)) == []
    await opened.close()


async def test_what_is_changed_during_a_backup_is_in_it_whole_or_not_at_all(
    database: Database, story: Story, tmp_path: Path
):
    for _ in range(20):
        await story.declare(PAGED)

    async def go_on() -> None:
        for _ in range(20):
            await story.declare(PAGED)

    await asyncio.gather(back_up(database.url, tmp_path / "backup.db"), go_on())

    opened = Database(f"sqlite:///{tmp_path / 'backup.db'}", read_only=True)
    await opened.open()
    async with opened.read() as tx:
        assert await problems(tx, _always(story.policy)) == []
    await opened.close()


async def test_a_file_that_is_there_is_never_overwritten(database: Database, tmp_path: Path):
    there = tmp_path / "precious.db"
    there.write_text("precious")
    with pytest.raises(FileExistsError):
        await back_up(database.url, there)
    assert there.read_text() == "precious"


async def test_a_backup_that_fails_leaves_nothing_behind(database: Database, tmp_path: Path):
    with pytest.raises(StoreUnavailable):
        await back_up(database.url, tmp_path / "no such folder" / "backup.db")
    await database.close()
    await downgrade(database.url, "0001")
    with pytest.raises(StoreUnavailable, match="0001"):
        await back_up(database.url, tmp_path / "backup.db")
    assert not list(tmp_path.glob("*backup*"))  # noqa: ASYNC240 - nobody waits for it


@pytest.mark.fault("F88")
async def test_a_backup_fills_an_empty_database_and_its_open_messages_are_looked_up_first(
    database: Database, story: Story, tmp_path: Path, empty_url: str
):
    await story.declare(PAGED)
    await back_up(database.url, tmp_path / "backup.db")

    await restore(tmp_path / "backup.db", empty_url)

    before, after = await everything(database.url), await everything(empty_url)
    assert {name for name in before if before[name] != after[name]} == {"effect"}
    opened = Database(empty_url)
    await opened.open()
    async with opened.begin() as tx:
        assert set(await tx.scalars(select(EffectRow.state))) == {outbox.EffectState.UNKNOWN}
    await opened.close()


async def test_a_database_in_use_is_never_restored_over(database: Database, story: Story, tmp_path: Path):
    await story.declare(PAGED)
    await back_up(database.url, tmp_path / "backup.db")
    before = await everything(database.url)
    await database.close()
    with pytest.raises(NotEmpty):
        await restore(tmp_path / "backup.db", database.url)
    assert await everything(database.url) == before


def _in_order(one: Table) -> Select[Any]:
    columns = (column for column in one.columns if column.identity is None)
    return select(*columns).order_by(*one.primary_key)


def _always(policy: Policy):
    async def policy_of(_: Incident) -> Policy:
        return policy

    return policy_of
