"""A P0 or P1 that is acknowledged without a bridge: whoever is in command is asked for one, once."""

import pytest

from bot.domain.events import BridgeAsked
from tests.world import Setting

MODEL = """
extends: {demo}
incident: {{bridge: "{{{{TBD: the call}}}}"}}
"""


@pytest.fixture
def setting():
    """Leave the standing bridge open, as the document does."""
    return Setting(model=MODEL)


async def asked(world, outage):
    return [entry for entry in await world.log(outage) if isinstance(entry.event, BridgeAsked)]


async def test_nobody_is_asked_before_somebody_answers(world):
    outage = await world.incident()
    assert not await asked(world, outage)


async def test_the_acting_commander_is_asked_and_sets_it_with_a_form(world, ana, fay):
    # given a P1 that Ana acknowledged, with Fay acting
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    question = fay.dm("has no bridge")

    # when Fay gives a wrong one, and then a right one
    await fay.presses("Set bridge", question)
    assert "https://" in (await fay.sends({"Bridge": "room 4"})).errors["Bridge"]
    assert (await fay.sends({"Bridge": "https://meet.example.com/now"})).ok

    # then it is in the topic, and the question is gone
    await world.skip("3s")
    assert "https://meet.example.com/now" in world.topic_of(outage)
    assert question.deleted
    assert len(await asked(world, outage)) == 1


async def test_nobody_is_asked_twice_or_with_a_bridge(world, ana, fay):
    outage = await world.incident()
    await fay.runs("/incident bridge https://meet.example.com/now", in_=outage)
    await ana.presses("Acknowledge", ana.page())
    assert not await asked(world, outage)


async def test_a_raised_severity_asks_as_well_and_a_late_press_says_so(world, ana, fay):
    outage = await world.incident(severity="P2")
    await ana.runs(f"/incident ack {outage}")
    assert not await asked(world, outage)
    await fay.runs(f"/incident severity {outage} P1 everybody")
    question = fay.dm("has no bridge")
    await fay.presses("Set bridge", question)
    await ana.runs(f"/incident resolve {outage}")
    assert "resolved already" in str((await fay.sends({"Bridge": "https://meet.example.com/now"})).errors)
    assert question.deleted
