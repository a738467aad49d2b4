"""Events that Slack tells of again, as it does after a minute and after five when it saw no receipt."""

import json

import pytest

pytestmark = pytest.mark.only("http-postgres", reason="it is about requests over HTTP")


@pytest.mark.fault("F24")
@pytest.mark.invariant("INV-13")
async def test_an_event_that_is_told_three_times_counts_once_across_a_restart_too(world, sender, ben):
    # given a topic that Ben wrote, which was repaired, and of which Slack told
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    await ben.writes_topic(outage, "war room")
    told = world.sandbox.log.deliveries("events_api")[-1]
    body = json.dumps(told.payload).encode()
    log, said = await world.log(outage), world.said_in(outage)

    # when Slack tells of it again, and once more after a restart
    assert await sender.sends(body, kind="application/json") == (200, "")
    await world.restarts("1m")
    sender.address = f"{world.address}slack/events"
    assert await sender.sends(body, kind="application/json") == (200, "")
    await world.settles()

    # then it counted once: a second edit would have been asked about
    assert (await world.log(outage), world.said_in(outage)) == (log, said)
    assert world.topic_of(outage).startswith("P1 | ")
