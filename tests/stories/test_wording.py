"""Word to people outside: the model's own text for it, and the words it would rather not see there."""

import pytest

from bot.domain.events import Updated
from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P1:
    clocks:
      - {{audience: external, first: 10m, every: 10m, rule: Customers hear every ten minutes}}
      - {{audience: internal, first: 1h, every: 1h, rule: Inside hears every hour}}
audiences: {{external: {{template: status_line}}}}
templates:
  status_line:
    kind: status_update
    body: |
      Current: Working on {{{{ current }}}}
      ETA: {{{{ eta }}}} minutes
      {{% if workaround %}}Workaround: customers can {{{{ workaround }}}}{{% endif %}}
    fields:
      - {{name: current, label: Current, required: true}}
      - {{name: eta, label: ETA, required: true}}
      - {{name: workaround, label: Workaround}}
wording:
  avoid:
    - {{avoid: Our engineers are sleeping, words: [sleeping, asleep], why: Some are on call, instead: Still looking}}
    - {{avoid: It's the customer's fault, words: [customer's fault]}}
"""


@pytest.fixture
def setting():
    """Promise word to customers, in the model's own text."""
    return Setting(model=MODEL)


async def words(world, outage):
    return [entry.event for entry in await world.log(outage) if isinstance(entry.event, Updated)]


@pytest.fixture
async def reminder(world, outage):
    """Let word to customers come due."""
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)
    return reminder


async def test_the_blanks_of_the_models_text_make_the_update(world, ana, outage, reminder):
    await ana.presses("Post update", reminder)
    assert (await ana.sends({"Current": "the failover", "ETA": "15"})).ok
    [told] = await words(world, outage)
    assert told.text == "Current: Working on the failover\nETA: 15 minutes"
    assert any("Working on the failover" in text for text in world.said_in(outage))


async def test_what_was_said_last_stands_in_the_blanks(world, ana, outage, reminder):
    await ana.presses("Post update", reminder)
    assert (await ana.sends({"Current": "the failover", "ETA": "15", "Workaround": "pay by card"})).ok
    await world.skip("10m")
    [again] = world.reminders_in(outage)
    await ana.presses("Post update", again)
    assert (await ana.sends({"ETA": "5"})).ok
    told = (await words(world, outage))[-1]
    assert told.text.endswith("ETA: 5 minutes\nWorkaround: customers can pay by card")


async def test_a_blank_that_is_needed_is_asked_for(ana, reminder):
    await ana.presses("Post update", reminder)
    sent = await ana.sends({"Current": "the failover"})
    assert sent.errors == {"ETA": "The status line needs this."}


async def test_words_alone_are_enough(world, ana, outage, reminder):
    await ana.presses("Post update", reminder)
    assert (await ana.sends({"What changed": "We are failing over"})).ok
    assert (await words(world, outage))[-1].text == "We are failing over"


async def test_what_is_better_left_unsaid_is_shown_first_and_sent_with_one_more_press(world, ana, outage, reminder):
    # when Ana writes to customers what nobody should
    await ana.presses("Post update", reminder)
    sent = await ana.sends({"What changed": "Our people were asleep, and it\u2019s the customer\u2019s fault"})

    # then the form comes back with the reasons, and with what she typed
    assert not await words(world, outage)
    assert sent.ok
    shown = str(ana.form.blocks)
    assert "Our engineers are sleeping" in shown
    assert "Some are on call" in shown
    assert "Still looking" in shown
    assert "Our people were asleep" in shown

    # and a second press sends it, on the record
    assert (await ana.sends()).ok
    [told] = await words(world, outage)
    assert told.unheeded == ("Our engineers are sleeping", "It's the customer's fault")


async def test_other_words_to_avoid_are_shown_as_well(world, ana, outage, reminder):
    await ana.presses("Post update", reminder)
    await ana.sends({"What changed": "Everybody is sleeping"})
    await ana.sends({"What changed": "It is the customer's fault"})
    assert not await words(world, outage)
    assert "It's the customer's fault" in str(ana.form.blocks)
    assert (await ana.sends({"What changed": "Still looking"})).ok
    assert (await words(world, outage))[-1].unheeded == ()


async def test_words_inside_are_not_checked(world, ana, outage):
    await ana.opens("/incident update Ben was sleeping", in_=outage)
    assert (await ana.sends({"Audiences": ["Internal"]})).ok
    assert len(await words(world, outage)) == 1


class TestStrictly:
    @pytest.fixture
    def setting(self):
        """Check everything, and let nothing through."""
        return Setting(model=MODEL + "  inside: true\n  insist: false\n")

    async def test_nothing_is_sent_while_the_words_stand(self, world, ana, outage):
        await ana.opens("/incident update Ben was sleeping", in_=outage)
        for _ in range(2):
            sent = await ana.sends({"Audiences": ["Internal"]})
            assert "Better left unsaid" in sent.errors["What changed"]
        assert not await words(world, outage)
