"""People archive, delete, share and tidy up the channel of an incident, and the incident goes on."""

import pytest

GOES_ON = "goes on in another place"


def told_of_the_loss(member):
    return [text for text in member.reads if GOES_ON in text]


@pytest.mark.fault("F64")
async def test_an_archived_channel_is_made_anew_and_everybody_is_there(world, outage, ana, fay):
    # given a P1 with a page that nobody answered yet
    await fay.runs("/escalate", in_=outage)
    old = outage.channel

    # when somebody archives its channel
    await fay.person.archives(old)
    await world.settles()

    # then there is another with card, topic, bookmark and people, which says why
    outage = await world.outage(1)
    assert outage.channel is not old
    assert world.pinned_in(outage) == [world.card_of(outage)]
    assert f"IC: {ana.mention}" in world.topic_of(outage)
    assert [bookmark.title for bookmark in world.bookmarks_of(outage)] == ["Bridge"]
    assert {"ana", "fay", "chloe", "dev"} <= set(world.members_of(outage))
    assert f"#{old.name} was archived by {fay.mention}" in world.said_in(outage)[0]

    # and the commander and the declarer read it once, and the page leads to the new place
    assert (len(told_of_the_loss(ana)), len(told_of_the_loss(fay))) == (1, 1)
    assert outage.channel.id in world.people["chloe"].page().text

    # and all goes on
    await ana.runs("/incident status identified a bad deploy", in_=outage)
    assert world.topic_of(outage).startswith("P1 | Identified | ")


@pytest.mark.fault("F63")
async def test_a_deleted_channel_is_made_anew_while_pages_and_commands_go_on(world, outage, ana, fay):
    # given that no channel can be made for a while
    rule = world.faults.cut_before("conversations.create", times=None)

    # when the channel of a P1 is deleted
    await fay.person.deletes_channel(outage.channel)
    await world.settles()

    # then it can be escalated from anywhere, and whoever is called reads it
    await fay.runs("/escalate INC-1 the channel is gone")
    await world.skip("3s")
    assert world.paged == ["ana", "chloe", "dev"]

    # and there is a place again as soon as one can be made
    world.faults.rules.remove(rule)
    await world.skip("10s")
    again = await world.outage(1)
    assert again.channel is not outage.channel
    assert any("was deleted" in text for text in world.said_in(again))
    assert any("the channel is gone" in text for text in world.said_in(again))
    assert (len(told_of_the_loss(ana)), len(told_of_the_loss(fay))) == (1, 1)


@pytest.mark.fault("F63")
@pytest.mark.fault("F64")
@pytest.mark.parametrize("is_deleted", [False, True])
async def test_a_channel_that_went_while_nobody_listened_is_missed_at_the_next_word(world, outage, ana, is_deleted):
    # given a channel that was taken away without Conn being told
    if is_deleted:
        del world.sandbox.workspace.channels[outage.channel.id]
    else:
        outage.channel.archived = True

    # when the incident changes
    await ana.runs("/incident status identified INC-1 a bad deploy")
    await world.settles()

    # then there is another, and what was to be said is said there, once
    again = await world.outage(1)
    assert again.channel is not outage.channel
    assert sum("set the status" in text for text in world.said_in(again)) == 1
    assert len(told_of_the_loss(ana)) == 1


@pytest.mark.fault("F64")
async def test_a_second_channel_that_is_taken_away_is_no_quarrel(world, outage, fay):
    # given a P1 whose channel was archived and made anew
    await fay.person.archives(outage.channel)
    await world.settles()
    again = await world.outage(1)

    # when that is archived, too
    await fay.person.archives(again.channel)
    await world.settles()

    # then it is run in a thread where it is announced
    last = await world.outage(1)
    assert last.channel is world.channel("incidents")
    assert last.thread is not None
    await fay.runs("/incident resolve INC-1")
    assert any("is resolved" in text for text in world.said_in(last))


async def test_the_channel_of_an_incident_that_is_over_may_be_archived(world, outage, ana, fay):
    # given a P1 that is resolved
    await ana.runs("/incident resolve", in_=outage)

    # when its channel is archived, and it is closed from elsewhere
    await fay.person.archives(outage.channel)
    await world.settles()
    answer = await ana.runs("/incident close INC-1")

    # then nothing is made anew, and nobody is bothered
    assert "closed" in answer
    assert (await world.outage(1)).channel is outage.channel
    assert told_of_the_loss(ana) == []


@pytest.mark.fault("F74")
async def test_an_unpinned_card_is_pinned_once_more_and_then_left(world, outage, ben):
    # given a P1 that Ben joined
    await ben.person.joins(outage.channel)
    card = world.card_of(outage)

    # when he unpins its card
    await ben.person.unpins(card)
    await world.settles()

    # then it is pinned again, and he reads why
    assert world.pinned_in(outage) == [card]
    said = [text for text in world.said_in(outage) if "unpinned the card" in text]
    assert len(said) == 1

    # when he insists
    await ben.person.unpins(card)
    await world.settles()
    await ben.runs("/incident status identified a bad deploy", in_=outage)

    # then it stays so, and nothing more is said of it
    assert world.pinned_in(outage) == []
    assert sum("unpinned the card" in text for text in world.said_in(outage)) == 1


async def test_another_pin_that_goes_is_nobodys_business(world, outage, ben):
    # given a message that Ben pinned beside the card
    await ben.person.joins(outage.channel)
    note = await ben.says("try the other region", outage)
    await ben.person.pins(note)

    # when he unpins it
    before = world.said_in(outage)
    await ben.person.unpins(note)
    await world.settles()

    # then nothing is said
    assert world.said_in(outage) == before
    assert world.pinned_in(outage) == [world.card_of(outage)]


@pytest.mark.fault("F74")
async def test_a_bookmark_that_was_removed_is_there_again_with_the_next_bridge(world, outage, ana):
    # given a P1 whose bookmark was removed, of which Slack tells nobody
    await ana.person.unbookmarks(outage.channel, "Bridge")

    # when the bridge changes
    await ana.runs("/incident bridge https://meet.example.com/other", in_=outage)

    # then it is bookmarked
    assert [bookmark.link for bookmark in world.bookmarks_of(outage)] == ["https://meet.example.com/other"]
    assert not any("Slack refused" in text for text in ana.reads)


@pytest.mark.fault("F73")
async def test_a_channel_shared_with_another_company_is_warned_of_once(world, outage, ana):
    # when the channel of a P1 is shared with one company, and with a second
    await ana.person.shares(outage.channel, "T0FIRST")
    await world.settles()
    await ana.person.shares(outage.channel, "T0SECOND")
    await world.settles()

    # then Ana, who has command, and the room are warned once
    warned = [text for text in ana.reads if "shared with another company" in text]
    assert len(warned) == 1
    assert sum("shared with another company" in text for text in world.said_in(outage)) == 1


@pytest.mark.fault("F73")
async def test_a_channel_made_private_is_run_on_and_the_commander_knows(world, outage, ana, fay):
    # when the channel of a P1 is made private
    await ana.person.makes_private(outage.channel)
    await world.settles()

    # then Ana reads what that means and what it does not
    [warned] = [text for text in ana.reads if "made private" in text]
    assert "listed and announced as before" in warned

    # and it goes on there: who is called is invited, and the topic follows
    await fay.runs("/escalate", in_=outage)
    assert {"chloe", "dev"} <= set(world.members_of(outage))
    await ana.runs("/incident resolve", in_=outage)
    assert world.topic_of(outage).startswith("P1 | Resolved | ")
