"""What is known of an incident: told while declaring, and better later."""

import pytest

from tests.world import Setting

KNOWING = """
extends: {demo}
incident: {{currency: EUR}}
tags:
  security: A security issue
  churn: The customer threatens to leave
customers:
  gold: {{name: Gold}}
  silver: {{name: Silver}}
routes:
  breach: {{name: Somebody broke in, category: Security, owner: tier2, tag: security}}
  bill: {{name: Wrong bill, category: Money, owner: tier1}}
triggers:
  - {{when: [{{money_above: 10000}}], tell: [tier3], rule: Tier 3 hears of much money}}
  - {{when: [{{repeats: 3}}], tell: [tier3], rule: Tier 3 hears of what comes up three times}}
"""


@pytest.fixture
def setting():
    """Run a model that asks for everything."""
    return Setting(model=KNOWING)


def labels(form):
    return [block["label"]["text"] for block in form.blocks if block["type"] == "input"]


async def test_facts_that_were_ticked_stand_on_the_card_and_everybody_reads_who_said_so(world, ana):
    # given an incident
    outage = await world.incident()

    # when Ana says what she knows
    form = await ana.opens("/incident facts", in_=outage)
    assert labels(form) == [
        "What is so",
        "Category",
        "Area",
        "Customer tier",
        "Ticket",
        "Customers affected",
        "Money at stake",
        "Same reports so far",
    ]
    sent = await ana.sends(
        {
            "What is so": ["The customer threatens to leave"],
            "Customer tier": "Gold",
            "Customers affected": "about 300",
            "Money at stake": "$8k",
            "Same reports so far": "2",
        }
    )

    # then it is on the card, and said
    assert sent.ok
    card = world.card_of(outage).text
    for words in ("Known: The customer threatens to leave", "Customer tier: Gold", "8,000 EUR", "so far: 2"):
        assert words in card
    said = next(text for text in world.said_in(outage) if "says" in text)
    assert said.startswith(f"{ana.mention} says: The customer threatens to leave")


async def test_the_kind_of_problem_ticks_the_fact_that_goes_with_it_and_people_can_untick_it(world, ana):
    # given an incident declared as a break-in
    await ana.opens("/incident")
    await ana.sends({"Title": "Odd logins", "Severity": "P1", "Category": "Somebody broke in"})
    outage = await world.outage(1)
    assert "Known: A security issue" in world.card_of(outage).text

    # when it turns out to be none
    await ana.opens("/incident facts", in_=outage)
    assert (await ana.sends({"What is so": []})).ok

    # then the fact is gone
    assert "Known:" not in world.card_of(outage).text
    assert any("no longer A security issue" in text for text in world.said_in(outage))


async def test_a_customer_tier_is_chosen_while_declaring(world, ana):
    # when Ana declares for a gold customer
    form = await ana.opens("/incident")
    assert "Customer tier" in labels(form)
    await ana.sends({"Title": "Exports fail", "Severity": "P1", "Customer tier": "Gold"})

    # then the card says so
    assert "Customer tier: Gold" in world.card_of(await world.outage(1)).text


@pytest.mark.parametrize(
    ("field", "words"), [("Money at stake", "a lot"), ("Same reports so far", "-3"), ("Money at stake", "1e9999")]
)
async def test_what_is_no_number_is_said_under_its_field_and_nothing_changes(world, ana, field, words):
    # given the form
    outage = await world.incident()
    before = world.card_of(outage).text
    await ana.opens("/incident facts", in_=outage)

    # when Ana writes something else than a number
    sent = await ana.sends({field: words})

    # then she reads so where she wrote it
    assert not sent.ok
    assert "Write a" in sent.errors[field]
    assert world.card_of(outage).text == before


async def test_saving_what_was_known_already_says_nothing(world, ana):
    # given the form
    outage = await world.incident()
    before = world.said_in(outage)
    await ana.opens("/incident facts", in_=outage)

    # when Ana saves it as it is
    assert (await ana.sends({})).ok

    # then nobody is bothered
    assert world.said_in(outage) == before


async def test_facts_of_an_incident_that_is_over_stay_as_they_are(world, ana):
    # given a form that stayed open until the incident was over
    outage = await world.incident()
    await ana.opens("/incident facts", in_=outage)
    await ana.runs("/incident resolve", in_=outage)

    # when Ana saves it
    sent = await ana.sends({"Customer tier": "Gold"})

    # then she reads that it is over
    assert not sent.ok
    assert "resolved" in str(sent.errors)


async def test_another_kind_of_problem_calls_its_owner_and_climbs_on_from_there(world, ana):
    # given a P1 that Ana's tier was called for
    outage = await world.incident()
    assert world.paged == ["ana"]

    # when it turns out to be a break-in, which tier 2 owns
    await ana.opens("/incident facts", in_=outage)
    await ana.sends({"Category": "Somebody broke in"})

    # then tier 2 is called, the room reads why, and tier 3 is next
    assert world.paged == ["ana", "chloe", "dev"]
    assert any("it is a case of Somebody broke in" in text for text in world.said_in(outage))
    await world.skip("5m")
    assert world.paged == ["ana", "chloe", "dev", "eve"]
