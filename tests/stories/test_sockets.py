"""Sockets that break or fall silent: what was said on them comes again, and counts once."""

import asyncio

import pytest

from tests.socket_line import Line
from tests.world import until

pytestmark = pytest.mark.only("socket-sqlite", reason="it is about sockets")

NOTICED_WITHIN = 10.0


@pytest.fixture
async def line(world):
    """Give the wire between Slack and a Conn that was started anew to use it."""
    async with Line(world.sandbox) as line:
        await world.restarts()
        yield line


def told(world, outage):
    """Count how often the room read of another topic."""
    return sum("changed the topic" in text for text in world.said_in(outage))


@pytest.mark.fault("F27")
@pytest.mark.invariant("INV-13")
async def test_what_was_done_before_the_socket_broke_is_not_done_again(world, line, fay, ben):
    # given sockets on which Conn hears, and Slack does not hear Conn
    world.tolerates("not answered within")
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    await world.settles()
    line.hold()

    # when Ben writes a topic and Fay declares, both are heeded, and the sockets break
    await ben.person.sets_topic(outage.channel, "war room")
    declaring = asyncio.create_task(fay.person.command("/incident", "declare P2 Login fails"))
    async with asyncio.timeout(NOTICED_WITHIN):
        await until(lambda: told(world, outage) and any("Login fails" in m.text for m in world.channel("oncall").posts))
        world.faults.reset_sockets()
        line.release()
        assert (await declaring).error
        await world.reached()
        await until(lambda: any(d.attempt for d in world.sandbox.log.deliveries("events_api")))

    # then the event, which came again, counts once, and Fay is led to what she declared
    assert "INC-2" in await fay.runs("/incident declare P2 Login fails")
    assert told(world, outage) == 1
    assert world.topic_of(outage).startswith("P1 | ")


@pytest.mark.fault("F28")
async def test_a_socket_that_is_open_and_silent_is_replaced_and_what_was_said_on_it_arrives(world, line, ben):
    # given sockets that stay open, and on which nothing arrives any more
    world.tolerates("not answered within")
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    await world.settles()
    line.silence()

    # when Ben writes a topic, of which Slack tells on one of them
    await ben.person.sets_topic(outage.channel, "war room")

    # then Conn finds out by itself, and hears of it
    async with asyncio.timeout(NOTICED_WITHIN):
        await until(lambda: told(world, outage))
    await world.settles()
    assert told(world, outage) == 1
    assert world.topic_of(outage).startswith("P1 | ")
