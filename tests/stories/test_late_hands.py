"""Late forms and presses, and payloads that come twice: nothing happens twice, and everybody is told."""

import pytest


@pytest.mark.fault("F42")
async def test_an_update_form_sent_after_the_end_is_answered_in_the_form(world, ana, fay):
    # given that Ana writes an update while Fay closes the incident
    outage = await world.incident()
    await ana.opens("/incident update Almost there", in_=outage)
    await fay.runs("/incident resolve", in_=outage)
    await fay.runs("/incident close", in_=outage)
    said = world.said_in(outage)

    # when Ana sends it
    sent = await ana.sends()

    # then the form stays with what she typed, and says that it is over
    [sentence] = sent.errors.values()
    assert sentence.startswith("INC-1 is closed already")
    assert ana.has_form
    assert world.said_in(outage) == said


@pytest.mark.fault("F41")
@pytest.mark.invariant("INV-16")
async def test_a_press_on_a_card_from_before_the_end_is_told(world, ana, fay):
    # given a card as it was before the incident was resolved
    outage = await world.incident()
    card = world.card_of(outage)
    stale = list(card.blocks)
    await fay.runs("/incident resolve", in_=outage)
    fresh, card.blocks = card.blocks, stale

    # when Ana presses what she still sees
    answers = [await ana.presses(button, card) for button in ("Acknowledge", "Take command", "Escalate", "Resolve")]
    card.blocks = fresh

    # then each time she learns who ended it
    assert all(answer.startswith("INC-1 is resolved already") for answer in answers), answers
    assert world.paged == ["ana"]


@pytest.mark.fault("F22")
async def test_the_same_command_delivered_twice_is_one_incident(world, fay):
    # given that Slack delivers the next envelope twice
    world.faults.duplicate_deliveries(1)

    # when Fay declares
    await fay.runs("/incident declare P1 Checkout is down")

    # then there is one incident
    assert len(world.announcements) == 1
    assert world.paged == ["ana"]


@pytest.mark.fault("F22")
async def test_the_same_form_delivered_twice_is_one_incident(world, fay):
    # given an open form, and that Slack delivers it twice
    await fay.opens("/incident declare P1")
    world.faults.duplicate_deliveries(1)

    # when Fay sends it
    assert (await fay.sends({"Title": "Checkout is down"})).ok

    # then there is one incident
    assert len(world.announcements) == 1


@pytest.mark.fault("F22")
async def test_the_same_escalation_delivered_twice_calls_one_tier(world, ana):
    # given a P1, and that Slack delivers the next envelope twice
    outage = await world.incident()
    world.faults.duplicate_deliveries(1)

    # when Ana escalates
    await ana.runs("/escalate", in_=outage)

    # then tier 2 is called, and tier 3 is not
    assert world.paged == ["ana", "chloe", "dev"]


@pytest.mark.fault("F22")
async def test_the_same_press_delivered_twice_counts_once(world, ana):
    # given a P1, and that Slack delivers the next envelopes twice
    outage = await world.incident()
    card = world.card_of(outage)
    world.faults.duplicate_deliveries(1)

    # when Ana presses `Escalate`
    await ana.presses("Escalate", card)

    # then tier 2 is called, and tier 3 is not
    assert world.paged == ["ana", "chloe", "dev"]


@pytest.mark.fault("F26")
async def test_events_that_come_out_of_order_are_taken_as_they_come(world, ben):
    # given a P1 whose next events Slack reorders
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    world.faults.reorder(2)

    # when Ben writes, and changes the topic
    await ben.person.says("hello", outage.channel)
    await ben.writes_topic(outage, "war room")

    # then the topic is right
    assert world.topic_of(outage).startswith("P1 | Investigating")
