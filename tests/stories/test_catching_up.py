"""Who comes late is brought up to date: privately, at once, the same for everybody; and then only what is new."""

import pytest


@pytest.fixture
async def outage(outage, world, ana):
    """Let it have lasted for a while."""
    await world.skip("3m")
    await ana.runs("/incident note theory: a slow query", in_=outage)
    await ana.runs("/incident note the replica lags", in_=outage)
    return outage


def told(member):
    """List what somebody was told privately of how it stands."""
    return [text for text in member.reads if "Theory: a slow query" in text]


async def test_two_readers_read_the_same(ana, fay, outage):
    assert await ana.runs("/incident catchup", in_=outage) == await fay.runs("/incident catchup", in_=outage)


async def test_whoever_joins_late_is_told_once_and_privately(world, dev, outage):
    # when Dev joins the channel
    before = len(world.said_in(outage))
    await dev.person.joins(outage.channel)
    await world.settles()

    # then he alone reads how it stands
    [said] = told(dev)
    for words in ("P1", "IC: ", "Theory: a slow query", "the replica lags", "It is run in"):
        assert words in said
    assert len(world.said_in(outage)) == before

    # and joining again tells him nothing new
    await dev.person.leaves(outage.channel)
    await dev.person.joins(outage.channel)
    await world.settles()
    assert len(told(dev)) == 1


async def test_who_was_there_from_the_beginning_is_told_nothing(world, dev, fay):
    outage = await world.incident(by=fay)
    await dev.person.joins(outage.channel)
    await world.settles()
    assert [text for text in dev.reads if "It is run in" in text] == []


async def test_since_tells_only_what_is_new_for_this_person(ana, fay, outage):
    # given that Fay has read everything, and then something happens
    await fay.runs("/incident catchup", in_=outage)
    await ana.runs("/incident note it is the index", in_=outage)
    await ana.runs("/incident status identified", in_=outage)

    # then she reads that and no more, and the next time that nothing changed
    news = await fay.runs("/incident since", in_=outage)
    assert "it is the index" in news
    assert "set the status to Identified" in news or "set the status to identified" in news
    assert "the replica lags" not in news
    assert await fay.runs("/incident since", in_=outage) == "Nothing changed in INC-1 since you last looked."

    # and Ana, who never looked, reads how it stands
    assert "It is run in" in await ana.runs("/incident since", in_=outage)


async def test_of_much_that_is_new_the_last_ten_are_told(ana, fay, outage):
    await fay.runs("/incident since", in_=outage)
    for n in range(12):
        await ana.runs(f"/incident note step {n} is done", in_=outage)
    news = await fay.runs("/incident since", in_=outage)
    assert "12 entries, the last 10 of them" in news
    assert "step 1 is done" not in news
    assert "step 11 is done" in news
