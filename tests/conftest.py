"""What every test has at hand."""

import asyncio
import shutil
from pathlib import Path

import pytest

from store.migrate import upgrade


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
