"""A fresh workspace and an empty database for each story, and how the same story ends when nothing disturbs it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.crash import stage, story
from tests.crash.pictures import Picture
from tests.crash.stage import Scene

Undisturbed = Callable[[str], Awaitable[tuple[list[str], Picture]]]


@pytest.fixture
async def scene(migrated: Path) -> AsyncIterator[Scene]:
    """Set the stage."""
    async with stage.scene(migrated) as ready:
        yield ready


@pytest.fixture(scope="session")
def undisturbed(migrated: Path) -> Undisturbed:
    """Tell a story without a crash, once for all who ask: the calls it takes, and how it ends."""
    known: dict[str, tuple[list[str], Picture]] = {}

    async def tell(name: str) -> tuple[list[str], Picture]:
        if name not in known:
            known[name] = await story.told(migrated, name)
        return known[name]

    return tell
