"""An answer is lost and the look-up does not help at once: what was said is there once in the end."""

import asyncio

import pytest

from tests.sights import key_of


def shown(world, words):
    """List every message of Conn's that holds these words and can be read, wherever it stands."""
    places = world.sandbox.workspace.channels.values()
    return [message for place in places for message in place.posts if message.bot_id and words in message.text]


@pytest.mark.fault("F59")
async def test_what_slack_does_not_show_yet_is_looked_for_again_before_it_is_sent_again(world, fay, ana):
    # given that the answer to a page is lost, and that Slack shows it only later
    world.faults.cut_after(lambda method, args: method == "chat.postMessage" and args["channel"] == ana.id)
    world.faults.lag("conversations.history", times=1)

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then Ana has one page, and nobody sent another
    assert len(shown(world, "P1 page, INC-1")) == 1
    sent = [call for call in world.sandbox.log.calls("chat.postMessage") if call.args["channel"] == ana.id]
    assert len(sent) == 1


@pytest.mark.fault("F59")
@pytest.mark.parametrize("fault", ["ratelimited", "status", "cut_before"])
async def test_a_look_up_that_fails_is_made_again_and_not_taken_for_nothing_found(world, fay, ana, fault):
    # given that the answer to a page is lost, and the look-up for it fails
    world.faults.cut_after(lambda method, args: method == "chat.postMessage" and args["channel"] == ana.id)
    getattr(world.faults, fault)("conversations.history")

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("15s")

    # then Ana has one page
    assert len(shown(world, "P1 page, INC-1")) == 1


@pytest.mark.fault("F55")
@pytest.mark.parametrize("what", ["page", "card"])
async def test_a_copy_that_turns_up_later_than_every_look_is_taken_back(world, fay, ana, what):
    # given something that Slack does only long after the connection broke
    def is_meant(method, args):
        return method == "chat.postMessage" and what in str(args.get("metadata")) and "/retract" not in str(args)

    world.faults.late(is_meant, 0.6)

    # when a P1 is declared, it is looked for in vain, and sent again
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")
    outage = await world.outage(1)
    key = f"inc:1/page/tier1/r1/{ana.id}" if what == "page" else "inc:1/card"
    place = ana.person.dm if what == "page" else outage.channel
    await until_two(place, key)

    # then the copy goes, and the one that Conn knows stays
    await world.skip("40s")
    [kept] = [message for message in place.posts if key_of(message) == key]
    assert "Acknowledge" in kept.buttons
    await ana.presses("Acknowledge", ana.page())
    assert f"Acknowledged by {ana.mention}" in ana.page().text


async def until_two(place, key):
    """Wait until the late one is there, too."""
    while len([message for message in place.posts if key_of(message) == key]) < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
