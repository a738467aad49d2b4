"""Rules of the model that escalate by themselves: when facts or time make them true, and when they only offer."""

import pytest

from tests.world import SATURDAY_NIGHT, Setting

RULED = """
extends: {demo}
severities:
  P0: {{clocks: []}}
  P1: {{clocks: []}}
tags:
  security: A security issue
  churn: The customer threatens to leave
  vendor_related: A vendor's problem
teams:
  legal: {{name: Legal, who: [fay@example.com], response: 4h}}
channels:
  support: {{name: "#ebit-support", address: "#ebit-support"}}
triggers:
  - {{when: [{{tags: [security]}}], page: [legal], within: 4h, rule: A security issue goes to Legal within 4 hours}}
  - when: [{{tags: [churn]}}]
    tell: [tier3]
    post_in: [support]
    within: 2h
    do: [Call the customer]
    rule: Tier 3 hears of churn
  - when: [{{tags: [vendor_related]}}]
    page: [tier3]
    automatic: false
    do: [Check the vendor's status page]
    rule: A vendor's problem goes to tier 3
  - {{when: [{{severity: [P1], older_than: 20m}}], page: [tier2], rule: P1 and more than 20 minutes}}
  - {{when: [{{status: [investigating], in_status_longer_than: 40m}}], page: [tier3], rule: Investigated for long}}
"""

LATE_STEP = """
extends: {demo}
severities:
  P1: {{clocks: [], targets: {{ack: 5m}}}}
  P0: {{targets: {{ack: 5m}}}}
paths:
  standard:
    steps:
      - {{page: [tier1], wait: 5m}}
      - {{page: [tier2], wait: 5m, when: [{{older_than: 20m}}]}}
      - {{page: [tier3], wait: 30m}}
"""


@pytest.fixture
def setting():
    """Run a model with rules of every kind."""
    return Setting(model=RULED)


async def ticks(member, outage, *facts):
    """Say what is so."""
    await member.opens("/incident facts", in_=outage)
    sent = await member.sends({"What is so": list(facts)})
    assert sent.ok


async def test_a_ticked_fact_calls_whom_the_rule_names_at_once_and_the_room_reads_the_rule(world, ana, fay):
    # given an incident
    outage = await world.incident(by=ana)

    # when Ana says that it is a security issue
    await ticks(ana, outage, "A security issue")

    # then Legal is called beside the ladder, with the rule's own time
    assert world.paged == ["ana", "fay"]
    assert "A security issue goes to Legal within 4 hours" in fay.page().text
    assert "Acknowledge within 4 h" in fay.page().text
    assert any("was called: A security issue goes to Legal" in text for text in world.said_in(outage))


async def test_a_call_beside_the_ladder_neither_stops_it_nor_answers_for_it(world, ana, fay):
    # given that Legal was called beside the ladder, and answers
    outage = await world.incident(by=ana)
    await ticks(ana, outage, "A security issue")
    await fay.presses("Acknowledge", fay.page())

    # when tier 1 does not
    await world.skip("30m")

    # then tier 2 is called all the same
    assert world.paged[-2:] == ["chloe", "dev"]
    assert "acknowledged by" in world.card_of(outage).text


async def test_nobody_called_beside_the_ladder_answers_and_it_is_said_once(world, ana):
    # given that Legal was called at an incident somebody works on
    outage = await world.incident(by=ana)
    await ana.runs("/incident ack", in_=outage)
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/incident status identified", in_=outage)
    await ticks(ana, outage, "A security issue")

    # when their four hours are over, and more
    await world.skip("9h")

    # then the room reads it, once
    said = [text for text in world.said_in(outage) if "did not acknowledge within 4 h" in text]
    assert len(said) == 1
    assert said[0].startswith("Legal")
    assert [page.person.name for page in world.pages].count("fay") == 1


async def test_each_rule_is_followed_once_however_often_its_fact_is_ticked(world, ana):
    # given that Legal was called
    outage = await world.incident(by=ana)
    await ticks(ana, outage, "A security issue")

    # when the fact goes and comes again
    await ticks(ana, outage)
    await ticks(ana, outage, "A security issue")

    # then nobody is called twice
    assert world.paged == ["ana", "fay"]


async def test_a_reopened_incident_follows_its_rules_anew(world, ana, fay):
    # given that Legal was called and answered, and the incident resolved
    outage = await world.incident(by=ana)
    await ticks(ana, outage, "A security issue")
    await fay.presses("Acknowledge", fay.page())
    await ana.runs("/incident resolve", in_=outage)
    assert world.paged == ["ana", "fay"]

    # when it comes back
    await ana.runs("/incident reopen it is back", in_=outage)

    # then Legal is called again
    assert world.paged == ["ana", "fay", "fay"]


async def test_a_rule_that_only_tells_tells_privately_and_where_the_model_says(world, ana, eve):
    # when Ana says that the customer threatens to leave
    outage = await world.incident(by=ana)
    await ticks(ana, outage, "The customer threatens to leave")

    # then Eve reads it privately and is not called, the channel and the room read it too
    assert world.paged == ["ana"]
    assert "Tier 3 hears of churn" in eve.dm("By the model").text
    assert "Call the customer" in eve.dm("By the model").text
    room = next(text for text in world.said_in(outage) if "By the model" in text)
    assert eve.mention in room
    assert any("Tier 3 hears of churn" in m.text for m in world.channel("ebit-support").posts)


async def test_nothing_of_a_private_incident_is_posted_elsewhere(world, ana, eve):
    # given a private incident
    await ana.opens("/incident")
    await ana.sends({"Title": "Quiet", "Severity": "P1", "Private": ["Only its members see it"]})
    outage = await world.outage(1)

    # when a rule would write elsewhere
    await ticks(ana, outage, "The customer threatens to leave")

    # then only the one it names hears of it
    assert eve.dm("Tier 3 hears of churn")
    assert world.channel("ebit-support").posts == []


async def test_a_rule_that_may_not_act_by_itself_is_offered_and_done_by_one_press(world, ana, fay):
    # given that Ana says it is a vendor's problem
    outage = await world.incident(by=fay)
    await ticks(ana, outage, "A vendor's problem")
    offer = next(m for m in world.messages_in(outage) if "Call them" in m.buttons)
    assert "Check the vendor's status page" in offer.text
    assert world.paged == ["ana"]

    # when Fay presses, and Ana a moment after
    seen = list(offer.blocks)
    await fay.presses("Call them", offer)
    drawn, offer.blocks = offer.blocks, seen
    late = await ana.presses("Call them", offer)
    offer.blocks = drawn

    # then tier 3 is called once, by Fay, and the offer has no button any more
    assert world.paged == ["ana", "eve"]
    assert any(text.startswith(f"{fay.mention} escalated to Tier 3") for text in world.said_in(outage))
    assert late.startswith("That was done meanwhile")
    assert not any("Call them" in m.buttons for m in world.messages_in(outage))


async def test_an_offer_of_an_incident_that_is_over_has_no_button(world, ana):
    # given an offer
    outage = await world.incident(by=ana)
    await ticks(ana, outage, "A vendor's problem")
    offer = next(m for m in world.messages_in(outage) if "Call them" in m.buttons)

    # when the incident is resolved
    seen = list(offer.blocks)
    await ana.runs("/incident resolve", in_=outage)

    # then the button is gone, and a late press says why
    assert not any("Call them" in m.buttons for m in world.messages_in(outage))
    drawn, offer.blocks = offer.blocks, seen
    assert "resolved" in await ana.presses("Call them", offer)
    offer.blocks = drawn
    assert world.paged == ["ana"]


async def test_a_p1_that_lasts_twenty_minutes_calls_tier_two_although_tier_one_works_on_it(world, ana):
    # given a P1 that Ana has
    outage = await world.incident(by=ana)
    await ana.runs("/incident ack", in_=outage)

    # when nineteen minutes pass, and then the twentieth
    await world.skip("19m")
    assert world.paged == ["ana"]
    await world.skip("1m")

    # then tier 2 is called, because the model says so
    assert world.paged == ["ana", "chloe", "dev"]
    assert any("P1 and more than 20 minutes" in text for text in world.said_in(outage))


async def test_a_p2_of_twenty_minutes_calls_nobody_until_it_is_raised(world, ana):
    # given a P2 older than twenty minutes
    outage = await world.incident("Exports are slow", severity="P2", by=ana)
    await world.skip("25m")
    assert world.paged == []

    # when it is raised
    await ana.runs(f"/incident severity P1 {outage}", in_=outage)

    # then tier 2 is called at once beside tier 1
    assert world.paged == ["ana", "chloe", "dev"]


async def test_looking_for_the_cause_for_long_counts_from_the_last_change_of_the_status(world, ana):
    # given a P1 that was identified, and is looked into again
    outage = await world.incident(by=ana)
    await ana.runs("/incident ack", in_=outage)
    await world.skip("30m")
    await ana.runs("/incident status identified", in_=outage)
    await ana.runs("/incident status investigating", in_=outage)
    await world.people["chloe"].presses("Acknowledge", world.people["chloe"].page())

    # when forty minutes have passed since, and not before
    await world.skip("39m")
    assert "eve" not in world.paged
    await world.skip("1m")

    # then tier 3 is called
    assert world.paged[-1] == "eve"


@pytest.mark.parametrize("setting", [Setting(model=LATE_STEP, at=SATURDAY_NIGHT)])
async def test_a_step_that_was_too_early_is_called_when_its_time_comes(world, fay):
    # given a P1 nobody answers, whose second step is for incidents older than 20 minutes
    await world.incident(by=fay)
    await world.skip("5m")
    assert world.paged == ["ana", "eve"]

    # when 20 minutes have passed
    await world.skip("15m")

    # then that step is called as well
    assert world.paged == ["ana", "eve", "chloe", "dev"]


async def test_a_rule_that_came_due_while_conn_was_away_is_followed_late_and_says_so(world, ana):
    # given a P1 that Ana has
    outage = await world.incident(by=ana)
    await ana.runs("/incident ack", in_=outage)

    # when Conn is away for half an hour
    await world.restarts(after="30m")

    # then tier 2 is called late
    assert world.paged == ["ana", "chloe", "dev"]
    assert any("a rule of the model" in text for text in world.said_in(outage))
