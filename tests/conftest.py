"""What every test has at hand."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest

from store.migrate import upgrade
from tests.postgres import NoPostgres, fast, fresh, running
from tests.world import Home

HOMES = {"socket-sqlite": False, "http-postgres": True}
"""The two ways in which a story's Conn lives; between them both transports and both databases."""

LONG = 2400
"""Seconds that a test marked `long` may take."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let every story be told in each home, but for those that are about one of them."""
    if "home" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        metafunc.parametrize("home", [only.args[0]] if only else list(HOMES), indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tell each story in the one home that its name draws: half of them in each, and always the same half.

    `--every-home`, or naming the story as `file::story`, tells it in both.
    """
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.timeout(LONG))
    if config.getoption("--every-home") or any("::" in place for place in config.args):
        return
    elsewhere = [item for item in items if not _is_drawn(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if _is_drawn(item)]


def _is_drawn(item: pytest.Item) -> bool:
    home = item.callspec.params.get("home") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    if home is None or item.get_closest_marker("only"):
        return True
    return list(HOMES)[crc32(item.nodeid.replace(home, "").encode()) % len(HOMES)] == home


def pytest_addoption(parser):
    """Let `--update-golden` write what is drawn now, to be read in the diff; the others add what a run leaves out."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption("--every-home", action="store_true", help="tell each story over both transports and databases")
    parser.addoption("--whole-grid", action="store_true", help="hold the simulation of every case against what happens")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty SQLite database with every table, to copy from."""
    path = tmp_path_factory.mktemp("migrated") / "conn.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Run a Postgres for as long as the tests run."""
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


@pytest.fixture
def sqlite_url(migrated: Path) -> Iterator[str]:
    """Give a migrated SQLite database of this test's own, where no other program's writing holds it up."""
    with TemporaryDirectory(prefix="conn-", dir=fast()) as folder:
        yield f"sqlite:///{shutil.copy(migrated, Path(folder) / 'conn.db')}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """Give a migrated Postgres database of this test's own."""
    with fresh(postgres_server, template=postgres_template) as url:
        yield url


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """Give what Conn lives in: sockets and SQLite, or signed requests and Postgres."""
    http = HOMES[request.param]
    return Home(request.getfixturevalue("postgres_url" if http else "sqlite_url"), tmp_path, http=http)
