"""Command is handed over in two steps: an offer with a brief out of the log, and a press of whoever takes it."""

from copy import deepcopy

import pytest

from bot.domain.events import OfferDeclined, OfferLapsed
from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P1: {{clocks: [{{audience: internal, first: 15m, every: 15m, rule: Every quarter of an hour}}]}}
command: {{offer_lapses_after: 5m, silent_after: []}}
"""
OFFER = "asks you to take command of P1 INC-1"


@pytest.fixture
def setting():
    """Let an offer stand for five minutes."""
    return Setting(model=MODEL)


async def offered(ana, ben, outage, note="The database team is on its way."):
    """Let Ana offer command to Ben."""
    await ana.opens(f"/incident ic @{ben.name}", in_=outage)
    assert (await ana.sends({"Handoff note": note})).ok
    return ben.dm(OFFER)


def happened(log, kind):
    """Count what of a kind happened."""
    return sum(isinstance(entry.event, kind) for entry in log)


async def test_the_brief_says_what_whoever_takes_over_has_to_know(world, ana, ben, fay, outage):
    # given what was believed, decided and tried
    await fay.runs("/incident note theory: the disk is full", in_=outage)
    await fay.runs("/incident note Theory: a slow query holds a lock", in_=outage)
    await ana.runs("/incident note decision: no failover before nine", in_=outage)
    await ana.runs("/incident note tried: a restart of the workers", in_=outage)
    await ana.runs("/incident note ordinary words", in_=outage)
    await ana.opens("/incident update All payments wait", in_=outage)
    assert (await ana.sends({})).ok

    # when Ana offers command to Ben
    brief = await offered(ana, ben, outage)

    # then he reads it, newest theory only, and has it in one press or not at all
    for words in (
        "Impact: ",
        "Theory: a slow query holds a lock",
        "Decided: no failover before nine",
        "Tried: a restart of the workers",
        "In flight: Tier 1",
        "Promised: Internal update",
        "Last update: All payments wait",
        "The database team is on its way.",
    ):
        assert words in brief.text, brief.text
    assert "the disk is full" not in brief.text
    assert "ordinary words" not in brief.text
    assert brief.buttons == ["I have command", "Decline"]

    # and nothing moved yet
    assert f"IC: {ana.mention}" in world.card_of(outage).text


async def test_whoever_accepts_has_everything_in_one_moment(world, ana, ben, outage):
    # given an offer
    brief = await offered(ana, ben, outage)

    # when Ben presses
    await ben.presses("I have command", brief)

    # then card, topic and what is owed are his, and the offer has no buttons
    assert f"IC: {ben.mention}" in world.card_of(outage).text
    assert f"IC: {ben.mention} |" in world.topic_of(outage)
    assert ben.dm(OFFER).buttons == []
    await world.skip("15m")
    assert world.reminders_in(outage)[-1].text.startswith(ben.mention)


async def test_an_offer_that_lapses_stays_with_the_old_commander_and_is_said(world, ana, ben, outage):
    # given an offer that nobody answers
    await offered(ana, ben, outage)
    await world.skip("4m")
    assert happened(await world.log(outage), OfferLapsed) == 0
    await world.skip("1m")

    # then the room reads that it lapsed and who has command, and the buttons are gone
    said = [text for text in world.said_in(outage) if "did not answer the offer" in text]
    assert said == [f"{ben.mention} did not answer the offer of command in time. {ana.mention} stays in command."]
    assert ben.dm(OFFER).buttons == []
    assert "This offer does not stand any more." in ben.dm(OFFER).text

    # and it is over: nothing more comes, and Ana can offer it again
    await world.skip("10m")
    assert happened(await world.log(outage), OfferLapsed) == 1
    again = await offered(ana, ben, outage)
    assert again.buttons == ["I have command", "Decline"]


async def test_whoever_declines_is_asked_no_more(world, ana, ben, outage):
    # given an offer
    brief = await offered(ana, ben, outage)

    # when Ben declines
    await ben.presses("Decline", brief)

    # then the room reads it, Ana keeps command, and nothing lapses later
    declined = f"{ben.mention} did not take the command that {ana.mention} offered. {ana.mention} stays in command."
    assert declined in world.said_in(outage)
    assert ben.dm(OFFER).buttons == []
    await world.skip("10m")
    assert happened(await world.log(outage), OfferLapsed) == 0
    assert happened(await world.log(outage), OfferDeclined) == 1


async def test_a_second_offer_takes_the_place_of_the_first(world, ana, ben, chloe, outage):
    # given an offer to Ben, and then one to Chloe
    seen = deepcopy(await offered(ana, ben, outage))
    await ana.opens(f"/incident ic @{chloe.name}", in_=outage)
    assert (await ana.sends({})).ok

    # then Ben's counts no more, whichever button he presses
    assert ben.dm(OFFER).buttons == []
    assert "That offer does not stand any more." in await ben.presses("Decline", seen)
    await world.skip("5m")
    assert happened(await world.log(outage), OfferLapsed) == 1


async def test_the_form_for_a_note_asks_what_it_is(ana, ben, outage):
    # when Ana notes a theory by the card's button
    await ana.presses("Add note", outage)
    assert (await ana.sends({"Note": "a slow query", "What it is": "Theory"})).ok

    # then the timeline names it, and so does a catch-up
    assert "noted a theory" in await ana.runs("/incident timeline", in_=outage)
    assert "Theory: a slow query" in await ben.runs(f"/incident catchup {outage}")
