"""The log of duty: one line after the other whoever writes, nothing taken out, every change by hand found."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.people import PersonId
from bot.domain.policy import RotationId
from bot.domain.rota.book import Book
from bot.domain.rota.events import Overridden, OverrideCancelled
from store import duty
from store.check import problems
from store.database import Database
from store.errors import StoreUnavailable

PRIMARY = RotationId("primary")
PATIENT = timedelta(seconds=30)


async def stand_in(database: Database, who: str) -> int:
    async with database.begin(patience=PATIENT) as tx:
        book = await duty.locked(tx, Book())
        made = Overridden(rotation=PRIMARY, who=PersonId(who), starts=tx.now, ends=tx.now + timedelta(hours=4))
        _, (entry,) = await duty.append(tx, book, "UANA", made)
    return entry.seq


async def test_writers_at_once_stand_one_after_the_other(database: Database):
    numbers = await asyncio.gather(*(stand_in(database, f"U{n}X") for n in range(8)))
    assert sorted(numbers) == list(range(1, 9))
    async with database.read() as tx:
        book = await duty.read(tx, Book())
    assert [(one.number, one.rotation) for one in book.stand_ins.values()] == [(n, "primary") for n in range(1, 9)]


async def test_what_is_known_is_read_on_and_not_again(database: Database):
    await stand_in(database, "UBEN")
    async with database.read() as tx:
        known = await duty.read(tx, Book())
        assert await duty.read(tx, known) is known
    async with database.begin() as tx:
        book = await duty.locked(tx, known)
        after, _ = await duty.append(
            tx, book, "UBEN", OverrideCancelled(override=1, rotation=PRIMARY, who=PersonId("UBEN"))
        )
    async with database.read() as tx:
        assert await duty.read(tx, known) == await duty.read(tx, Book()) == after
    assert after.version == 2


@pytest.mark.parametrize("change", ["UPDATE duty_event SET actor = 'UEVE'", "DELETE FROM duty_event"])
async def test_nobody_changes_it(database: Database, change: str):
    await stand_in(database, "UBEN")
    with pytest.raises((DBAPIError, StoreUnavailable), match="append-only"):
        async with database.begin() as tx:
            await tx.execute(text(change))


async def test_who_gets_round_that_is_found(database: Database):
    for who in ("UBEN", "UDEV"):
        await stand_in(database, who)
    async with database.begin() as tx:
        if tx.is_shared:
            await tx.execute(text("ALTER TABLE duty_event DISABLE TRIGGER USER"))
        else:
            await tx.execute(text("DROP TRIGGER duty_event_refuses_update"))
        await tx.execute(text("UPDATE duty_event SET actor = 'UEVE' WHERE seq = 1"))

    async def no_model(_):
        return None

    async with database.read() as tx:
        assert [str(one) for one in await problems(tx, no_model)] == [
            "entry 1 of the log of duty is not what was written"
        ]
