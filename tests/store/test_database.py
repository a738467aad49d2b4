"""Transactions: whole or not at all, in turn, with one clock, and with plain words when they cannot be had."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from store.database import Database
from store.engines import POOL, parsed, path_of
from store.errors import AlreadyRunning, Busy, StoreUnavailable, TestClockOff
from store.lock import FileLock
from store.models import CounterRow, InboxRow
from tests.store.conftest import Story

SECOND = timedelta(seconds=1)


async def put(database: Database, name: str, value: int = 0) -> None:
    async with database.begin() as tx:
        await tx.execute(tx.insert(CounterRow).values(name=name, value=value))


async def names(database: Database) -> list[str]:
    async with database.read() as tx:
        return list(await tx.scalars(select(CounterRow.name).order_by(CounterRow.name)))


async def test_a_transaction_that_fails_leaves_nothing(database: Database):
    async def fail() -> None:
        async with database.begin() as tx:
            await tx.execute(tx.insert(CounterRow).values(name="a", value=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await names(database) == []


async def test_a_savepoint_is_undone_without_the_rest(database: Database):
    async def fail(tx) -> None:
        async with tx.savepoint():
            await tx.execute(tx.insert(CounterRow).values(name="b", value=1))
            raise ZeroDivisionError

    async with database.begin() as tx:
        await tx.execute(tx.insert(CounterRow).values(name="a", value=1))
        with pytest.raises(ZeroDivisionError):
            await fail(tx)
        await tx.execute(tx.insert(CounterRow).values(name="c", value=1))
    assert await names(database) == ["a", "c"]


async def test_a_reader_sees_one_moment_and_cannot_write(database: Database):
    async with database.read() as tx:
        assert list(await tx.scalars(select(CounterRow.name))) == []
        await put(database, "meanwhile")
        assert list(await tx.scalars(select(CounterRow.name))) == []
        with pytest.raises((StoreUnavailable, DBAPIError), match=r"read-?only"):
            await tx.execute(tx.insert(CounterRow).values(name="x", value=1))
    assert await names(database) == ["meanwhile"]


async def test_a_missing_parent_is_refused(database: Database):
    async with database.begin() as tx:
        with pytest.raises(IntegrityError):
            await tx.execute(
                text(
                    "INSERT INTO promise (key, incident, audience, n, made_at, due_at, state)"
                    " VALUES ('k', 99, 'internal', 1, '2026-01-01', '2026-01-01', 'open')"
                )
            )


async def test_four_hundred_increments_at_once_lose_nothing(database: Database):
    await put(database, "n")
    connections = asyncio.Semaphore(POOL)  # whoever waits for one longer than a request may is told that it is busy

    async def increment() -> None:
        async with connections, database.begin(patience=30 * SECOND) as tx:
            seen = select(CounterRow.value).where(CounterRow.name == "n").with_for_update()
            value = await tx.scalar(seen)
            await asyncio.sleep(0)
            changed = tx.insert(CounterRow).values(name="n", value=0)
            await tx.execute(changed.on_conflict_do_update(index_elements=["name"], set_={"value": value + 1}))

    await asyncio.gather(*(increment() for _ in range(400)))
    async with database.read() as tx:
        assert await tx.scalar(select(CounterRow.value)) == 400


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_two_replicas_lose_nothing_either(story: Story, url: str):
    other = Database(url)
    await other.open()
    replica = Story(other, story.policy)
    numbers = await asyncio.gather(*(s.declare() for s in (story, replica) * 20))
    await other.close()
    assert sorted(numbers) == list(range(1, 41))


async def test_cancelled_commits_are_kept_whole_or_not_at_all_and_block_nobody(database: Database):
    tasks = [asyncio.create_task(put(database, f"{n:03}")) for n in range(60)]
    await asyncio.sleep(0.01)
    for task in tasks[::2]:
        task.cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    kept = await names(database)
    finished = {f"{n:03}" for n, result in enumerate(done) if result is None}
    assert finished <= set(kept)
    await put(database, "after")


async def test_listeners_hear_of_what_there_is_to_do_after_it_is_stored(database: Database):
    heard: list[str] = []
    database.on_commit(lambda: heard.append("commit"))
    await put(database, "nothing to do")
    assert heard == []
    async with database.begin() as tx:
        tx.announce()
        assert heard == []
    assert heard == ["commit"]


async def test_time_runs_forward_and_is_read_once_per_transaction(database: Database):
    async with database.begin() as tx:
        first = tx.now
        await asyncio.sleep(0.01)
        assert tx.now == first
    async with database.read() as tx:
        assert first < tx.now < first + SECOND
        assert abs(tx.now - datetime.now(UTC)) < SECOND
    assert abs(database.clock_drift()) < SECOND


async def test_the_test_clock_moves_time_for_everybody_and_never_back(database: Database, url: str):
    async with database.read() as tx:
        before = tx.now
    await database.skip(timedelta(hours=2))
    await database.skip(timedelta(minutes=30))
    with pytest.raises(ValueError, match="backwards"):
        await database.skip(-SECOND)
    await database.close()
    again = Database(url, test_clock=True)
    await again.open()
    async with again.read() as tx:
        assert timedelta(hours=2, minutes=30) <= tx.now - before < timedelta(hours=2, minutes=31)
    await again.close()
    real = Database(url)
    await real.open()
    async with real.read() as tx:
        assert tx.now - before < timedelta(minutes=1)
    with pytest.raises(TestClockOff):
        await real.skip(SECOND)
    await real.close()


async def test_a_closed_database_says_so(database: Database):
    await database.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await put(database, "a")


async def test_whoever_waits_too_long_is_told_that_it_is_busy(database: Database):
    await put(database, "n")
    locked = select(CounterRow.value).with_for_update()

    async def late() -> None:
        async with database.begin(patience=SECOND / 10) as tx:
            await tx.execute(locked)

    async with database.begin() as tx:
        await tx.execute(locked)
        with pytest.raises(Busy):
            await late()


def test_urls_of_hosts_are_understood_and_memory_is_refused():
    assert parsed("postgres://db/conn").drivername == "postgresql+psycopg"
    assert parsed("sqlite:///conn.db").drivername == "sqlite+aiosqlite"
    for wrong in ("sqlite://", "sqlite:///:memory:", "mysql://db/conn"):
        with pytest.raises(ValueError, match="sqlite"):
            parsed(wrong)


async def test_an_unreachable_postgres_is_told_in_a_sentence():
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        await Database("postgresql://localhost:1/conn").open()


@pytest.mark.fault("F84")
async def test_a_missing_folder_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        await Database(f"sqlite:///{tmp_path}/missing/conn.db").open()


@pytest.mark.fault("F85")
async def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path):
    (tmp_path / "conn.db").write_text("Dear diary, " * 100)
    with pytest.raises(StoreUnavailable, match="not an SQLite database"):
        await Database(f"sqlite:///{tmp_path}/conn.db").open()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
class TestOneProcess:
    """What holds for a SQLite file only."""

    @pytest.mark.fault("F102")
    async def test_a_second_process_is_told_who_holds_the_file(self, database: Database, url: str):
        with pytest.raises(AlreadyRunning, match=str(os.getpid())):
            await Database(url).open()
        await database.close()
        again = Database(url)
        await again.open()
        await again.close()

    def test_a_process_that_was_killed_holds_nothing(self, url: str):
        path = path_of(url)
        code = (
            "import pathlib, sys, time; from store.lock import FileLock;"
            "lock = FileLock(pathlib.Path(sys.argv[1])); lock.take(); print('held', flush=True); time.sleep(60)"
        )
        command = [sys.executable, "-c", code, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:  # noqa: S603 - our own code
            assert holder.stdout
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(AlreadyRunning, match=str(holder.pid)):
                FileLock(path).take()
            holder.kill()
        lock = FileLock(path)
        lock.take(SECOND)
        lock.release()

    @pytest.mark.fault("F82")
    async def test_a_file_locked_by_a_backup_is_told_in_a_sentence_and_heals(self, database: Database):
        code = (
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "db.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.readline()"
        )
        command = [sys.executable, "-c", code, str(path_of(database.url))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as backup:  # noqa: S603, ASYNC220
            assert backup.stdout
            backup.stdout.readline()
            begun = time.monotonic()
            with pytest.raises(Busy, match="locked"):
                await put(database, "a")
            assert time.monotonic() - begun < 2.5
            backup.communicate(b"\n")
        await put(database, "a")

    async def test_a_transaction_that_may_write_keeps_every_other_program_out_from_its_beginning(
        self, database: Database
    ):
        async with database.begin() as tx:
            await tx.scalar(select(func.count()).select_from(CounterRow))
            with (
                closing(sqlite3.connect(path_of(database.url), timeout=0, isolation_level=None)) as other,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                other.execute("INSERT INTO counter (name, value) VALUES ('other', 1)")
            await tx.execute(tx.insert(CounterRow).values(name="ours", value=1))
        assert await names(database) == ["ours"]

    @pytest.mark.fault("F83")
    async def test_a_full_disk_is_told_in_a_sentence_and_heals(self, database: Database):
        async with database.begin() as tx:
            pages = await tx.scalar(text("PRAGMA page_count"))
            await tx.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreUnavailable, match="disk is full"):
            await put(database, "x" * 100_000)
        assert await names(database) == []
        async with database.begin() as tx:
            await tx.execute(text("PRAGMA max_page_count = 1000000"))
        await put(database, "a")

    async def test_closing_leaves_one_whole_file(self, database: Database):
        await put(database, "a")
        await database.close()
        assert sorted(os.listdir(path_of(database.url).parent)) == ["conn.db", "conn.db.lock"]  # noqa: PTH208 - pathlib is refused in async


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_a_lost_connection_is_told_in_a_sentence_and_heals(database: Database):
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )

    async def lose() -> None:
        async with database.begin() as tx:
            async with database.begin() as other:
                await other.execute(kill)
            await tx.execute(tx.insert(InboxRow).values(key="k", kind="x", received_at=tx.now))

    with pytest.raises(StoreUnavailable):
        await lose()
    await put(database, "a")
    assert await names(database) == ["a"]
