"""Slack says no: the incident is run all the same, and people are told what is missing and why."""

import pytest

from tests.world import Setting


@pytest.mark.fault("F70")
async def test_where_channels_may_not_be_created_the_incident_is_run_in_a_thread(world, fay, ana):
    # given a workspace in which apps may not create channels
    world.sandbox.workspace.restricted.add("conversations.create")

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    outage = await world.outage(1)

    # then it is run in a thread where it is announced, with its buttons, and Fay learns why
    assert outage.channel is world.channel("incidents")
    assert outage.thread is not None
    assert "Take command" in world.card_of(outage).buttons
    assert world.paged == ["ana"]
    assert any("restricted_action" in text for text in fay.reads)
    await ana.presses("Take command", outage)
    assert f"{ana.mention} is incident commander." in world.said_in(outage)


@pytest.mark.fault("F54")
@pytest.mark.fault("F70")
async def test_a_thread_whose_beginning_got_no_answer_is_begun_once(world, fay):
    # given a workspace in which apps may not create channels, and an answer that is lost
    world.sandbox.workspace.restricted.add("conversations.create")
    world.faults.cut_after(lambda method, args: method == "chat.postMessage" and "inc:1/room" in str(args["metadata"]))

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then there is one thread
    outage = await world.outage(1)
    begun = [message for message in outage.channel.posts if "Take command" in message.buttons]
    assert begun == [world.card_of(outage)]


@pytest.mark.parametrize(
    ("method", "missing"),
    [
        ("conversations.setTopic", "topic"),
        ("pins.add", "pin"),
        ("bookmarks.add", "bookmark"),
    ],
)
@pytest.mark.fault("F70")
async def test_what_an_admin_forbids_is_left_out_and_said_once(world, fay, ana, method, missing):
    # given a workspace that forbids one thing
    world.faults.error(method, "restricted_action", times=None)

    # when an incident is declared, taken and resolved
    outage = await world.incident()
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/incident resolve", in_=outage)

    # then all else works, and the commander then acting heard of it once
    told = [text for text in fay.reads + ana.reads if "Slack refused" in text]
    assert len(told) == 1
    assert missing in told[0]
    assert "The incident itself is safe" in told[0]
    assert "Status: Resolved" in world.card_of(outage).text


@pytest.mark.fault("F66")
async def test_somebody_who_was_deactivated_is_left_out_and_the_others_come(world, fay, chloe):
    # given that Chloe of tier 2 was deactivated after Conn looked her up
    outage = await world.incident()
    await chloe.person.deactivated()
    world.expects("cannot be delivered")
    world.expects("is dead")

    # when tier 2 is called
    await fay.runs("/escalate", in_=outage)

    # then Dev is paged and invited, and the room reads that Chloe could not be
    assert "dev" in world.members_of(outage)
    assert "chloe" not in world.members_of(outage)
    assert any("could not" in text and chloe.mention in text for text in world.said_in(outage))


@pytest.mark.fault("F66")
async def test_a_guest_whom_slack_lets_in_nowhere_does_not_keep_the_others_out(world, fay, stranger):
    # given that a guest is named as commander
    await fay.opens("/incident declare P1")
    assert (await fay.sends({"Title": "Checkout is down", "Incident commander": stranger.person})).ok

    # then the others are in the channel, and Fay reads who is not and why
    outage = await world.outage(1)
    assert world.members_of(outage) == ["fay", "ana"]
    assert any("user_is_restricted" in text for text in fay.reads)


class TestWithoutAnAnnouncementChannel:
    """The model names a channel that is not there."""

    @pytest.fixture
    def setting(self):
        return Setting(channels=("oncall", "ebit-support"))

    async def test_the_incident_is_run_and_the_declarer_is_told_what_to_create(self, world, fay):
        # when a P1 is declared
        outage = await world.incident()

        # then everything else is there, and Fay reads what is missing
        assert world.paged == ["ana"]
        assert world.pinned_in(outage) == [world.card_of(outage)]
        told = next(text for text in fay.reads if "Slack refused" in text or "announcement" in text)
        assert "incidents" in told

    async def test_with_no_channel_at_all_the_declarer_is_told(self, world, fay):
        # given that channels may not be created either
        world.sandbox.workspace.restricted.add("conversations.create")
        world.expects("cannot be shown")
        world.expects(" shows 0 of ")

        # when a P1 is declared, and a page has waited long enough for the channel it would like to name
        answer = await fay.runs("/incident declare P1 Checkout is down")
        await world.skip("2s")

        # then it is recorded, Ana is paged, and Fay reads that there is no place for it
        assert answer.startswith("INC-1 (P1) is declared")
        assert world.paged == ["ana"]
        assert sum("a channel for this incident" in text for text in fay.reads) == 1


class TestWithoutTheChannelOfASeverity:
    """The model puts P2 into a channel that is not there."""

    @pytest.fixture
    def setting(self):
        return Setting(channels=("incidents",))

    async def test_the_declarer_is_told_once_what_to_create_and_the_next_change_finds_it(self, world, fay):
        # given a P2 that has no place
        world.expects("cannot be shown")
        answer = await fay.runs("/incident declare P2 Exports are slow")
        assert answer.startswith("INC-1 (P2) is declared")
        assert sum("there is no channel #oncall" in text for text in fay.reads) == 1

        # when the channel is made, and the incident changes
        world.sandbox.add_channel("oncall", [member.person for member in world.people.values()])
        await fay.runs("/incident ic INC-1")

        # then it is run there
        outage = await world.outage(1)
        assert outage.channel is world.channel("oncall")
        assert f"{fay.mention} is incident commander." in world.said_in(outage)


def conn(world):
    """Give Conn's own user."""
    return world.sandbox.workspace.users[world.sandbox.bot_user_id]


async def test_conn_is_in_the_announcement_channel_before_anything_is_declared(world):
    # when Conn has started in a workspace where nobody invited it
    await world.settles()

    # then it is in the channels of the model
    assert world.sandbox.bot_user_id in world.channel("incidents").members
    assert world.sandbox.bot_user_id in world.channel("oncall").members


@pytest.mark.fault("F62")
async def test_conn_enters_the_announcement_channel_again_when_somebody_removed_it(world, ana):
    # given that Conn was removed from #incidents
    await ana.person.removes(conn(world), "incidents")

    # when a P1 is declared
    await world.incident()

    # then it joined, and announced
    assert world.sandbox.bot_user_id in world.channel("incidents").members
    assert len(world.announcements) == 1


@pytest.mark.fault("F62")
async def test_a_private_announcement_channel_without_conn_is_said(world, fay):
    # given that #incidents became private, and Conn is not in it any more
    await fay.person.removes(conn(world), "incidents")
    world.channel("incidents").is_private = True

    # when a P1 is declared
    outage = await world.incident()

    # then Fay is told, and the rest is there
    assert any("incidents" in text for text in fay.reads if "announcement" in text)
    assert world.pinned_in(outage) == [world.card_of(outage)]


@pytest.mark.fault("F69")
async def test_a_deleted_card_is_posted_and_pinned_again(world, ana, fay):
    # given that somebody deleted the card
    outage = await world.incident()
    await fay.person.deletes(world.card_of(outage))

    # when the incident next changes
    await ana.runs("/incident ic", in_=outage)

    # then there is a card again, and it is pinned
    assert world.pinned_in(outage) == [world.card_of(outage)]
    assert f"IC: {ana.mention}" in world.card_of(outage).text
