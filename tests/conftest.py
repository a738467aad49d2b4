"""What every test has at hand."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.migrate import upgrade
from tests.postgres import NoPostgres, fresh, running


def pytest_addoption(parser):
    """Let `--update-golden` write what is drawn now, to be read in the diff."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty SQLite database with every table, to copy from."""
    path = tmp_path_factory.mktemp("migrated") / "conn.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def database_path(migrated: Path, tmp_path: Path) -> Path:
    """Give a migrated database of this test's own."""
    return Path(shutil.copy(migrated, tmp_path / "conn.db"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give a Postgres server's URL."""
    try:
        with running() as url:
            yield url
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Give the name of an empty Postgres database with every table, to copy from."""
    name = f"conn_template_{os.getpid()}"
    with fresh(postgres_server, name=name) as url:
        asyncio.run(upgrade(url))
        yield name
