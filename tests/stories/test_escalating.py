"""Escalating by hand: the next tier is paged, everybody reads why, and two presses at once do it once."""

import asyncio

import pytest


async def test_escalating_by_command_pages_the_next_tier_and_says_why(world, ana):
    # given a P1 whose first tier cannot solve it
    outage = await world.incident()

    # when Ana escalates
    answer = await ana.runs("/escalate primary is silent", in_=outage)

    # then both of tier 2 are paged, and everybody can read the reason
    assert answer.startswith("Calling Tier 2, customer team senior on-call")
    assert world.paged == ["ana", "chloe", "dev"]
    said = next(text for text in world.said_in(outage) if "escalated" in text)
    assert said.startswith(f"{ana.mention} escalated to Tier 2")
    assert "primary is silent" in said
    assert {"chloe", "dev"} <= set(world.members_of(outage))


async def test_the_page_says_who_escalated_and_why(world, ana, chloe):
    # when Ana escalates a P1 with a reason
    outage = await world.incident()
    await ana.runs("/escalate needs a hotfix", in_=outage)

    # then Chloe reads it on her page
    assert f"{ana.mention} called you" in chloe.page().text
    assert "needs a hotfix" in chloe.page().text


async def test_those_called_before_learn_that_others_were_called(world, ana, fay):
    # given a P1 that Ana has not answered
    outage = await world.incident()

    # when Fay escalates
    await fay.runs("/escalate", in_=outage)

    # then Ana's page says so, and she can still acknowledge
    assert "was called after you" in ana.page().text
    assert ana.page().buttons == ["Acknowledge", "Can't come"]


async def test_escalating_by_incident_command_and_synonym(world, ana):
    # when Ana uses the other words for it
    outage = await world.incident()
    await ana.runs("/incident escalate no idea", in_=outage)
    await ana.runs("/incident page still no idea", in_=outage)

    # then each goes one tier further
    assert world.paged == ["ana", "chloe", "dev", "eve"]


async def test_escalating_from_elsewhere_by_number(world, fay):
    # given a P1
    await world.incident()

    # when Fay escalates from another channel
    answer = await fay.runs("/escalate INC-1 nobody answers", in_="general")

    # then it is the one she named
    assert answer.startswith("Calling Tier 2")
    assert world.paged == ["ana", "chloe", "dev"]


async def test_the_button_says_whom_it_calls_and_calls_them(world, ana):
    # given a P1
    outage = await world.incident()
    button = next(
        element
        for block in world.card_of(outage).blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["text"]["text"] == "Escalate"
    )
    assert "Tier 2, customer team senior on-call is called at once" in button["confirm"]["text"]["text"]

    # when Ana presses it
    await ana.presses("Escalate", outage)

    # then tier 2 is called
    assert world.paged == ["ana", "chloe", "dev"]


@pytest.mark.fault("F41")
@pytest.mark.invariant("INV-16")
async def test_two_presses_at_once_escalate_once(world, ana, fay):
    # given a P1 whose card both have on the screen
    outage = await world.incident()
    card = world.card_of(outage)

    # when both press in the same moment
    answers = await asyncio.gather(ana.presses("Escalate", card), fay.presses("Escalate", card))

    # then tier 2 is called once, and the second is told
    assert world.paged == ["ana", "chloe", "dev"]
    assert sum("was called meanwhile" in answer for answer in answers) == 1


async def test_at_the_top_nobody_is_left_and_it_is_said(world, ana):
    # given that tier 3 was called already
    outage = await world.incident()
    await ana.runs("/escalate", in_=outage)
    await ana.runs("/escalate tier 2 is stuck", in_=outage)
    assert "Escalate" not in world.card_of(outage).buttons

    # when Ana escalates once more
    answer = await ana.runs("/escalate", in_=outage)

    # then she reads that the path ends here
    assert answer.startswith("Nobody is left to call")
    assert world.paged == ["ana", "chloe", "dev", "eve"]


async def test_acknowledging_the_second_call_stops_the_ladder(world, ana, chloe):
    # given that tier 2 was called
    outage = await world.incident()
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/escalate", in_=outage)

    # when Chloe acknowledges and time passes
    await chloe.presses("Acknowledge", chloe.page())
    await world.skip("10m")

    # then tier 3 sleeps on
    assert world.paged == ["ana", "chloe", "dev"]
