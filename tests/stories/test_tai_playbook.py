"""TAI's incident response playbook, run under its own file with people in its open slots."""

import pytest

from bot.domain.events import FactsChanged, Paged, RoleAssigned, Verified
from bot.settings import MODELS
from tests.world import Setting

MODEL = f"""
extends: {MODELS / "tai.yaml"}
rotations:
  primary_owner: {{{{members: [ana@example.com]}}}}
  support: {{{{members: [ana@example.com]}}}}
  engineering: {{{{members: [chloe@example.com]}}}}
  vp_product: {{{{members: [dev@example.com]}}}}
teams:
  second_engineer: {{{{who: [eve@example.com]}}}}
  csm: {{{{who: [fay@example.com]}}}}
incident: {{{{bridge: https://meet.example.com/tai}}}}
command: {{{{no_commander_every: 1d}}}}
"""
CHANNELS = ("support-general", "support-critical", "support-escalations", "incidents-critical", "general")


@pytest.fixture
def setting():
    """Run TAI's own model."""
    return Setting(model=MODEL, channels=CHANNELS)


def question(world, outage):
    return next(m for m in world.messages_in(outage) if "Is the root cause found" in m.text)


async def calls(world, outage):
    return [entry.event for entry in await world.log(outage) if isinstance(entry.event, Paged)]


async def test_3_2_an_unclear_cause_fetches_the_second_engineer_once(world, ana):
    # given a P1 whose first responder has looked for ten minutes
    outage = await world.incident("API is down", severity="P1")
    await ana.presses("Acknowledge", ana.page())
    await world.skip("10m")
    asked = question(world, outage)
    assert asked.buttons == ["Root cause found", "Root cause unclear", "Customer data at risk"]

    # when the cause is unclear, then engineering and a second engineer are called, by one rule and not by two
    before = len(await calls(world, outage))
    await ana.presses("Root cause unclear", asked)
    new = (await calls(world, outage))[before:]
    assert len(new) == 1
    assert {world.people["chloe"].id, world.people["eve"].id} == set(new[0].people)
    facts = [entry.event for entry in await world.log(outage) if isinstance(entry.event, FactsChanged)]
    assert [event.ticked for event in facts] == [("cause_unclear",)]


async def test_5_3_a_p2_unclear_after_ten_minutes_goes_to_engineering_and_the_first_stays_as_comms(world, ana, chloe):
    outage = await world.incident("Webhooks fail", severity="P2")
    await ana.presses("Acknowledge", ana.page())
    await world.skip("10m1s")
    assert chloe.page(outage)
    given = [entry.event for entry in await world.log(outage) if isinstance(entry.event, RoleAssigned)]
    assert [(one.role, one.to) for one in given] == [("comms", ana.id)]


async def test_3_2_a_fix_is_confirmed_before_it_is_called_resolved(world, ana):
    outage = await world.incident("API is down", severity="P1")
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident status monitoring scaled up", in_=outage)
    verification = next(m for m in world.messages_in(outage) if "Phase Verification begins" in m.text)
    await ana.ticks("Can reach API from multiple regions", verification)
    await ana.presses("Resolve", outage)
    sent = await ana.sends()
    assert "Datadog green" in str(sent.errors)
    assert "Can reach API" not in str(sent.errors)
    assert (await ana.sends({"Why without all of them": "the customer is asleep"})).ok
    [checked] = [entry.event for entry in await world.log(outage) if isinstance(entry.event, Verified)]
    assert checked.done == (("Can reach API from multiple regions", 1),)

    # and the room reads what is left to do: the post-mortem, by when and with whom, and how it is filed
    ended = next(text for text in world.said_in(outage) if "INC-1 is resolved" in text)
    assert "A post-mortem is held by" in ended
    assert "30 min, with On-call engineer, Support lead and Product lead, written as Post-mortem" in ended
    assert "Its root cause is one of: User Misconfiguration, Product Bug, Infrastructure Issue, Third-Party or" in ended
