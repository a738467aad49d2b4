"""Slack lets an app call only so often: what matters goes first, and nothing is lost or called too often."""

from collections import Counter

import pytest

from bot.delivery import limits
from tests.crowd import crowd
from tests.steps import number_in
from tests.world import Setting

AT_ONCE = 24
"""More than Slack lets anybody make channels for in a minute."""


@pytest.fixture
def setting():
    return Setting(limited=True)


@pytest.fixture(autouse=True)
def _minutes_pass_with_conns_clock(world):
    world.tolerates(" s after a 429")  # the look-alike itself notices calls that come too early


def calls(world, method):
    """List the calls of a method, each with whether it was let through."""
    return world.sandbox.log.calls(method)


def limited(world):
    """Name the methods that Slack had to refuse."""
    return Counter(call.method for call in world.sandbox.log.calls() if call.error == "ratelimited")


def updates_of(world, message):
    """Count how often a message was drawn again."""
    return sum(call.args["ts"] == message.ts for call in calls(world, "chat.update"))


async def storm(world, count, *, severity="P1"):
    """Have so many people declare in the same moment."""
    people = [world.sandbox.add_person(f"reporter{n}") for n in range(count)]
    lines = (person.command("/incident", f"declare {severity} {person.name} cannot pay") for person in people)
    replies = await crowd(lines)
    return [number_in(reply.text) for reply in replies]


@pytest.mark.long
async def test_a_storm_of_declares_is_worked_off_in_order_and_slack_never_says_no(world):
    # when so many people declare at once
    numbers = await storm(world, AT_ONCE)
    await world.settles()

    # then there are as many channels as Slack allows in a minute, for those who declared first
    made = [number_in(call.args["name"].upper()) for call in calls(world, "conversations.create")]
    assert sorted(made) == sorted(numbers)[: limits.TIERS[2]]

    # and Ana, who is on call, is paged for each, as fast as Slack lets anybody write to one person
    await world.skip(f"{AT_ONCE + 2}s")
    assert {page.incident for page in world.pages} == set(numbers)

    # and when two more minutes have passed, everybody has a channel, with its card pinned and its topic set
    await world.skip("120s")
    for number in numbers:
        outage = await world.outage(number)
        assert world.pinned_in(outage) == [world.card_of(outage)]
        assert world.topic_of(outage).startswith("P1 | ")
    assert not limited(world)


@pytest.mark.long
@pytest.mark.only("socket-sqlite", reason="it is about Slack's limits; so many at once is what the bench is for")
async def test_a_p1_is_paged_and_kept_up_to_date_while_many_p3_change(world, ana):
    # given so many P3 that their cards, drawn again at once, would use up a whole minute
    numbers = await storm(world, 55, severity="P3")
    await world.skip("60s")
    await world.skip("60s")
    people = [world.sandbox.add_person(f"taker{n}") for n in numbers]
    await crowd(p.command("/incident", f"ic INC-{n}") for p, n in zip(people, numbers, strict=True))

    # when a P1 is declared in the midst of it, and acknowledged
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page(outage))

    # then its channel is there, and its card shows what happened, while the P3 are not done
    assert world.pinned_in(outage) == [world.card_of(outage)]
    assert f"acknowledged by {ana.mention}" in world.card_of(outage).text
    drawn = {call.args["ts"] for call in calls(world, "chat.update")}
    assert world.card_of(outage).ts in drawn
    assert 30 <= len(drawn) < 50

    # and later everything shows what is true, without Slack having had to say no
    await world.skip("60s")
    await world.skip("60s")
    taken = [await world.outage(number) for number in numbers]
    assert all("acting" not in world.card_of(one).text for one in taken)
    assert not limited(world)


@pytest.mark.fault("F49")
async def test_a_post_that_slack_puts_off_keeps_its_place_and_other_channels_go_on(world, ana):
    # given two incidents, and Slack refusing for half a minute what is said in the channel of one
    one, other = await world.incident(), await world.incident("Search is down")
    here = one.channel.id
    rule = world.faults.ratelimited(lambda m, a: m == "chat.postMessage" and a["channel"] == here, 30, in_channel=True)

    # when things happen in both
    await ana.runs("/incident ic", in_=one)
    await ana.runs("/incident severity P0 all shops", in_=one)
    await ana.runs("/incident ic", in_=other)

    # then the other goes on, and Slack is not asked again in the first before it said
    assert rule.hits == 1
    assert world.said_in(one) == []
    assert f"{ana.mention} is incident commander." in world.said_in(other)

    # and what was put off comes in its order
    await world.skip("31s")
    said = world.said_in(one)
    assert said[0].startswith(f"{ana.mention} is incident commander.")
    assert "P0" in said[1]


@pytest.mark.fault("F49")
async def test_a_limit_on_all_posts_stops_posts_alone(world):
    # given that Slack lets nobody post for half a minute, which those who are posting just then cannot know
    world.tolerates("called_before_retry_after: chat.postMessage")
    world.faults.ratelimited("chat.postMessage", 30)

    # when a P1 is declared
    outage = await world.incident()

    # then everything but posts is done, and Slack was asked for no post twice
    assert world.topic_of(outage).startswith("P1 | ")
    assert world.members_of(outage) == ["fay", "ana"]
    assert world.paged == []
    asked = [call.args["metadata"]["event_payload"]["key"] for call in calls(world, "chat.postMessage")]
    assert len(asked) == len(set(asked))

    # and when it may post again, Ana is paged first
    await world.skip("31s")
    assert world.paged == ["ana"]
    first = next(call for call in calls(world, "chat.postMessage") if call.outcome == "ok")
    assert "/page/" in first.args["metadata"]["event_payload"]["key"]


@pytest.mark.fault("F49")
async def test_what_a_limit_held_up_says_so_and_blames_nothing_else(world, ana):
    # given that Slack lets nobody post for more than half a minute
    world.tolerates("called_before_retry_after: chat.postMessage")
    world.faults.ratelimited("chat.postMessage", 34)
    await world.incident()

    # when it is over
    for _ in range(5):
        await world.skip("8s")

    # then the page says what held it up
    assert "Slack's rate limit was reached; this was due at" in ana.page().text
    assert "unreachable" not in ana.page().text


async def test_many_changes_within_a_moment_are_shown_as_one(world, ana):
    # given a P1
    outage = await world.incident()

    # when it changes again and again
    before = updates_of(world, world.card_of(outage))
    for status in ("identified", "monitoring", "identified", "investigating"):
        await ana.runs(f"/incident status {status}", in_=outage)

    # then the first change shows at once, and a moment later the last
    card = world.card_of(outage)
    assert "Status: Identified" in card.text
    await world.skip("3s")
    assert "Status: Investigating" in world.card_of(outage).text
    assert "Investigating" in world.topic_of(outage)

    # and it was drawn twice for all of it
    assert updates_of(world, card) - before == 2
    assert len(calls(world, "conversations.setTopic")) == 1 + 2


async def test_what_is_known_of_an_incident_shows_within_two_seconds(world, ana):
    # given a P1 that has just changed
    outage = await world.incident()
    await ana.runs("/incident status identified", in_=outage)

    # when Ana acknowledges, takes command and resolves it
    await ana.runs("/incident ack", in_=outage)
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/incident resolve", in_=outage)
    await world.skip("2s")

    # then two seconds later all of it shows
    card = world.card_of(outage).text
    assert "Status: Resolved" in card
    assert f"IC: {ana.mention}" in card
    assert f"acknowledged by {ana.mention}" in card
    assert "Resolved" in world.topic_of(outage)


async def test_a_message_that_is_changed_again_and_again_is_drawn_once(world, ana):
    # given a reminder, while Slack lets nobody edit
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page(outage))
    await world.skip("11m")
    reminder = next(m for m in world.messages_in(outage) if "status page note" in m.text)
    world.faults.ratelimited("chat.update", 30)

    # when what is due is snoozed again and again meanwhile
    for length in ("8m", "10m", "12m", "14m", "16m", "18m"):
        await ana.runs(f"/incident snooze {length}", in_=outage)
    await world.skip("40s")

    # then it is drawn once, as it is now
    assert "Snoozed until" in reminder.text
    drawn = [call for call in calls(world, "chat.update") if call.args["ts"] == reminder.ts]
    assert sum(call.outcome == "ok" for call in drawn) == 1


async def test_of_reminders_that_waited_for_slack_only_the_newest_is_sent(world, ana):
    # given a P1, while nothing can be posted in its channel
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page(outage))
    await ana.runs("/incident ic", in_=outage)
    await world.skip("9m")
    here = outage.channel.id
    world.faults.ratelimited(
        lambda m, a: m == "chat.postMessage" and a["channel"] == here, 290, in_channel=True, times=2
    )

    # when the status page note comes due, is ignored, and comes due again
    await world.skip("10m")
    await world.skip("45s")

    # then the room reads of it once
    posted = [call.args["metadata"] for call in calls(world, "chat.postMessage") if call.outcome == "ok"]
    keys = [metadata["event_payload"]["key"] for metadata in posted]
    assert [key for key in keys if "/remind/status_page/" in key] == ["inc:1/remind/status_page/n1/t2"]


@pytest.mark.fault("F50")
@pytest.mark.parametrize(("said", "waits"), [("", 5), ("nan", 5), ("0", 1), ("99999999", 300)])
async def test_a_limit_without_a_time_or_with_an_absurd_one_is_waited_out_with_sense(world, said, waits):
    # given that Slack says to come back, and not when, or in a time that cannot be meant
    world.faults.ratelimited("pins.add", retry_after=waits, header=said)

    # when a P1 is declared, and half of that time passes
    outage = await world.incident()
    await world.skip(f"{waits // 2}s")
    assert world.pinned_in(outage) == []

    # then its card is pinned after five seconds, or five minutes at the most
    await world.skip(f"{waits - waits // 2 + 1}s")
    assert world.pinned_in(outage) == [world.card_of(outage)]
