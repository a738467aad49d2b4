"""What is asked all the time is found by an index, however many incidents there were before."""

import re

import pytest
from sqlalchemy import Engine, event

from store import incidents, outbox, surfaces, timers
from store.database import Database
from store.engines import readers

WHOLE_TABLE = re.compile(r"SCAN \w+")


async def asked(database: Database) -> list[tuple[str, object]]:
    """Ask everything that a second, a command, a page costs, and note the statements."""
    noted: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        noted.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    async with database.begin() as tx:
        await timers.claim_due(tx)
        await timers.next_due(tx)
        await timers.overdue(tx)
        await outbox.claim(tx, 40)
        await outbox.next_attempt(tx)
        await outbox.waiting_count(tx)
        await surfaces.claim(tx, 40)
        await surfaces.next_attempt(tx)
        await surfaces.waiting_count(tx)
        await incidents.open_ones(tx)
        await incidents.unfinished(tx)
        await incidents.in_channel(tx, "C1", "1.2")
        await incidents.declared_since(tx, "UANA", tx.now)
        await incidents.called_in_since(tx, tx.now)
    event.remove(Engine, "before_cursor_execute", note)
    return [(statement, parameters) for statement, parameters in noted if statement.startswith("SELECT")]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_no_question_that_is_asked_all_the_time_reads_a_whole_table(database: Database, url: str):
    questions = await asked(database)
    assert len(questions) >= 14
    engine = readers(url)
    async with engine.connect() as connection:
        for statement, parameters in questions:
            plan = [row[3] for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            assert not any(WHOLE_TABLE.fullmatch(step) for step in plan), f"{statement}\n{plan}"
    await engine.dispose()
