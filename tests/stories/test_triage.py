"""The form helps to declare rightly: when a severity is declared, and what the words of a report suggest."""

import pytest

from tests.stories.test_declare_form import labels
from tests.world import Setting

HELPED = """
extends: {demo}
tags: {{data_lost: Was data lost?}}
severities:
  P0:
    declare_when: [Nobody can pay, Data is lost]
    do_not_declare: [A single customer asks]
routes:
  payments: {{name: Payment failed, category: Billing, owner: tier1, then: [[tier3]], within: 4h, keywords: [refund]}}
triage:
  default_severity: P3
  keywords:
    - {{words: [data loss, data is gone], severity: P0, tag: data_lost, page: [tier2], do: Stop the writers.}}
    - {{words: [refund], route: payments}}
"""


@pytest.fixture
def setting():
    """Begin with a model that says what its words mean."""
    return Setting(model=HELPED)


def chosen(form, name="severity"):
    """Say what stands in a choice of the form."""
    block = next(block for block in form.blocks if block.get("block_id") == name)
    return block["element"].get("initial_option", {}).get("value")


def advice(form):
    """Read what helps to choose."""
    return next((b["elements"][0]["text"] for b in form.blocks if b.get("block_id") == "advice"), "")


async def test_without_any_word_the_form_starts_as_the_model_says(fay):
    form = await fay.opens("/incident")
    assert chosen(form) == "P3"
    assert "Category" in labels(form)


async def test_what_was_typed_suggests_a_severity_and_says_why(world, fay):
    # when somebody declares in words, without a severity
    form = await fay.opens("/incident declare Data loss on the ledger")

    # then the form has the suggestion and its reason, and when that severity is declared
    assert chosen(form) == "P0"
    assert "'data loss' suggests P0; suggests the fact: Was data lost?; call Tier 2" in advice(form)
    assert "do: Stop the writers." in advice(form)
    assert "Declare P0 when: Nobody can pay; Data is lost." in advice(form)
    assert "Do not declare: A single customer asks." in advice(form)

    # and sending it declares that
    assert (await fay.sends()).ok
    assert world.topic_of(await world.outage(1)).startswith("P0 |")


async def test_what_is_typed_later_is_said_and_overrules_no_choice(world, fay):
    # given a severity that somebody chose
    await fay.opens("/incident")
    await fay.fills(Severity="P2")

    # when the title says more
    form = await fay.fills(Title="All data is gone")

    # then the reason is said beside the choice, which stays, and so does what was typed
    assert "'data is gone' suggests P0 (you chose P2)" in advice(form)
    assert (await fay.sends()).ok
    outage = await world.outage(1)
    assert "All data is gone" in world.card_of(outage).text
    assert "P2" in world.card_of(outage).text


async def test_a_category_says_who_has_it_and_how_long_it_may_take(fay):
    # when the words mean a kind of problem
    form = await fay.opens("/incident declare a refund is stuck")

    # then it is chosen, with its owner, who comes after, and the time
    assert chosen(form, "category") == "payments"
    assert "Payment failed: Tier 1, customer team first responder has it first, then Tier 3" in advice(form)
    assert "in all within 4 h" in advice(form)
