"""The ladder, live: one message that says who is called, who answered as what, who is next, and what one can do."""

import pytest

from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P0: {{clocks: []}}
  P1: {{clocks: []}}
tiers:
  tier2: {{who: [chloe@example.com, dev@example.com]}}
"""
EMPTY = """
extends: {demo}
tiers:
  tier2:
    who: ["{{{{TBD: tier 2's schedule}}}}"]
"""


@pytest.fixture
def setting():
    """Leave the clocks for updates out, which are another story."""
    return Setting(model=MODEL)


async def test_one_message_follows_every_call(world, ana, outage_unanswered):
    # given a P1 that nobody answers
    outage = outage_unanswered
    first = world.ladder_of(outage)
    for words in ("Who is called for INC-1", ana.mention, "No answer yet.", "Next: Tier 2"):
        assert words in first.text, first.text
    assert first.buttons == ["I'll take it", "Page next now", "Stop"]

    # when tier 2 and then tier 3 are called
    await world.skip("36m")

    # then the same message has all three, each with when and why
    now = world.ladder_of(outage)
    assert now.ts == first.ts
    for words in ("Tier 1", "Tier 2", "Tier 3", "did not acknowledge in time"):
        assert words in now.text
    assert now.text.count("No answer yet.") == 3


@pytest.fixture
async def outage_unanswered(world, fay):
    """Declare a P1 as Fay, and let nobody answer."""
    return await world.incident(by=fay)


async def test_who_was_called_a_volunteer_and_a_stranger_look_different(world, ana, eve, fay, outage_unanswered):
    # when the person who was called answers, Fay, who declared, takes another, and Eve, whom nobody called, a third
    await ana.presses("Acknowledge", ana.page())
    second = await world.incident("Deposits are down", by=fay)
    await fay.presses("I'll take it", world.ladder_of(second))
    third = await world.incident("Login is down", by=fay)
    await eve.person.joins(third.channel)
    await eve.presses("I'll take it", world.ladder_of(third))

    # then each ladder says so, and has no buttons any more
    assert f"Acknowledged by {ana.mention} after" in world.ladder_of(outage_unanswered).text
    assert f"Taken by {fay.mention}, a volunteer, after" in world.ladder_of(second).text
    assert f"Taken by {eve.mention}, whom nobody called, after" in world.ladder_of(third).text
    assert all(world.ladder_of(one).buttons == [] for one in (outage_unanswered, second, third))


async def test_somebody_in_a_hurry_pages_the_next_or_stops_it(world, fay, outage_unanswered):
    # when Fay does not want to wait
    await fay.presses("Page next now", world.ladder_of(outage_unanswered))
    assert world.paged == ["ana", "chloe", "dev"]
    assert f"by {fay.mention}" in world.ladder_of(outage_unanswered).text

    # and then needs nobody further
    await fay.presses("Stop", world.ladder_of(outage_unanswered))
    assert f"Stood down by {fay.mention}" in world.ladder_of(outage_unanswered).text
    assert world.ladder_of(outage_unanswered).buttons == []
    await world.skip("1h")
    assert world.paged == ["ana", "chloe", "dev"]


async def test_whoever_cannot_come_says_so_and_the_next_is_called_at_once(world, ana, chloe, dev, outage_unanswered):
    # when Ana, the only one of her tier, cannot come
    await ana.presses("Can't come", ana.page())

    # then the next tier is called at once, and the ladder and the room say why
    assert world.paged == ["ana", "chloe", "dev"]
    assert f"Cannot come: {ana.mention}." in world.ladder_of(outage_unanswered).text
    assert any(text.startswith(f"{ana.mention} cannot come for Tier 1") for text in world.said_in(outage_unanswered))
    assert "You said that you can't come." in ana.page().text
    assert ana.page().buttons == ["Acknowledge"]

    # and of several one who cannot come leaves it to the others
    await chloe.presses("Can't come", chloe.page())
    assert world.paged == ["ana", "chloe", "dev"]
    await dev.presses("Acknowledge", dev.page())
    assert f"Acknowledged by {dev.mention}" in world.ladder_of(outage_unanswered).text
    assert "Acknowledged by" in chloe.page().text


class TestEmpty:
    """A tier in the middle has nobody yet."""

    @pytest.fixture
    def setting(self):
        """Leave tier 2 open."""
        return Setting(model=EMPTY)

    async def test_an_empty_tier_is_passed_at_once_and_the_ladder_says_so(self, world, fay):
        outage = await world.incident(by=fay)
        await fay.presses("Page next now", world.ladder_of(outage))
        assert world.paged == ["ana", "eve"]
        assert "Passed over: tier 2's schedule" in world.ladder_of(outage).text
