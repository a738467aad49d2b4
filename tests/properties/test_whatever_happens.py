"""Whatever people do in whatever order, and whatever breaks meanwhile, every invariant holds when it is over."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bot.sandbox.errors import ImpossibleError
from tests.history import check
from tests.properties.script import BROKEN_ON_PURPOSE, Step, scripts
from tests.world import Home, Setting, world_of


@pytest.mark.long
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a world is too slow to shrink by; the script says enough
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(script=scripts)
def test_whatever_happens_the_history_is_in_order(migrated: Path, script: Sequence[Step]) -> None:
    asyncio.run(_played(migrated, script))


async def _played(migrated: Path, script: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory(prefix="conn-") as folder:
        database = shutil.copy(migrated, Path(folder) / "conn.db")
        home = Home(f"sqlite:///{database}", Path(folder))
        async with world_of(home, Setting()) as world:
            world.tolerates(*BROKEN_ON_PURPOSE)
            for step in script:
                with suppress(ImpossibleError):  # somebody cannot do that in Slack, being elsewhere
                    await step.play(world)
            await check(world)
