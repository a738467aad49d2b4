"""Acknowledging: from the page, the card and the command; once."""

import asyncio

import pytest


async def test_acknowledging_on_the_page_stops_the_clock_and_everybody_sees_it(world, ana):
    # given a P1 that Ana was paged for
    outage = await world.incident()
    card = world.card_of(outage)

    # when she acknowledges on her page
    await ana.presses("Acknowledge", ana.page())

    # then the room, the card and the page say so, and nobody further is called
    assert any(f"{ana.mention} acknowledged" in text for text in world.said_in(outage))
    assert f"acknowledged by {ana.mention}" in world.card_of(outage).text
    assert "Acknowledge" not in world.card_of(outage).buttons
    assert world.card_of(outage).ts == card.ts
    assert f"Acknowledged by {ana.mention}" in ana.page().text
    assert ana.page().buttons == ["Take command"]
    await ana.runs("/incident ic", in_=outage)
    await world.skip("9m")
    assert world.paged == ["ana"]


async def test_acknowledging_on_the_card(world, ana):
    # given a P1
    outage = await world.incident()

    # when Ana acknowledges on the card
    await ana.presses("Acknowledge", outage)

    # then it is acknowledged
    assert f"acknowledged by {ana.mention}" in world.card_of(outage).text


async def test_acknowledging_by_command_says_what_comes_next(world, ana):
    # given a P1
    outage = await world.incident()

    # when Ana types it
    answer = await ana.runs("/incident ack", in_=outage)

    # then she reads what that stopped and what it started
    assert answer.startswith("You acknowledged INC-1. Nobody further is called.")
    assert "tatus" in answer
    assert ana.last.message.buttons == ["Take command"]


async def test_acknowledging_from_anywhere_by_its_number(world, ana):
    # given a P1
    await world.incident()

    # when Ana acknowledges from another channel
    answer = await ana.runs("/incident ack INC-1", in_="general")

    # then it is done
    assert answer.startswith("You acknowledged INC-1")


async def test_somebody_who_was_not_paged_may_answer(world, ben, ana):
    # given a P1 that Ana was paged for
    outage = await world.incident()
    await ben.person.joins(outage.channel)

    # when Ben answers in her place
    await ben.presses("Acknowledge", outage)

    # then it counts, and Ana's page says who has it
    assert f"Acknowledged by {ben.mention}" in ana.page().text


@pytest.mark.fault("F38")
async def test_the_second_press_is_told_who_was_first(world, ana, fay):
    # given a P1 that Ana acknowledged
    outage = await world.incident()
    page = ana.page()
    await fay.presses("Acknowledge", outage)

    # when she presses on the page that was on her screen, and types the command
    typed = await ana.runs("/incident ack", in_=outage)

    # then both times she is told who has it
    assert typed.startswith(f"{fay.mention} acknowledged already")
    assert f"Acknowledged by {fay.mention}" in page.text
    assert sum("acknowledged" in text for text in world.said_in(outage)) == 1


@pytest.mark.fault("F38")
async def test_two_presses_at_once_acknowledge_once(world, ana, fay):
    # given a P1
    outage = await world.incident()

    # when two people press in the same moment
    card, page = world.card_of(outage), ana.page()
    answers = await asyncio.gather(fay.presses("Acknowledge", card), ana.presses("Acknowledge", page))

    # then one has it, and the other is told
    assert sum("acknowledged already" in answer for answer in answers) == 1
    assert sum("acknowledged" in text for text in world.said_in(outage)) == 1


async def test_an_incident_that_paged_nobody_can_be_acknowledged_too(world, ana):
    # given a P2, which mentions Ana and pages nobody
    outage = await world.incident("Exports are slow", severity="P2")
    assert world.paged == []

    # when she says that she has it
    answer = await ana.runs("/incident ack INC-1")

    # then everybody sees it
    assert answer.startswith("You acknowledged INC-1")
    assert any(f"{ana.mention} acknowledged" in text for text in world.said_in(outage))
