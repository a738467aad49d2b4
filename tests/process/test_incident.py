"""An incident from declare to close, in a Conn that Slack reaches as it reaches any app."""

import pytest


async def test_declared_by_command_everything_its_severity_brings_is_there(slack, outage):
    # then the room has its people, its topic, its pinned card and the bridge
    room = outage.room
    fay, ana = slack.person("fay"), slack.person("ana")
    assert room.topic.startswith(f"P1 | Investigating | IC: {fay.mention} (acting)")
    assert "https://meet.example.com/conn" in room.topic
    assert {fay.id, ana.id} <= set(room.members)
    assert [pin.text.splitlines()[0] for pin in room.pins] == ["INC-1 (P1, investigating): Checkout is down"]
    assert [(mark.title, mark.link) for mark in room.bookmarks] == [("Bridge", "https://meet.example.com/conn")]

    # and Ana, who is on call, is paged, the channel for announcements knows, and Fay has the link
    assert [(page.text.splitlines()[0], page.buttons) for page in ana.dms] == [
        ("P1 page, INC-1: Checkout is down", ["Acknowledge", "Can't come"])
    ]
    assert [post.text.splitlines()[0] for post in slack.channel("incidents").posts] == [
        "INC-1 (P1, investigating): Checkout is down"
    ]
    assert [f"<#{room.id}>" in message.text for message in fay.dms] == [True]
    assert slack.log.violations == []


async def test_declared_by_form_it_has_what_the_form_said(slack, conn):
    # given the form, which says what the severity does
    fay = slack.person("fay")
    await fay.command("/incident", "declare P1")
    said = next(block["elements"][0]["text"] for block in fay.view.blocks if block["type"] == "context")
    assert slack.person("ana").mention in said
    assert "#incidents" in said

    # when Fay fills it in
    fields = {"Title": "Keys leaked", "Bridge": "https://meet.example.com/own", "Private": ["Only its members see it"]}
    sent = await fay.submit(fay.view, fields)
    await conn.settled()

    # then the room is private and leads to that bridge
    assert sent.ok
    room = slack.channel("inc-1-keys-leaked")
    assert room.is_private
    assert [mark.link for mark in room.bookmarks] == ["https://meet.example.com/own"]
    assert slack.log.violations == []


async def test_acknowledged_and_taken_command_of_the_card_and_topic_follow(slack, outage):
    # when Ana acknowledges on her page and takes command there
    ana = slack.person("ana")
    await outage.presses("ana", "Acknowledge")
    await outage.presses("ana", "Take command")

    # then the topic and the card name her, and the room was told
    assert f"IC: {ana.mention} |" in outage.room.topic
    assert f"IC: {ana.mention}" in outage.room.pins[0].text
    assert any(text.startswith(f"{ana.mention} acknowledged") for text in outage.said)
    assert f"{ana.mention} is incident commander." in outage.said


async def test_nobody_in_command_is_said_every_two_minutes_in_one_message(outage):
    # when two minutes pass, and two more
    await outage.passes("2m")
    first = [text for text in outage.said if "no incident commander" in text]
    await outage.passes("2m")
    second = [text for text in outage.said if "no incident commander" in text]

    # then the room is asked, and asked again in place of the first time
    assert len(first) == len(second) == 1
    assert "This is the 2nd call." in second[0]
    assert "2nd" not in first[0]


async def test_escalated_and_not_answered_for_five_minutes_tier_three_is_called(slack, outage):
    # given a P1 that Fay escalates to tier 2
    answer = await outage.types("fay", "/escalate primary is silent")
    assert answer.startswith("Calling Tier 2, customer team senior on-call")
    assert "primary is silent" in slack.person("chloe").dms[-1].text

    # when four minutes pass, nobody else is called
    await outage.passes("4m")
    assert slack.person("eve").dms == []

    # then at five minutes tier 3 is, by itself
    await outage.passes("1m")
    assert "P1 page, INC-1" in slack.person("eve").dms[-1].text
    assert slack.person("eve").id in outage.room.members


@pytest.mark.long
async def test_ten_minutes_after_the_acknowledgement_the_status_page_is_asked_for(outage):
    # given an acknowledged P1
    await outage.presses("ana", "Acknowledge")

    # when nine minutes pass, then one more
    await outage.passes("9m")
    early = [text for text in outage.said if "status page note" in text.lower() and "due now" in text]
    await outage.passes("1m")

    # then the note is asked for when it is due
    due = [text for text in outage.said if "status page note" in text.lower() and "due now" in text]
    assert early == []
    assert len(due) == 1


@pytest.mark.long
async def test_updated_resolved_and_closed_nothing_is_left_running(slack, conn, outage):
    # given a P1 of which Ana has command
    ana = slack.person("ana")
    await outage.presses("ana", "Acknowledge")
    await outage.presses("ana", "Take command")

    # when she posts an update, resolves and closes
    await outage.types("ana", "/incident update")
    sent = await ana.submit(ana.view, {"What changed": "Rolled back to the release of Monday"})
    await conn.settled()
    resolved = await outage.types("ana", "/incident resolve It was the release")
    closed = await outage.types("ana", "/incident close")

    # then each was taken, and the topic and the announcement say that it is over
    assert sent.ok
    assert any("Rolled back to the release of Monday" in text for text in outage.said)
    assert resolved.startswith("INC-1 is resolved")
    assert closed.startswith("INC-1 is closed")
    assert "| Closed |" in outage.room.topic
    assert "closed" in slack.channel("incidents").posts[0].text.splitlines()[0]

    # and nobody hears of it again
    before = len(slack.log.calls())
    await outage.passes("5h")
    assert [call.method for call in slack.log.calls()[before:]] == []
    assert slack.log.violations == []
