"""The ladder climbs by itself when nobody answers, and not when somebody does."""

import pytest

from tests.world import SATURDAY_NIGHT, Setting

LADDER_ALONE = """
extends: {demo}
severities:
  P0: {{clocks: []}}
  P1: {{clocks: []}}
"""

OPEN_TIER = """
extends: {demo}
tiers:
  tier2:
    who: ["{{{{TBD: tier 2's schedule}}}}"]
"""

LEFT = """
extends: {demo}
rotations:
  primary:
    members: [gone@example.com]
"""


@pytest.fixture
def setting():
    """Leave the clocks for updates out, which are another story."""
    return Setting(model=LADDER_ALONE)


async def test_tier_two_silent_for_five_minutes_at_p0_wakes_tier_three(world, ana):
    # given a P0 that was escalated to tier 2
    outage = await world.incident("Nothing works", severity="P0")
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/escalate", in_=outage)

    # when they are silent for four minutes
    await world.skip("4m")
    assert world.paged == ["ana", "chloe", "dev"]

    # and then for all five
    await world.skip("1m")

    # then tier 3 is called by itself, and the room reads why
    assert world.paged == ["ana", "chloe", "dev", "eve"]
    assert any("did not acknowledge in time" in text for text in world.said_in(outage))


async def test_a_p2_never_climbs_by_itself(world, ana):
    # given a P2 with a commander
    outage = await world.incident("Exports are slow", severity="P2")
    await ana.presses("Take command", outage)

    # when hours pass
    await world.skip("4h")

    # then nobody was called
    assert world.paged == []


async def test_in_business_hours_tier_one_has_half_an_hour(world, fay):
    # given a P1 at 10:00 on a Tuesday
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)

    # when 29 minutes pass, and then the thirtieth
    await world.skip("29m")
    assert world.paged == ["ana"]
    await world.skip("1m")

    # then tier 2 is called
    assert world.paged == ["ana", "chloe", "dev"]


async def test_the_next_tier_has_its_own_time_from_its_own_call(world, fay):
    # given a P1 nobody answers
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)

    # when tier 1's half hour and tier 2's five minutes are over
    await world.skip("34m")
    assert world.paged == ["ana", "chloe", "dev"]
    await world.skip("1m")

    # then tier 3 is called, and it is said who came before
    assert world.paged == ["ana", "chloe", "dev", "eve"]
    assert "Before: Tier 2" in world.card_of(outage).text


@pytest.mark.parametrize("setting", [Setting(model=LADDER_ALONE, at=SATURDAY_NIGHT)])
async def test_after_hours_tier_one_has_two_hours(world, fay, ana):
    # given a P1 on a Saturday night
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    assert "Acknowledge within 2 h" in ana.page().text

    # when almost two hours pass, and then the rest
    await world.skip("1h 59m")
    assert world.paged == ["ana"]
    await world.skip("1m")

    # then tier 2 is called
    assert world.paged == ["ana", "chloe", "dev"]


async def test_an_answer_in_time_lets_everybody_else_sleep(world, ana):
    # given a P0 that Ana acknowledges
    outage = await world.incident("Nothing works", severity="P0")
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident ic", in_=outage)

    # when hours pass
    await world.skip("3h")

    # then nobody else was called
    assert world.paged == ["ana"]


async def test_the_end_of_the_path_is_said(world, fay):
    # given a P1 nobody answers, to the last
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)

    # when tier 3's time is over too
    await world.skip("9h")

    # then the room and the card say that nobody is left
    assert world.paged == ["ana", "chloe", "dev", "eve"]
    assert any("Tier 3 is the top" in text for text in world.said_in(outage))
    assert "Nobody is left to call" in world.card_of(outage).text


@pytest.mark.parametrize("setting", [Setting(model=OPEN_TIER)])
@pytest.mark.fault("F66", "F93")
async def test_an_open_tier_is_passed_at_once_and_said(world, ana):
    # given a model whose tier 2 is still open
    outage = await world.incident()

    # when Ana escalates
    await ana.runs("/escalate needs a hotfix", in_=outage)

    # then tier 3 is called at once, and everybody reads why tier 2 was not
    assert world.paged == ["ana", "eve"]
    said = next(text for text in world.said_in(outage) if "passed over" in text)
    assert said == "tier 2's schedule was passed over: slot still open: tier 2's schedule."


@pytest.mark.parametrize("setting", [Setting(model=LEFT)])
@pytest.mark.fault("F66", "F93", "F101")
async def test_a_rotation_of_people_who_left_is_passed_at_once_and_said(world):
    # given that the whole first tier has left the company
    world.expects("names gone@example.com, whom Slack does not know")

    # when a P1 is declared
    outage = await world.incident()

    # then the next tier is called at once, and it is said
    assert world.paged == ["chloe", "dev"]
    assert "gone@example.com was passed over: not in Slack, or deactivated." in world.said_in(outage)
