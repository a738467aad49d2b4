"""Whoever has command leaves the channel or the company: people are asked for somebody else at once."""

import pytest


@pytest.mark.fault("F75")
async def test_a_commander_who_leaves_the_channel_is_asked_for_at_once_and_can_come_back(world, outage, ana, fay):
    # given a P1 that Ana has command of
    # when she leaves its channel
    await ana.person.leaves(outage.channel)
    await world.settles()

    # then the room reads it and is asked, and topic and card say so
    said = world.said_in(outage)
    assert f"{ana.mention} left the channel, so nobody has command of INC-1." in said
    assert any("has no incident commander" in text for text in said)
    assert f"{fay.mention} (acting)" in world.topic_of(outage)

    # and she may take it back from her own message
    await ana.presses("Take command", ana.dm("You left its channel"))
    assert f"IC: {ana.mention}" in world.topic_of(outage)
    assert not any("has no incident commander" in text for text in world.said_in(outage))


@pytest.mark.fault("F75")
async def test_a_commander_who_is_deactivated_is_asked_for_at_once_and_again(world, outage, ana, ben):
    # given a P1 that Ana has command of
    # when she is deactivated
    await ana.person.deactivated()
    await world.settles()

    # then the room is asked, and once more two minutes later
    assert f"{ana.mention} was deactivated, so nobody has command of INC-1." in world.said_in(outage)
    [asked] = [m for m in world.messages_in(outage) if "has no incident commander" in m.text]
    await world.skip("2m")
    [again] = [m for m in world.messages_in(outage) if "has no incident commander" in m.text]
    assert again is not asked

    # until Ben takes command, and is told by nobody that it is Ana's
    await ben.person.joins(outage.channel)
    await ben.presses("Take command", again)
    assert f"IC: {ben.mention}" in world.topic_of(outage)


@pytest.mark.fault("F75")
async def test_anybody_else_may_leave_and_so_may_a_commander_whose_incident_is_over(world, outage, ana, fay):
    # given a P1 from which Fay goes
    said = world.said_in(outage)
    await fay.person.leaves(outage.channel)
    await world.settles()
    assert world.said_in(outage) == said

    # when it is resolved, and Ana goes
    await ana.runs("/incident resolve", in_=outage)
    said = world.said_in(outage)
    await ana.person.leaves(outage.channel)
    await world.settles()

    # then nobody is asked anything
    assert world.said_in(outage) == said


async def test_who_leaves_a_channel_of_threads_leaves_the_incidents_run_there(world, ana):
    # given a P2 run in a thread, of which Ana has command
    answer = await ana.runs("/incident declare P2 Exports are slow")
    assert answer.startswith("INC-1 (P2) is declared")
    outage = await world.outage(1)
    await ana.presses("Take command", outage)

    # when she leaves the channel of that thread
    await ana.person.leaves(outage.channel)
    await world.settles()

    # then the thread is asked
    assert f"{ana.mention} left the channel, so nobody has command of INC-1." in world.said_in(outage)
