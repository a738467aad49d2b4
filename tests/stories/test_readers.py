"""Those who read about an incident without working on it hear what concerns them, and nothing else."""

import pytest

from bot.settings import MODELS
from tests.world import Setting

SKILLANCER = f"""
extends: {MODELS / "skillancer.yaml"}
tiers:
  tier3: {{{{who: [ana@example.com]}}}}
  tier4: {{{{who: [eve@example.com]}}}}
audiences:
  executives: {{{{channels: [leadership]}}}}
channels:
  leadership: {{{{name: "#leadership"}}}}
command: {{{{no_commander_every: 1d}}}}
"""
CHANNELS = ("incidents", "escalations", "leadership")


@pytest.fixture
def setting():
    """Run Skillancer's model with one executive and a channel of theirs."""
    return Setting(model=SKILLANCER, channels=CHANNELS)


def news(world, person):
    """List what somebody was told in private, and what their channel read."""
    return person.reads, [message.text for message in world.channel("leadership").posts]


async def test_executives_hear_of_significant_news_in_person_and_in_their_channel(world, ana, eve):
    # given a P1, which an executive hears of at once
    outage = await world.incident("Payments fail", severity="P1")
    private, posted = news(world, eve)
    assert len(private) == len(posted) == 1
    assert "declared INC-1 (P1 High): Payments fail" in private[0]

    # when there is routine word inside, and none at all for executives
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident note tried a restart", in_=outage)
    assert news(world, eve) == (private, posted)

    # and then the status changes and it is over
    await ana.runs("/incident status identified a bad deploy", in_=outage)
    await ana.runs("/incident severity P0 everybody", in_=outage)

    # then they have heard of each, with its words
    private, posted = news(world, eve)
    assert len(private) == len(posted) == 3
    assert "a bad deploy" in private[1]
    assert "P0 Critical" in private[2]


async def test_word_for_an_audience_reaches_its_people(world, ana, eve):
    # given a P0
    outage = await world.incident("Payments fail", severity="P0")
    before = len(eve.reads)

    # when word is given to executives
    await ana.opens("/incident update", in_=outage)
    assert (await ana.sends({"What changed": "Half of the cards work again", "Audiences": ["Executives"]})).ok

    # then the executive reads it, and whoever owes word to customers, when that is due, where to say it
    assert len(eve.reads) == before + 1
    assert "Half of the cards work again" in eve.reads[-1]
    await world.skip("30m")
    owed = next(text for text in world.said_in(outage) if "external update" in text)
    assert "Say it in: Email. The text for it: Customer update during escalation." in owed


async def test_nobody_hears_of_a_private_incident(world, fay, eve):
    await fay.opens()
    assert (await fay.sends({"Title": "A leak", "Severity": "P1", "Private": True})).ok
    assert news(world, eve) == ([], [])
