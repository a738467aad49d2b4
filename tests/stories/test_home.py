"""App Home: what is open, what I owe, what Conn itself still waits for; drawn when it is opened and after what I do."""

import pytest

from tests.world import Setting, until

UNREADY = """
extends: {demo}
tiers:
  tier3: {{who: [nobody@example.com]}}
channels:
  incidents: {{address: "#warroom"}}
incident: {{bridge: "{{{{TBD: which bridge}}}}"}}
"""


async def test_home_says_that_all_is_quiet(ana):
    words = await ana.opens_home()
    assert "Nothing. Nobody waits for you." in words
    assert "There is no open incident." in words
    assert "Still to do" not in words
    assert ana.home_buttons == ["Declare incident", "Refresh"]


async def test_home_shows_what_is_open_and_what_is_due_next(world, ben, fay):
    # given a P1 nobody answered
    await fay.runs("/incident declare P1 Checkout is down")

    # when Ben, who is not concerned, looks
    words = await ben.opens_home()

    # then he sees it, who acts, where it is run, and what is due next
    assert "Open incidents: 1" in words
    assert "INC-1 P1, investigating: Checkout is down" in words
    assert f"IC: {fay.mention} (acting). <#{world.channel('inc-1-checkout-is-down').id}>." in words
    assert "Next: Internal update due by 10:15 UTC." in words
    assert "Nothing. Nobody waits for you." in words


async def test_who_was_called_answers_from_home_and_the_page_follows(world, ana, fay):
    # given that Ana was called
    await fay.runs("/incident declare P1 Checkout is down")
    assert "You are called to INC-1 (P1): Checkout is down." in await ana.opens_home()

    # when she acknowledges there
    assert await ana.presses("Acknowledge", ana.home) == ""

    # then it is acknowledged, and Home does not ask any more
    outage = await world.outage(1)
    assert any(f"{ana.mention} acknowledged" in text for text in world.said_in(outage))
    assert "You are called" not in ana.home_text
    assert "Acknowledge" not in ana.home_buttons


async def test_whoever_owes_word_gives_it_from_home(world, ana, outage):
    # given that an update is overdue by a few minutes
    await world.skip("18m")
    words = await ana.opens_home()
    assert "Internal update was due 3 min ago, at" in words

    # when Ana posts it from there
    await ana.presses("Post update", ana.home)
    assert (await ana.sends({"What changed": "Found it", "Audiences": ["Internal"]})).ok

    # then the room reads it, and Home shows the next
    assert any("Found it" in text for text in world.said_in(outage))
    assert "Internal update is due by" in ana.home_text


async def test_an_offer_of_command_is_taken_from_home(world, ana, ben, outage):
    await ana.runs(f"/incident ic {ben.mention}", in_=outage)
    assert (await ana.sends()).ok
    assert "You are asked to take command of INC-1 (P1): Checkout is down." in await ben.opens_home()
    await ben.presses("Take command", ben.home)
    assert "You are asked" not in ben.home_text
    assert f"IC: {ben.mention}." in ben.home_text
    assert f"IC: {ben.mention}" in world.topic_of(outage)


async def test_word_owed_after_the_end_is_still_shown(world, ana, outage):
    # given a resolved incident, whose status page has to be told
    await ana.runs("/incident resolve", in_=outage)

    # then it is not open any more, and Ana still owes the note
    words = await ana.opens_home()
    assert "There is no open incident." in words
    assert "Status page note" in words
    assert world.reminders_in(outage)


async def test_a_press_that_comes_too_late_is_answered_by_message(world, ana, fay):
    # given a page that Fay answers while Ana's Home still shows it
    await fay.runs("/incident declare P1 Checkout is down")
    await ana.opens_home()
    await fay.runs("/incident ack", in_=await world.outage(1))

    # when Ana presses
    await ana.presses("Acknowledge", ana.home)

    # then she reads who was first, and her Home is as things are
    assert f"{fay.mention} acknowledged already" in ana.reads[-1]
    assert "You are called" not in ana.home_text


async def test_a_private_incident_shows_only_to_those_in_it(ana, ben, fay):
    # given a private incident that Fay declared
    await fay.opens("/incident declare")
    assert (await fay.sends({"Title": "Payroll leak", "Severity": "P1", "Private": ["private"]})).ok

    # then Ana, who was called, sees it, and Ben does not
    assert "Payroll leak" in await ana.opens_home()
    assert "Payroll leak" not in await ben.opens_home()


async def test_refresh_shows_what_others_did_meanwhile(ana, fay):
    await ana.opens_home()
    await fay.runs("/incident declare P3 Typo")
    assert "Typo" not in ana.home_text
    await ana.presses("Refresh", ana.home)
    assert "Typo" in ana.home_text


async def test_the_declare_form_opens_from_home(ana):
    await ana.opens_home()
    await ana.presses("Declare incident", ana.home)
    assert ana.form.title == "Declare an incident"


async def test_the_messages_tab_draws_nothing(ana):
    await ana.person.opens_home("messages")
    assert ana.home is None


class TestUnready:
    """A model with open places, people nobody knows, and a channel that is not there."""

    @pytest.fixture
    def setting(self):
        """Leave things to do."""
        return Setting(model=UNREADY)

    async def test_home_lists_what_is_left_to_do(self, world, ana):
        world.expects("whom Slack does not know")
        await until(lambda: bool(world.bot.deps.absent))
        words = await ana.opens_home()
        assert "Still to do before Conn is complete" in words
        assert "Nobody in Slack answers to nobody@example.com." in words
        assert "There is no channel #warroom that Conn can see." in words
        assert "Open in the model: which bridge (customer team)." in words
