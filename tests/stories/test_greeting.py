"""Conn is new here: whoever opens it first reads what is left to do, once."""

import pytest

from tests.world import Setting, until

UNREADY = """
extends: {demo}
channels:
  incidents: {{address: "#warroom"}}
incident: {{bridge: "{{{{TBD: which bridge}}}}"}}
"""


def greetings(member):
    """List the greetings somebody has read."""
    return [text for text in member.reads if text.startswith("Conn is here")]


async def test_whoever_opens_conn_first_is_greeted_once_and_nobody_else(ana, ben):
    await ana.opens_home()
    await ana.opens_home()
    await ben.opens_home()
    [greeting] = greetings(ana)
    assert "runs the support model Evospin, as the demo runs it." in greeting
    assert "Nothing is left to do." in greeting
    assert greetings(ben) == []


async def test_the_messages_tab_counts_as_well(world, ana):
    await ana.person.opens_home("messages")
    await world.settles()
    assert len(greetings(ana)) == 1


async def test_a_guest_is_not_taken_for_whoever_installs_it(stranger, ana):
    await stranger.opens_home()
    assert greetings(stranger) == []
    await ana.opens_home()
    assert len(greetings(ana)) == 1


async def test_a_restart_greets_nobody_again(world, ana, ben):
    await ana.opens_home()
    await world.restarts()
    await ana.opens_home()
    await ben.opens_home()
    assert len(greetings(ana)) == 1
    assert greetings(ben) == []


async def test_a_greeting_that_slack_refused_is_said_at_the_next_opening(world, ana):
    # given that Slack answers with an error, once
    world.faults.status("chat.postMessage", times=1)
    await ana.opens_home()
    assert greetings(ana) == []

    # when Ana opens Conn again a little later
    await world.skip("2m")
    await ana.opens_home()

    # then she is greeted
    assert len(greetings(ana)) == 1


async def test_a_greeting_whose_answer_was_lost_is_not_said_twice(world, ana):
    # given that Slack posts it and the connection breaks
    world.faults.cut_after("chat.postMessage", times=1)
    await ana.opens_home()
    assert len(greetings(ana)) == 1

    # when Ana opens Conn again a little later
    await world.skip("2m")
    await ana.opens_home()

    # then it stands there once
    assert len(greetings(ana)) == 1


class TestUnready:
    """A model with an open place, and a channel that is not there."""

    @pytest.fixture
    def setting(self):
        """Leave things to do."""
        return Setting(model=UNREADY)

    async def test_the_greeting_says_what_is_left_to_do(self, world, ana):
        await until(lambda: bool(world.bot.deps.absent))
        await ana.opens_home()
        [greeting] = greetings(ana)
        assert "What is left to do:" in greeting
        assert "There is no channel #warroom that Conn can see." in greeting
        assert "Open in the model: which bridge (customer team)." in greeting
