"""Whatever anybody writes, wherever it can be written, is answered, pings nobody, and breaks nothing that is shown.

That it pings nobody, that Slack takes every message made of it, and that nothing failed in the log is what the history
checker finds; the look-alike refuses whatever Slack would.
"""

import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.history import check
from tests.properties.typed import NASTY, every_command, every_form, texts
from tests.world import Home, Setting, world_of

CHEAP = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a world is too slow to shrink by; the text says enough
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@pytest.mark.fault("F110", "F111")
@pytest.mark.invariant("INV-15", "INV-18")
def test_all_nasty_words_are_answered_everywhere(migrated):
    asyncio.run(_written(migrated, " ".join(NASTY), over=1))


@pytest.mark.long
@settings(CHEAP, max_examples=25)
@given(text=texts, over=st.sampled_from((0, 1)))
@pytest.mark.fault("F110", "F111")
@pytest.mark.invariant("INV-15", "INV-18")
def test_any_text_is_answered_everywhere(migrated, text, over):
    asyncio.run(_written(migrated, text, over=over))


async def _written(migrated: Path, text: str, *, over: int) -> None:
    with tempfile.TemporaryDirectory(prefix="conn-") as folder:
        database = shutil.copy(migrated, Path(folder) / "conn.db")
        home = Home(f"sqlite:///{database}", Path(folder))
        async with world_of(home, Setting()) as world:
            world.tolerates("/U1EVIL is dead", "/U1EVIL cannot be delivered")  # asked for something, and nobody
            ana, ben = world.people["ana"], world.people["ben"]
            unanswered = [where async for where, answered in every_command(ana, text) if not answered]
            unanswered += [where async for where, answered in every_form(world, ana, ben, text, over) if not answered]
            assert unanswered == []
            await check(world)
