"""Payloads with a right signature and something wrong in them are answered clearly, and change nothing."""

import asyncio
import io
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.domain.ids import CONN
from store.models import EventRow
from tests.history import check
from tests.properties.tampered import NONSENSE, Spoiling, acted_out, spoilings, spoilt
from tests.web.conftest import Sender
from tests.world import Home, Setting, World, world_of

ANSWERED_WITH = (200, 400, 403, 404)
SAMPLE = 100

REFUSED = (
    "A payload that Slack signed was refused",
    "A payload from another workspace",
    "A form could not be opened",
)
"""What Conn may log of what is wrong with them."""


@pytest.mark.fault("F33", "F115", "F119")
@pytest.mark.invariant("INV-17")
def test_a_sample_of_what_can_be_wrong_with_a_payload_is_answered_and_changes_nothing(migrated):
    drawn = Random(1)  # noqa: S311 - the same ones each time
    sample = [
        Spoiling(drawn.randrange(999), drawn.randrange(9999), drawn.randrange(len(NONSENSE)), anew=drawn.random() < 0.5)
        for _ in range(SAMPLE)
    ]
    asyncio.run(_tampered(migrated, sample))


@pytest.mark.long
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(spoiling=st.lists(spoilings, min_size=100, max_size=400))
@pytest.mark.fault("F33", "F115", "F119")
@pytest.mark.invariant("INV-17")
def test_whatever_is_wrong_with_a_payload_it_is_answered_and_changes_nothing(migrated, spoiling):
    asyncio.run(_tampered(migrated, spoiling))


async def _tampered(migrated: Path, spoiling: Sequence[Spoiling]) -> None:
    with tempfile.TemporaryDirectory(prefix="conn-") as folder:
        database = shutil.copy(migrated, Path(folder) / "conn.db")
        home = Home(f"sqlite:///{database}", Path(folder), http=True)
        async with world_of(home, Setting()) as world, aiohttp.ClientSession() as session:
            world.tolerates(*REFUSED)
            payloads = await acted_out(world)
            sender = Sender(world, session)
            for how in spoiling:
                payload, is_the_same = spoilt(payloads, how)
                before = await _record(world) if is_the_same else None
                status, text = await _sent(sender, session, payload)
                assert status in ANSWERED_WITH, (how, status, text)
                assert "Traceback" not in text, how
                if is_the_same:
                    assert await _record(world) == before, how
            await check(world)


async def _sent(sender: Sender, session: aiohttp.ClientSession, payload: dict) -> tuple[int, str]:
    """Sign a payload as Slack would, and send it the way it came."""
    if "event" in payload or payload.get("type") == "event_callback":
        body, kind = json.dumps(payload).encode(), "application/json"
    else:
        is_command = "command" in payload and "type" not in payload
        form = payload if is_command else {"payload": json.dumps(payload)}
        body, kind = urlencode(form, errors="replace").encode(), "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, **sender.signature(body)}
    async with session.post(sender.address, data=io.BytesIO(body), headers=headers) as response:
        return response.status, await response.text()


async def _record(world: World) -> int:
    """Say how much people did, in all incidents together; clocks go on meanwhile."""
    async with world.bot.deps.database.read() as tx:
        return int(await tx.scalar(select(func.count()).where(EventRow.actor != CONN)))
