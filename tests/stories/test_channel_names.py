"""Any title gives a channel that Slack accepts."""

import re

import pytest

LEGAL = re.compile(r"[a-z0-9_-]{1,80}")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Checkout is down", "inc-1-checkout-is-down"),
        ("Überweisung fällt aus", "inc-1-uberweisung-fallt-aus"),
        ("決済が失敗する", "inc-1"),
        ("🔥🔥🔥", "inc-1"),
        ("DB: can't connect (again!)", "inc-1-db-cant-connect-again"),
    ],
)
@pytest.mark.fault("F110")
async def test_a_title_in_any_script_gives_a_legal_name(world, title, name):
    # when an incident with this title is declared
    outage = await world.incident(title)

    # then its channel is named as far as Slack's letters go, and the title stays whole on the card
    assert outage.channel.name == name
    assert LEGAL.fullmatch(name)
    assert title in world.card_of(outage).text


@pytest.mark.fault("F110")
async def test_a_title_of_four_thousand_characters_is_cut_where_it_has_to_be(world):
    # when somebody pastes a whole page as the title
    outage = await world.incident("word " * 800)

    # then channel, topic and card keep to Slack's limits
    assert LEGAL.fullmatch(outage.channel.name)
    assert len(world.topic_of(outage)) <= 250
    assert "…" in world.card_of(outage).text


@pytest.mark.fault("F65")
async def test_a_name_that_is_taken_gets_a_suffix(world):
    # given a channel that has the name already
    world.sandbox.add_channel("inc-1-checkout-is-down")

    # when the incident is declared
    outage = await world.incident("Checkout is down")

    # then it gets the next free name
    assert outage.channel.name == "inc-1-checkout-is-down-2"


@pytest.mark.fault("F65")
async def test_several_taken_names_are_passed(world):
    # given that the name and its first suffixes are taken
    for suffix in ("", "-2", "-3"):
        world.sandbox.add_channel(f"inc-1-checkout-is-down{suffix}")

    # when the incident is declared
    outage = await world.incident("Checkout is down")

    # then it gets the next free name
    assert outage.channel.name == "inc-1-checkout-is-down-4"
