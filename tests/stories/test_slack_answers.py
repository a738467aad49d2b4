"""Everything that Slack can answer, or fail to: what was meant to be there is, once."""

import asyncio
import time

import psycopg
import pytest

from bot.delivery.calls import LEASE_ENDS, NotNow
from tests.stories.test_slack_away import complete
from tests.world import until

POSTS = ("conversations.create", "chat.postMessage", "pins.add", "bookmarks.add")


@pytest.mark.invariant("INV-10")
async def test_who_slept_through_their_lease_sends_nothing(world, ana):
    # given somebody whose lease is over
    before = len(world.sandbox.log.calls())
    LEASE_ENDS.set(time.monotonic() - 0.1)

    # then nothing goes out any more
    with pytest.raises(NotNow) as refused:
        await world.bot.slack.call("chat.postMessage", channel=ana.id, text="late")
    assert refused.value.why == "the lease is over"
    assert len(world.sandbox.log.calls()) == before


@pytest.mark.fault("F25")
@pytest.mark.only("http-postgres", reason="Slack waits three seconds for the answer of a socket")
async def test_an_event_that_could_not_be_stored_comes_again_and_counts(world, ben):
    # given a P1, and somebody outside who holds its row
    world.expects("Failed to run listener function")
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    await world.settles()
    async with await psycopg.AsyncConnection.connect(world.home.url) as other:
        await other.execute("SELECT 1 FROM incident WHERE id = 1 FOR UPDATE")

        # when Ben writes a topic, of which Slack tells meanwhile
        await ben.person.sets_topic(outage.channel, "war room")
        async with asyncio.timeout(5):
            await until(lambda: any(d.missed for d in world.sandbox.log.deliveries("events_api")))
    await world.settles()

    # then it was told again, and counts once
    assert sum("changed the topic" in text for text in world.said_in(outage)) == 1
    assert world.topic_of(outage).startswith("P1 | ")


@pytest.mark.fault("F51")
@pytest.mark.parametrize("method", POSTS)
async def test_an_error_before_the_deed_is_made_up_for(world, fay, method):
    # given that Slack fails, having done nothing
    world.faults.status(method, 500)

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then everything is there, once
    assert complete(world, await world.outage(1))


@pytest.mark.fault("F53")
@pytest.mark.parametrize("code", ["internal_error", "fatal_error"])
@pytest.mark.parametrize("method", POSTS)
async def test_an_error_of_slacks_own_is_no_proof_that_it_was_not_done(world, fay, method, code):
    # given that Slack does it, and reports an error of its own
    world.faults.error(method, code, after=True)

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then everything is there, once
    assert complete(world, await world.outage(1))


@pytest.mark.fault("F56")
@pytest.mark.parametrize("method", POSTS)
async def test_half_an_answer_is_looked_up(world, fay, method):
    # given an answer that breaks off after the deed
    world.faults.garbage(method)

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then everything is there, once
    assert complete(world, await world.outage(1))


@pytest.mark.fault("F60")
async def test_a_token_that_was_revoked_costs_nothing_but_time(world, fay, ana):
    # given that Slack takes nothing from Conn any more
    world.expects("Slack refuses")
    world.faults.error(lambda method, _: method != "apps.connections.open", "token_revoked", times=None)

    # when a P1 is declared, and half an hour passes in which nobody mends it
    await fay.runs("/incident declare P1 Checkout is down")
    before = len(world.sandbox.log.calls())
    await world.skip("10m")
    assert len(world.sandbox.log.calls()) - before < 60
    world.faults.clear()
    await world.skip("2m")

    # then everything is there, once, and the page says that it is late
    assert complete(world, await world.outage(1))
    assert "late" in ana.page().text


@pytest.mark.fault("F72")
async def test_a_renamed_channel_is_the_same_channel(world, ana):
    # given a P1 whose channel somebody renames
    outage = await world.incident()
    await ana.person.renames(outage.channel, "war-room")

    # when it goes on
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/incident resolve", in_=outage)

    # then everything that is said and shown follows there
    assert world.topic_of(outage).startswith("P1 | Resolved | ")
    assert any("is resolved" in text for text in world.said_in(outage))


@pytest.mark.fault("F68")
async def test_a_message_whose_blocks_slack_refuses_is_said_in_plain_words(world, fay):
    # given that Slack refuses the blocks of the next message into the room
    world.expects("Slack refused the blocks")
    outage = await world.incident()
    world.faults.error("chat.postMessage", "invalid_blocks")

    # when Fay takes command
    await fay.runs("/incident ic", in_=outage)

    # then its words are there
    assert f"{fay.mention} is incident commander." in world.said_in(outage)
