"""A form stands open while somebody else changes the same: its sender sees both values, and nothing is lost."""

import pytest

from tests.stories.test_bridge_asked import MODEL as NO_BRIDGE
from tests.stories.test_facts import KNOWING
from tests.world import Setting


def read(form):
    """Read what a form says above its fields."""
    parts = [part for block in form.blocks if block["type"] == "rich_text" for part in block["elements"]]
    return "".join(str(word.get("text") or word.get("user_id", "")) for part in parts for word in part["elements"])


@pytest.mark.fault("F43")
async def test_a_severity_that_somebody_changed_meanwhile_is_shown_before_it_is_changed_again(world, outage, ana, fay):
    # given a form that Ana opened on a P1, which Fay then makes a P0
    await ana.presses("Change severity", outage)
    await fay.runs("/incident severity P0 everything is down", in_=outage)

    # when Ana makes it a P2, and changes her mind about the words
    await ana.fills(Severity="P2")
    await ana.sends({"Why": "only a few customers"})

    # then she reads both, and nothing was changed
    assert ana.has_form
    assert "P0" in read(ana.form)
    assert fay.id in read(ana.form)
    assert "you have P2" in read(ana.form)
    assert world.topic_of(outage).startswith("P0 | ")

    # and what she sends once more counts
    assert (await ana.sends()).ok
    assert not ana.has_form
    assert world.topic_of(outage).startswith("P2 | ")
    assert any("only a few customers" in text for text in world.said_in(outage))


@pytest.mark.fault("F43")
async def test_a_status_is_not_overwritten_unseen(world, outage, ana, fay):
    # given a status form of Ana's that is behind
    await ana.presses("Change status", outage)
    await fay.runs("/incident status identified a bad deploy", in_=outage)

    # when she sends it, then she reads what it is by now, and may leave it at that
    await ana.sends({"Status": "Mitigated", "What is known": "rolled back"})
    assert "identified by now" in read(ana.form)
    await ana.person.close()
    assert world.topic_of(outage).startswith("P1 | Identified | ")


@pytest.mark.fault("F43")
async def test_a_form_that_says_the_same_as_somebody_else_did_is_told_so(outage, ana, fay):
    # given a severity form of Ana's, and a Fay who was faster with the same
    await ana.presses("Change severity", outage)
    await fay.runs("/incident severity P0", in_=outage)

    # when Ana sends it
    sent = await ana.sends({"Severity": "P0"})

    # then she reads that it is so already
    assert any("already" in why for why in sent.errors.values())


class TestFacts:
    """Where several people know something."""

    @pytest.fixture
    def setting(self):
        return Setting(model=KNOWING)

    @pytest.mark.fault("F43")
    async def test_what_each_says_of_another_thing_is_kept_and_what_both_say_is_shown_first(self, world, ana, ben):
        # given a form of Ana's and one of Ben's on the same incident
        outage = await world.incident()
        await ben.person.joins(outage.channel)
        await ana.opens("/incident facts", in_=outage)
        await ben.opens("/incident facts", in_=outage)

        # when Ben sends his first
        await ben.sends({"Ticket": "OPS-9", "Money at stake": "8000", "What is so": ["A security issue"]})

        # and Ana says something of the same ticket, and of customers
        await ana.sends({"Ticket": "OPS-7", "Customers affected": "all of Europe"})

        # then she reads both tickets, and what she did not touch is no quarrel
        assert "OPS-9 by now" in read(ana.form)
        assert "you have OPS-7" in read(ana.form)
        assert "8000" not in read(ana.form)

        # and once she has sent it again, hers stands, and all that Ben said of other things
        assert (await ana.sends()).ok
        card = world.card_of(outage).text
        for said in ("OPS-7", "all of Europe", "8,000 EUR", "A security issue"):
            assert said in card


class TestBridge:
    """Where nobody has opened a bridge yet."""

    @pytest.fixture
    def setting(self):
        return Setting(model=NO_BRIDGE)

    @pytest.mark.fault("F43")
    async def test_a_bridge_that_somebody_set_meanwhile_is_not_overwritten_unseen(self, world, fay, ana):
        # given a P1 whose declarer was asked for a bridge and has the form open
        outage = await world.incident()
        await ana.presses("Acknowledge", ana.page())
        await fay.presses("Set bridge", fay.dm("has no bridge"))
        await ana.runs("/incident bridge https://meet.example.com/ana", in_=outage)

        # when the form is sent with another
        await fay.sends({"Bridge": "https://meet.example.com/fay"})

        # then both are shown, and the topic has the one that everybody is in
        assert "https://meet.example.com/ana by now" in read(fay.form)
        assert "https://meet.example.com/ana" in world.topic_of(outage)

        # and Fay may put hers in its place
        await fay.sends()
        assert "https://meet.example.com/fay" in world.topic_of(outage)
