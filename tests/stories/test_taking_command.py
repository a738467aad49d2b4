"""Command: taken with a press of one's own, offered, accepted; held by one."""

import asyncio

import pytest


async def test_taking_command_by_the_card_shows_everywhere(world, ana):
    # given a P1 without a commander
    outage = await world.incident()

    # when Ana takes command on the card
    await ana.presses("Take command", outage)

    # then room, card, topic and announcement name her
    assert f"{ana.mention} is incident commander." in world.said_in(outage)
    assert f"IC: {ana.mention}" in world.topic_of(outage)
    assert f"IC: {ana.mention}" in world.card_of(outage).text
    assert f"IC: {ana.mention}" in world.announcements[0].text
    assert "Take command" not in world.card_of(outage).buttons


async def test_taking_command_from_the_page(world, ana):
    # given that Ana acknowledged on her page
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())

    # when she takes command there
    await ana.presses("Take command", ana.page())

    # then she has it
    assert f"IC: {ana.mention}" in world.topic_of(outage)


async def test_taking_command_by_command(world, fay):
    # given a P1
    outage = await world.incident()

    # when Fay types it
    answer = await fay.runs("/incident ic", in_=outage)

    # then she has it, and reads so
    assert answer.startswith("You are incident commander of INC-1")
    assert f"IC: {fay.mention} |" in world.topic_of(outage)


@pytest.mark.fault("F37")
@pytest.mark.invariant("INV-16")
async def test_two_at_once_give_one_commander_and_the_other_is_told(world, ana, fay):
    # given a P1
    outage = await world.incident()

    # when two people take command in the same moment
    answers = await asyncio.gather(
        ana.runs("/incident ic", in_=outage),
        fay.runs("/incident ic", in_=outage),
    )

    # then one has it, and the other reads who
    [winner] = [who for who, answer in zip((ana, fay), answers, strict=True) if answer.startswith("You are")]
    [told] = [answer for answer in answers if not answer.startswith("You are")]
    assert told.startswith(f"{winner.mention} has command of INC-1")
    assert sum("is incident commander" in text for text in world.said_in(outage)) == 1


@pytest.mark.fault("F37")
@pytest.mark.invariant("INV-16")
async def test_two_presses_on_the_same_card_give_one_commander(world, ana, fay):
    # given a P1 whose card both have on the screen
    outage = await world.incident()
    card = world.card_of(outage)

    # when both press
    answers = await asyncio.gather(ana.presses("Take command", card), fay.presses("Take command", card))

    # then one has it, and the other is told
    assert sum("has command of INC-1" in answer for answer in answers) == 1


async def test_taking_over_is_possible_once_one_knows_from_whom(world, ana, fay):
    # given that Ana has command, and Fay was told so
    outage = await world.incident()
    await ana.runs("/incident ic", in_=outage)
    await fay.runs("/incident ic", in_=outage)

    # when Fay takes over all the same
    await fay.presses("Take over")

    # then she has it, in place of Ana
    assert f"{fay.mention} is incident commander, in place of {ana.mention}." in world.said_in(outage)
    assert f"IC: {fay.mention}" in world.topic_of(outage)


async def test_taking_command_twice_is_said(world, fay):
    # given that Fay has command
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)

    # when she takes it again
    answer = await fay.runs("/incident ic", in_=outage)

    # then she reads that she has it
    assert answer.startswith("You have command of INC-1 already")


async def test_an_offer_changes_nothing_until_it_is_accepted(world, fay, chloe):
    # given that Fay has command
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)

    # when she hands over to Chloe, with a note
    await fay.opens("/incident ic @chloe", in_=outage)
    await fay.sends({"Handoff note": "The database team is on its way."})

    # then Chloe is asked and invited and reads the note, and Fay still has it
    assert "The database team is on its way." in chloe.dm("asks you to take command").text
    assert f"IC: {fay.mention} |" in world.topic_of(outage)
    assert "chloe" in world.members_of(outage)

    # when Chloe accepts with one press
    await chloe.presses("I have command", chloe.dm("asks you to take command"))

    # then she has it
    assert f"IC: {chloe.mention} |" in world.topic_of(outage)
    assert f"{chloe.mention} is incident commander, in place of {fay.mention}." in world.said_in(outage)


async def test_offering_command_to_whoever_has_it_is_refused(world, fay, ana):
    # given that Ana has command
    outage = await world.incident()
    await ana.runs("/incident ic", in_=outage)

    # when Fay offers it to her
    answer = await fay.runs("/incident ic @ana", in_=outage)

    # then Fay reads that she has it
    assert f"{ana.mention} has command" in answer
