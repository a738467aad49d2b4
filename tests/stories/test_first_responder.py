"""Ten minutes for the first responder to find the cause; then it escalates, and they keep people informed."""

import pytest

from bot.domain.events import RoleAssigned
from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P1: {{clocks: [], investigate_for: 10m, responder_stays_as_comms: true}}
"""


@pytest.fixture
def setting():
    """Give the first responder of a P1 ten minutes."""
    return Setting(model=MODEL)


async def roles(world, outage):
    return [entry.event for entry in await world.log(outage) if isinstance(entry.event, RoleAssigned)]


async def test_after_ten_minutes_the_next_tier_is_called_and_the_first_stays_as_comms(world, ana, outage):
    await world.skip("9m")
    assert world.paged == ["ana"]
    await world.skip("1m")
    assert world.paged == ["ana", "chloe", "dev"]
    assert any("the cause was not found within 10m" in text for text in world.said_in(outage))
    assert any("Comms lead" in text and "keeps people informed" in text for text in world.said_in(outage))
    [given] = await roles(world, outage)
    assert given.to == ana.id
    assert "investigate_for" in await ana.runs("/incident why", in_=outage)


async def test_nobody_is_called_once_the_cause_is_found(world, ana, outage):
    await ana.runs("/incident status identified a bad deploy", in_=outage)
    await world.skip("15m")
    assert world.paged == ["ana"]


async def test_who_escalated_themselves_stays_as_comms_at_once_and_nobody_further_is_called(world, ana, chloe, outage):
    await ana.runs("/escalate I cannot tell", in_=outage)
    assert [given.to for given in await roles(world, outage)] == [ana.id]
    await chloe.presses("Acknowledge", chloe.page())
    await world.skip("15m")
    assert world.paged == ["ana", "chloe", "dev"]


async def test_somebody_who_has_the_role_keeps_it(world, ana, fay, outage):
    await ana.runs(f"/incident role comms {fay.mention}", in_=outage)
    await world.skip("10m")
    assert [given.to for given in await roles(world, outage)] == [fay.id]


async def test_the_ten_minutes_begin_with_the_answer(world, ana):
    outage = await world.incident()
    await world.skip("5m")
    await ana.runs("/incident ack", in_=outage)
    await world.skip("9m")
    assert world.paged == ["ana"]
    await world.skip("1m")
    assert world.paged == ["ana", "chloe", "dev"]


async def test_another_severity_meanwhile_has_no_such_time(world, ana, outage):
    await ana.runs("/incident severity P2 only some", in_=outage)
    await world.skip("15m")
    assert world.paged == ["ana"]
