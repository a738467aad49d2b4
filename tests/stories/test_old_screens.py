"""What people still have on their screens when Conn has moved on: each press and form is answered with what to do."""

import asyncio

import pytest

OUT_OF_DATE = "out of date"


@pytest.mark.fault("F32")
async def test_a_button_of_an_older_release_is_answered_with_what_to_use(world, ana):
    # given a card whose button an older release drew
    outage = await world.incident()
    card = world.card_of(outage)
    before = await world.log(outage)
    button = next(element for block in card.blocks if block["type"] == "actions" for element in block["elements"])
    button["action_id"] = "acknowledge_v0"

    # when Ana presses it
    answer = await ana.presses("acknowledge_v0", card)
    button["action_id"] = "acknowledge"

    # then she reads what to use, and nothing has changed
    assert OUT_OF_DATE in answer
    assert "newest card" in answer
    assert await world.log(outage) == before


@pytest.mark.fault("F32")
async def test_a_form_of_an_older_release_stays_with_what_was_typed_and_says_so(world, ana):
    # given an update form that an older release opened
    outage = await world.incident()
    await ana.opens("/incident update Almost there", outage)
    ana.form.shown["callback_id"] = "update_v0"

    # when Ana sends it
    sent = await ana.sends()

    # then it stays with what she typed
    assert [why for why in sent.errors.values() if OUT_OF_DATE in why]
    assert ana.has_form
    assert not any("Almost there" in text for text in world.said_in(outage))


@pytest.mark.fault("F31")
async def test_a_form_that_opened_too_late_is_opened_again_with_what_was_typed(world, fay):
    # given that Slack takes longer than the form's trigger lives
    world.expects("A form could not be opened")
    world.faults.error("views.open", "expired_trigger_id")

    # when Fay declares without a severity, and presses the button of the answer
    answer = await fay.runs("/incident declare Checkout is down")
    await fay.presses("Declare incident")

    # then her words are in the form
    assert "You had typed: Checkout is down" in answer
    title = next(block["element"] for block in fay.form.blocks if block.get("block_id") == "title")
    assert title["initial_value"] == "Checkout is down"


@pytest.mark.fault("F31")
async def test_a_form_of_the_card_that_opened_too_late_is_opened_again(world, ana):
    # given that Slack takes longer than the triggers live
    world.expects("A form could not be opened")
    outage = await world.incident()
    world.faults.error("views.open", "expired_trigger_id", times=2)

    # when Ana gives word, and changes the severity
    answer = await ana.runs("/incident update Almost there", in_=outage)
    changing = await ana.presses("Change severity", outage)

    # then nothing she wrote is lost, and both forms open at the button of the answer
    assert "You had typed: Almost there" in answer
    assert "please try again" in changing
    await ana.presses("Change severity", outage.channel.ephemerals[-1])
    assert ana.form.title == "Severity of INC-1"
    await ana.presses("Post update", outage)
    assert ana.has_form


@pytest.mark.fault("F44")
async def test_of_two_choices_in_a_row_the_later_stands_and_nothing_typed_is_lost(world, fay):
    # given a form whose redraw Slack refuses, since it changed meanwhile
    form = await fay.opens("/incident declare P1")
    world.faults.error("views.update", "hash_conflict")

    # when Fay types a title and chooses twice
    await fay.fills(Title="Checkout is down")
    await fay.fills(Severity="P2")
    await fay.fills(Severity="P0")

    # then the form shows what P0 does, and is sent as she left it
    said = next(block["elements"][0]["text"] for block in form.blocks if block["type"] == "context")
    assert said.startswith("P0 ")
    assert (await fay.sends()).ok
    assert world.topic_of(await world.outage(1)).startswith("P0 | ")


@pytest.mark.fault("F36")
async def test_of_two_who_resolve_at_once_one_does_and_the_other_reads_who(world, ana, fay):
    # given a P1 whose card both have on the screen
    outage = await world.incident()
    card = world.card_of(outage)

    # when both resolve it in the same moment
    answers = await asyncio.gather(ana.presses("Resolve", card), fay.runs("/incident resolve", in_=outage))

    # then it was resolved once, and one of them reads by whom
    assert sum(answer.startswith("INC-1 is resolved already: <@") for answer in answers) == 1
    assert sum("is resolved" in text for text in world.said_in(outage)) == 1


@pytest.mark.fault("F38")
async def test_a_double_click_does_it_once(world, ana):
    # given a P1
    outage = await world.incident()
    card = world.card_of(outage)

    # when Ana presses twice before anything changes on her screen
    answers = await asyncio.gather(*(ana.presses("Take command", card) for _ in range(2)))

    # then she has command once, and reads so
    assert answers[-1].startswith("You have command of INC-1 already")
    assert sum("is incident commander" in text for text in world.said_in(outage)) == 1


@pytest.mark.fault("F40")
async def test_who_answers_after_the_next_tier_was_called_is_on_record_and_read_by_those_called_later(
    world, ana, chloe, fay
):
    # given a P1 of which tier 2 was called, too
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    await world.skip("31m")
    assert world.paged == ["ana", "chloe", "dev"]

    # when Ana of tier 1 answers all the same
    await ana.presses("Acknowledge", ana.page())

    # then everybody reads it, tier 2 on its own page, and that it still has to answer for itself
    assert f"{ana.mention} acknowledged for Tier 1" in chloe.page().text
    assert "this call still waits for an answer of its own" in chloe.page().text
    assert chloe.page().buttons == ["Acknowledge", "Can't come"]
    assert f"Acknowledged by {ana.mention}" in ana.page().text
    assert any(f"{ana.mention} acknowledged" in text for text in world.said_in(outage))
    await world.skip("5m")
    assert world.paged == ["ana", "chloe", "dev", "eve"]


@pytest.mark.fault("F39")
@pytest.mark.parametrize("seconds", [1799, 1800])
async def test_an_answer_that_meets_its_deadline_is_before_it_or_after_it_and_never_both(world, ana, fay, seconds):
    # given a P1 whose next tier is called in the moment in which Ana answers
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    began = (await world.log(outage))[0].at
    ahead = (began - await world.now()).total_seconds() + seconds
    page = ana.page()

    # when both happen at once
    passing = asyncio.create_task(world.bot.deps.database.skip(world.minutes(max(0, ahead) / 60)))
    await asyncio.gather(passing, ana.presses("Acknowledge", page))
    await world.skip("5s")

    # then either she was first and nobody is called, or tier 2 was, and is told; the history checker decides the rest
    assert world.paged in (["ana"], ["ana", "chloe", "dev"])
    assert f"Acknowledged by {ana.mention}" in ana.page().text


@pytest.mark.fault("F46")
async def test_pages_that_wait_for_slack_when_the_incident_ends_are_not_sent(world, ana, fay):
    # given a P1 whose call for tier 2 does not get through
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    rule = world.faults.cut_before("chat.postMessage", times=None)
    await fay.runs("/escalate", in_=outage)

    # when it is resolved before Slack listens again
    await fay.runs("/incident resolve", in_=outage)
    world.faults.rules.remove(rule)
    await world.skip("1m")

    # then tier 2 sleeps on, and the page that was sent has no button any more
    assert world.paged == ["ana"]
    assert ana.page().buttons == []
