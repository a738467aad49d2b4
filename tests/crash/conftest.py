"""A fresh workspace and an empty database for each story, and how the same story ends when nothing disturbs it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.crash import story
from tests.crash.pictures import Picture
from tests.crash.story import Scene
from tests.process.conn import command


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one database, to be copied for each story."""
    file: Path = tmp_path_factory.mktemp("database") / "conn.db"
    migrated = await command("db", "upgrade", env={"DATABASE_URL": f"sqlite:///{file}", "PYTHONPATH": str(story.ROOT)})
    assert migrated.code == 0, migrated.err
    return file


@pytest.fixture
async def scene(empty_database: Path) -> AsyncIterator[Scene]:
    """Set the stage."""
    async with story.scene(empty_database) as ready:
        yield ready


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def undisturbed(empty_database: Path) -> dict[str, tuple[list[str], Picture]]:
    """Tell every story once without a crash: the calls it takes, and how it ends."""
    return {name: await story.told(empty_database, name) for name in story.STORIES}
