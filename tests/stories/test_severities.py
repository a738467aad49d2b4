"""What happens at each severity is the support model's to say."""

import pytest

from bot.settings import MODELS
from tests.world import Setting

CHANGES = ("Change status", "Change severity", "Add note")


async def test_a_p2_is_a_thread_in_oncall_that_mentions_who_is_on_call_and_pages_nobody(world, ana):
    # when a P2 is declared
    outage = await world.incident("Exports are slow", severity="P2")

    # then it is run in a thread of #oncall, Ana is mentioned there, and nobody's phone rings
    assert outage.channel is world.channel("oncall")
    card = world.card_of(outage)
    assert ana.mention in card.text
    assert card.buttons == ["Acknowledge", "Take command", "Post update", "Escalate", "Resolve", *CHANGES]
    assert world.pages == []
    assert world.announcements == []
    assert [c.name for c in world.sandbox.channels() if c.name.startswith("inc-")] == []


async def test_a_p3_is_a_thread_in_ebit_support(world):
    # when a P3 is declared
    outage = await world.incident("Is this normal?", severity="P3")

    # then it is run in a thread of #ebit-support
    assert outage.channel is world.channel("ebit-support")
    assert world.pages == []
    assert world.announcements == []


async def test_what_happens_to_a_p2_is_said_in_its_thread(world, ana):
    # given a P2
    outage = await world.incident("Exports are slow", severity="P2")

    # when command is taken and it is resolved, by the buttons under it
    await ana.presses("Take command", outage)
    await ana.presses("Resolve", outage)

    # then the thread tells it, and the post on top shows how it stands
    assert f"{ana.mention} is incident commander." in world.said_in(outage)
    assert any("INC-1 is resolved" in text for text in world.said_in(outage))
    assert world.card_of(outage).buttons == ["Reopen", "Close"]


async def test_two_incidents_share_a_channel_each_in_its_thread(world, ana, fay):
    # given two P2s
    first = await world.incident("Exports are slow", severity="P2")
    second = await world.incident("Imports are slow", severity="P2")

    # when each gets a commander
    await ana.presses("Take command", first)
    await fay.presses("Take command", second)

    # then neither thread hears of the other
    assert world.said_in(first) == [f"{ana.mention} is incident commander."]
    assert world.said_in(second) == [f"{fay.mention} is incident commander."]


async def test_a_p0_is_worth_everything(world):
    # when a P0 is declared
    outage = await world.incident("Nothing works", severity="P0")

    # then it has a channel, an announcement, a page
    assert outage.thread is None
    assert len(world.announcements) == 1
    assert world.paged == ["ana"]


class TestTheDefaultModel:
    """A small team: the declarer and one user group are paged."""

    @pytest.fixture
    def setting(self):
        return Setting(policy=MODELS / "default.yaml", groups={"oncall": ("ana", "ben")})

    async def test_a_p1_pages_the_declarer_and_the_group(self, world):
        # when a P1 is declared
        outage = await world.incident("Checkout fails", severity="P1")

        # then Fay and the group are called; with the bridge left open in the model, none is shown
        assert sorted(world.paged) == ["ana", "ben", "fay"]
        assert world.bookmarks_of(outage) == []
        assert "http" not in world.topic_of(outage)

    async def test_a_p2_is_a_thread_where_incidents_are_announced(self, world):
        # when a P2 is declared
        outage = await world.incident("An export fails", severity="P2")

        # then it is one thread, and the group is mentioned
        assert outage.channel is world.channel("incidents")
        assert len(world.announcements) == 1
        assert world.pages == []
