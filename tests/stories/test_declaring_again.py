"""Somebody declares the same again, or a lot: they are led to what there is, and may mean another all the same."""

import pytest

from bot.usecases.declare import MOST_AT_ONCE

ANYWAY = "Declare another anyway"


@pytest.mark.fault("F23")
async def test_the_second_of_two_equal_declarations_leads_to_the_first_and_offers_another(world, fay):
    # given a P1 that Fay declared
    outage = await world.incident("Checkout is down")

    # when she declares the same again
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then she is led to the first
    assert answer.startswith("You declared the same ")
    assert outage.channel.id in answer

    # and one press declares another, however often it is pressed
    answered = fay.last.message
    for _ in range(2):
        said = await fay.presses("Declare another anyway", answered)
        assert said.startswith("INC-2 (P1) is declared: Checkout is down")
    assert (await world.outage(2)).channel is not outage.channel
    assert "INC-3" not in await fay.runs("/incident list")


@pytest.mark.fault("F23")
async def test_the_form_asks_whether_it_is_another_and_keeps_what_was_typed(world, fay):
    # given a P1 that Fay declared
    await world.incident("Checkout is down")

    # when she sends the form with the same title
    await fay.opens("/incident declare P1")
    await fay.sends({"Title": "Checkout is down", "Customers affected": "all of Europe"})

    # then it stays, with a box to tick and what she typed, whatever she chooses next
    await fay.fills(Severity="P0")
    await fay.sends()
    assert fay.has_form
    assert (await fay.sends({ANYWAY: ["This is another incident"]})).ok
    assert not fay.has_form
    second = await world.outage(2)
    assert world.topic_of(second).startswith("P0 | ")
    assert "all of Europe" in world.card_of(second).text


@pytest.mark.fault("F122")
async def test_who_declares_without_end_is_asked_whether_they_mean_it_and_nobody_else_is(world, fay, ben):
    # given somebody who has declared as much as one person may within a minute
    for number in range(MOST_AT_ONCE):
        await fay.runs(f"/incident declare P3 Printer {number} is out of paper")

    # when they go on
    answer = await fay.runs("/incident declare P3 Printer 99 is out of paper")

    # then they read what there is, and nothing was declared
    assert answer.startswith("You declared 10 incidents within a minute, the latest is INC-10.")
    assert "not declared" in answer

    # while others declare, and they may in an emergency, or a minute later
    refused = fay.last.message
    assert (await ben.runs("/incident declare P3 Exports are slow")).startswith("INC-11 (P3) is declared")
    assert (await fay.presses(ANYWAY, refused)).startswith("INC-12 (P3) is declared: Printer 99")
    await world.skip("1m")
    assert (await fay.runs("/incident declare P3 All is well")).startswith("INC-13 (P3) is declared")
