"""What is logged for the next day's owner: said at declaration, given to whoever has duty when that day begins."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.events import Acknowledged, GivenToNextDay
from store import incidents
from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P3: {{room: {{kind: none}}, log_in: oncall, next_day: true, targets: {{mitigation: []}}}}
command: {{no_commander_every: 9d}}
"""


@pytest.fixture
def setting():
    """Let a P3 wait for the next day."""
    return Setting(model=MODEL)


def plain(text):
    return re.sub(r"<!date[^|]*\|([^>]*)>", r"\1", text)


async def events(world, kind):
    async with world.bot.deps.database.read() as tx:
        return [entry.event for entry in await incidents.log(tx, 1) if isinstance(entry.event, kind)]


async def test_who_declares_it_reads_who_gets_it_and_when(fay):
    await fay.runs("/incident declare P3 A typing error")
    assert "who get it at 16 Jan 09:00 UTC." in plain(fay.dm("It waits for").text)


async def test_the_owner_of_the_next_day_gets_it_when_the_day_begins(world, ana, fay):
    await fay.runs("/incident declare P3 A typing error")
    await world.skip("22h59m")
    assert not any("Left for today" in text for text in ana.reads)
    await world.skip("1m")
    left = ana.dm("Left for today")
    assert "A typing error" in left.text
    await ana.presses("Acknowledge", left)
    assert len(await events(world, Acknowledged)) == 1
    await world.skip("48h")
    assert len(await events(world, GivenToNextDay)) == 1


async def test_nobody_gets_what_was_answered_before(world, ana, fay):
    await fay.runs("/incident declare P3 A typing error")
    await fay.runs("/incident ack INC-1")
    await world.skip("24h")
    assert not any("Left for today" in text for text in ana.reads)


async def test_nobody_gets_what_has_become_worse(world, ana, fay):
    await fay.runs("/incident declare P3 A typing error")
    await fay.runs("/incident severity INC-1 P2 it is more")
    await world.skip("24h")
    assert not any("Left for today" in text for text in ana.reads)


class TestOverAWeekend:
    @pytest.fixture
    def setting(self):
        """Begin on the Friday evening before the clocks go forward in Lisbon."""
        return Setting(model=MODEL, at=datetime(2030, 3, 29, 20, 0, tzinfo=UTC))

    async def test_it_waits_for_monday_and_whoever_has_duty_then(self, world, ana, ben, fay):
        await fay.runs("/incident declare P3 A typing error")
        assert "at 01 Apr 08:00 UTC" in plain(fay.dm("It waits for").text)
        await world.skip("60h")  # Monday 08:00 UTC, nine in Lisbon
        [given] = await events(world, GivenToNextDay)
        [owner] = [person for person in (ana, ben) if person.id in given.people]
        assert owner.dm("Left for today")
