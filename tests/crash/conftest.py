"""A fresh workspace and an empty database for each story, and how the same story ends when nothing disturbs it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.crash import story
from tests.crash.pictures import Picture
from tests.crash.story import Scene


@pytest.fixture
async def scene(migrated: Path) -> AsyncIterator[Scene]:
    """Set the stage."""
    async with story.scene(migrated) as ready:
        yield ready


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def undisturbed(migrated: Path) -> dict[str, tuple[list[str], Picture]]:
    """Tell every story once without a crash: the calls it takes, and how it ends."""
    return {name: await story.told(migrated, name) for name in story.STORIES}
