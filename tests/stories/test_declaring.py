"""Declaring with one line: what everybody then sees."""

import asyncio

import pytest

from bot.sandbox import Called

CHANGES = ("Change status", "Change severity", "Add note")

BRIDGE = "https://meet.example.com/conn"


async def test_one_line_opens_a_channel_with_everything_in_it(world, fay):
    # when Fay declares a P1 with one line
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then she is told at once, and everything a P1 brings is there
    assert answer.startswith("INC-1 (P1) is declared: Checkout is down")
    outage = await world.outage(1)
    assert outage.channel.name == "inc-1-checkout-is-down"
    assert not outage.channel.is_private
    assert world.members_of(outage) == ["fay", "ana"]
    assert world.pinned_in(outage) == [world.card_of(outage)]
    assert [bookmark.link for bookmark in world.bookmarks_of(outage)] == [BRIDGE]
    assert world.paged == ["ana"]


async def test_the_topic_says_how_bad_who_where_and_the_bridge(world, fay):
    # given an incident nobody has taken command of
    outage = await world.incident("Checkout is down", severity="P1")

    # then somebody who joins reads the essentials in the topic
    topic = world.topic_of(outage)
    assert topic.startswith(f"P1 | Investigating | IC: {fay.mention} (acting) | <#{outage.channel.id}> | {BRIDGE}")
    assert topic.endswith("Checkout is down")


async def test_a_long_title_gives_way_in_the_topic_and_the_bridge_does_not(world):
    # when the title is longer than any topic
    outage = await world.incident("The payment provider refuses cards " * 5)

    # then the topic keeps to Slack's limit and still holds the bridge
    assert len(world.topic_of(outage)) <= 250
    assert BRIDGE in world.topic_of(outage)
    assert world.topic_of(outage).endswith("…")


async def test_the_person_on_call_is_paged_with_everything_needed_at_night(world, ana, fay):
    # when a P1 is declared
    outage = await world.incident("Checkout is down")

    # then Ana's page says what, by when, why she, and where to go
    page = ana.page()
    first, *rest = page.text.split("\n")
    assert first == "P1 page, INC-1: Checkout is down"
    said = " ".join(rest)
    assert "Acknowledge within 30 min" in said
    assert f"P1 was declared by {fay.mention}." in said
    assert f"<#{outage.channel.id}>" in said
    assert BRIDGE in said
    assert page.buttons == ["Acknowledge", "Can't come"]


async def test_the_page_leaves_no_later_than_the_card(world, ana):
    # when a P1 is declared
    outage = await world.incident()

    # then the page was on its way when the card was
    posts = [e for e in world.sandbox.log.calls("chat.postMessage") if isinstance(e, Called)]
    page = next(call for call in posts if call.args["channel"] == ana.id)
    card = next(call for call in posts if call.args["channel"] == outage.channel.id)
    assert page.started <= card.started


async def test_the_declarer_is_invited_before_anybody_else(world, fay, ana):
    # when a P1 is declared
    await world.incident()

    # then the first call after the channel exists brings the declarer in
    invite = world.sandbox.log.calls("conversations.invite")[0]
    assert invite.args["users"].split(",") == [fay.id, ana.id]


async def test_the_declarer_gets_the_link_privately(world, fay):
    # when Fay declares
    outage = await world.incident()

    # then a message to her alone leads to the channel and says that she acts as IC
    welcome = next(text for text in fay.reads if "is open" in text)
    assert f"<#{outage.channel.id}>" in welcome
    assert "you act as IC until somebody takes command" in welcome


async def test_the_card_shows_what_is_known_and_what_can_be_done(world, fay, ana):
    # when a P1 is declared
    outage = await world.incident()

    # then the card says how bad it is, who has it and what comes next, with the buttons that apply
    card = world.card_of(outage)
    assert "P1, User-visible and urgent" in card.text
    assert f"{fay.mention} (acting)" in card.text
    assert ana.mention in card.text
    assert card.buttons == ["Acknowledge", "Take command", "Post update", "Escalate", "Resolve", *CHANGES]


async def test_the_announcement_is_one_post_that_follows_the_incident(world, ana):
    # given an announced incident
    outage = await world.incident()
    [before] = world.announcements
    assert "INC-1 (P1, investigating): Checkout is down" in before.text

    # when command is taken and it is resolved
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/incident resolve", in_=outage)

    # then the same post says so
    [after] = world.announcements
    assert after.ts == before.ts
    assert "resolved" in after.text
    assert ana.mention in after.text


@pytest.mark.parametrize("word", ["declare", "new", "open", "create", "start"])
async def test_declaring_goes_by_the_words_of_other_tools(fay, word):
    # when somebody used to another tool declares
    answer = await fay.runs(f"/incident {word} P1 Checkout is down")

    # then it is understood
    assert answer.startswith("INC-1 (P1) is declared")


@pytest.mark.parametrize("severity", ["P0", "p0", "SEV0", "critical"])
async def test_a_severity_goes_by_its_id_and_its_aliases(fay, severity):
    # when Fay names the severity her own way
    answer = await fay.runs(f"/incident declare {severity} Nothing works")

    # then it is the one she means
    assert answer.startswith("INC-1 (P0) is declared: Nothing works")


async def test_a_title_may_come_in_the_quotation_marks_of_a_phone(fay):
    # when the title is typed in a phone's curly quotation marks
    answer = await fay.runs("/incident declare P1 “Checkout is down”")

    # then they are no part of it
    assert answer.startswith("INC-1 (P1) is declared: Checkout is down\n")


@pytest.mark.fault("F111")
async def test_what_people_type_pings_nobody(world):
    # when a title tries to reach everybody and to hide a link
    outage = await world.incident("<!channel> & <https://evil.example|click> *now*")

    # then it is shown as text; the history checker looks at every message
    assert "<!channel>" not in world.card_of(outage).text
    assert "&lt;!channel&gt;" in world.card_of(outage).text


async def test_the_same_words_within_a_minute_are_one_incident(world, fay):
    # given an incident declared a moment ago
    outage = await world.incident("Checkout is down")

    # when the same person declares the same again
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then they are led to the one there is
    assert "INC-1" in answer
    assert f"<#{outage.channel.id}>" in answer
    assert "No second one was made" in answer
    assert len(world.announcements) == 1


async def test_the_same_words_after_a_minute_are_another_incident(world, fay, ana):
    # given an incident declared more than a minute ago
    outage = await world.incident("Checkout is down")
    await ana.runs("/incident ic", in_=outage)
    await world.skip("61s")

    # when it is declared again
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then it is a second one
    assert answer.startswith("INC-2 (P1) is declared")


async def test_several_people_declare_at_once_and_each_gets_their_own(world, ana, ben, chloe, dev):
    # when four people declare in the same moment
    people = (ana, ben, chloe, dev)
    answers = await asyncio.gather(
        *(person.runs(f"/incident declare P1 {person.name} sees errors") for person in people)
    )

    # then there are four incidents, each with the words of its own declarer
    assert sorted(answer.split()[0] for answer in answers) == ["INC-1", "INC-2", "INC-3", "INC-4"]
    assert len(world.announcements) == 4
    for person, answer in zip(people, answers, strict=True):
        assert f"{person.name} sees errors" in answer
