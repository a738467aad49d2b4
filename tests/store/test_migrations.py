"""The schema: brought up once, down and up again the same, and never different from what the code knows."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from store.engines import is_sqlite, writers
from store.errors import SchemaNewer
from store.migrate import HEAD, MIGRATIONS, current, downgrade, upgrade
from store.models import EventRow, IncidentRow, Row, table


async def on(url: str, work, *, foreign_keys: bool = True):
    engine = writers(url, foreign_keys=foreign_keys)
    async with engine.begin() as connection:
        result = await connection.run_sync(work)
    await engine.dispose()
    return result


def schema(connection: Connection) -> dict[str, object]:
    """Describe every table, index and trigger in full."""
    inspector = inspect(connection)
    tables = {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(name)),
            sorted((str(i["name"]), i["column_names"], i["unique"]) for i in inspector.get_indexes(name)),
            inspector.get_foreign_keys(name),
        )
        for name in sorted(inspector.get_table_names())
    }
    triggers = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    )
    return {"tables": tables, "triggers": connection.execute(text(triggers)).scalars().all()}


async def test_an_empty_database_is_brought_up_once(empty_url: str):
    assert await current(empty_url) is None
    assert await upgrade(empty_url)
    assert await current(empty_url) == HEAD
    assert not await upgrade(empty_url)


async def test_down_and_up_again_gives_the_same_schema(url: str):
    before = await on(url, schema)
    assert await downgrade(url, "base")
    assert set((await on(url, schema))["tables"]) <= {"alembic_version"}
    assert await upgrade(url)
    assert await on(url, schema) == before
    assert before["triggers"]


async def test_the_migrations_lead_to_the_tables_that_the_code_knows(url: str):
    def drift(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Row.metadata)

    assert await on(url, drift) == []


def test_the_constant_names_the_newest_revision():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


@pytest.mark.fault("F98")
async def test_a_newer_schema_is_refused(url: str):
    await on(url, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(SchemaNewer, match="9999"):
        await upgrade(url)


@pytest.mark.fault("F97")
async def test_of_several_processes_at_once_one_migrates(empty_url: str):
    code = "import asyncio, sys; from store.migrate import upgrade; print(asyncio.run(upgrade(sys.argv[1])))"
    several = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, empty_url, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    told = [(await process.communicate()) for process in several]
    assert sorted(out.decode().strip() for out, _ in told) == ["False", "False", "True"], told
    assert await current(empty_url) == HEAD


async def test_a_start_with_nothing_to_do_does_not_import_alembic(url: str):
    code = (
        "import asyncio, sys; from store.migrate import upgrade; asyncio.run(upgrade(sys.argv[1]));"
        "print('alembic' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, url, stdout=subprocess.PIPE)
    assert (await process.communicate())[0] == b"False\n"


async def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(url: str):
    def rows(connection: Connection) -> int:
        return connection.execute(text("SELECT count(*) FROM event")).scalar_one()

    def fill(connection: Connection) -> None:
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        incident = {column.name: 1 for column in table(IncidentRow).c if isinstance(column.type, sa.Integer)}
        incident |= dict.fromkeys(("title", "status", "severity", "declared_by", "policy_revision"), "x")
        incident |= {"is_open": True, "private": False, "declared_at": moment, "body": {}}
        event = dict.fromkeys(("actor", "kind", "previous_hash", "hash"), "x")
        event |= {"incident": 1, "seq": 1, "at": moment, "recorded_at": moment, "payload": {}}
        connection.execute(sa.insert(table(IncidentRow)), incident)
        connection.execute(sa.insert(table(EventRow)), event)

    def rebuild(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("incident", recreate="always" if is_sqlite(url) else "auto") as batch:
            batch.add_column(sa.Column("extra", sa.Text()))

    await on(url, fill)
    await on(url, rebuild, foreign_keys=False)
    assert await on(url, rows) == 1
