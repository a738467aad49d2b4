"""The topic heals: put right once, then left to people, and always right after the next change."""

import pytest


@pytest.mark.fault("F71")
async def test_the_first_hand_edit_is_repaired_and_said_once(world, ben):
    # given a P1 that Ben joined
    outage = await world.incident()
    right = world.topic_of(outage)
    await ben.person.joins(outage.channel)

    # when he writes his own topic
    await ben.writes_topic(outage, "war room")

    # then it is put back, and he reads why
    assert world.topic_of(outage) == right
    said = [text for text in world.said_in(outage) if "changed the topic" in text]
    assert len(said) == 1
    assert said[0].startswith(f"{ben.mention} changed the topic. It was put back")


@pytest.mark.fault("F71")
async def test_the_second_hand_edit_is_left_and_the_commander_is_asked(world, ben, ana):
    # given a topic that was repaired once
    outage = await world.incident()
    await ana.runs("/incident ic", in_=outage)
    await ben.person.joins(outage.channel)
    await ben.writes_topic(outage, "war room")

    # when Ben insists
    await ben.writes_topic(outage, "war room, really")

    # then his words stay, and Ana is asked
    assert world.topic_of(outage) == "war room, really"
    assert any(f"{ana.mention}, is that all right?" in text for text in world.said_in(outage))

    # when the incident next changes
    await ana.runs("/incident resolve", in_=outage)

    # then the topic says what is true again
    assert world.topic_of(outage).startswith("P1 | Resolved | ")


@pytest.mark.fault("F71")
async def test_a_third_edit_is_not_fought_over(world, ben):
    # given two edits that were spoken of
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    for words in ("one", "two"):
        await ben.writes_topic(outage, words)
    said = world.said_in(outage)

    # when a third comes
    await ben.writes_topic(outage, "three")

    # then it stays, and nothing more is said
    assert world.topic_of(outage) == "three"
    assert world.said_in(outage) == said


@pytest.mark.only("socket-sqlite", reason="over HTTP Slack gives an event up after its third retry")
async def test_an_edit_while_conn_was_away_is_healed_by_the_next_change(world, ben):
    # given a topic edited while Conn did not run
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    await world.stops()
    await ben.writes_topic(outage, "war room")

    # when Conn is back and hears of it
    await world.starts()
    await world.settles()

    # then the topic is right
    assert world.topic_of(outage).startswith("P1 | Investigating | ")
