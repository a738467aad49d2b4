"""The end: clocks stop, everything shown follows, and late hands are told."""


async def test_resolving_says_so_everywhere(world, ana):
    # given a P1 with a commander
    outage = await world.incident()
    await ana.runs("/incident ic", in_=outage)

    # when she resolves it
    answer = await ana.runs("/incident resolve Traffic is back", in_=outage)

    # then the answer, the room, the card, the topic, the announcement and the page say so
    assert answer.startswith("INC-1 is resolved")
    said = next(text for text in world.said_in(outage) if "INC-1 is resolved" in text)
    assert "Traffic is back" in said
    assert "Status: Resolved" in world.card_of(outage).text
    assert world.topic_of(outage).startswith("P1 | Resolved | ")
    assert "resolved" in world.announcements[0].text
    assert "Nothing is left for you to do here" in ana.page().text
    assert ana.page().buttons == []
    assert [bookmark.link for bookmark in world.bookmarks_of(outage)] == ["https://meet.example.com/conn"]


async def test_resolving_by_the_card_then_closing_by_the_answer(world, ana):
    # given a P1
    outage = await world.incident()

    # when Ana resolves it on the card, and closes it there
    await ana.presses("Resolve", outage)
    assert "Close" in world.card_of(outage).buttons
    await ana.presses("Close", outage)

    # then nothing is left to press
    assert world.card_of(outage).buttons == []
    assert world.topic_of(outage).startswith("P1 | Closed | ")
    assert any("INC-1 is closed" in text for text in world.said_in(outage))


async def test_after_the_end_nobody_is_called_or_reminded(world, fay):
    # given a P1 nobody answered, resolved and closed
    outage = await world.incident()
    await fay.runs("/incident resolve", in_=outage)
    await fay.runs("/incident close", in_=outage)
    said = world.said_in(outage)

    # when a day passes
    await world.skip("1d")

    # then it stayed quiet
    assert world.paged == ["ana"]
    assert world.said_in(outage) == said


async def test_reminders_and_calls_for_a_commander_go_when_it_is_resolved(world, ana, fay):
    # given a P1 with a reminder and a call for a commander in its channel
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    await world.skip("10m")
    assert any("has no incident commander" in text for text in world.said_in(outage))
    assert any("status" in text and "due" in text for text in world.said_in(outage))

    # when it is resolved
    await fay.runs("/incident resolve", in_=outage)

    # then all that is still asked for is the public note that a resolved P1 owes
    [asking] = [m for m in world.messages_in(outage) if m.buttons]
    assert "Status page is updated at resolved" in asking.text

    # and once it is closed, nothing is
    await fay.runs("/incident close", in_=outage)
    assert [m for m in world.messages_in(outage) if m.buttons] == []


async def test_what_ended_is_refused_with_when_and_who(world, ana, fay):
    # given a resolved P1
    outage = await world.incident()
    await fay.runs("/incident resolve", in_=outage)

    # when others come late
    for late in ("ack", "ic", "escalate", "resolve"):
        answer = await ana.runs(f"/incident {late}", in_=outage)

        # then each learns who ended it, and that nothing changed
        assert answer.startswith("INC-1 is resolved already"), late
        assert fay.mention in answer
        assert "Nothing was changed" in answer
    assert world.paged == ["ana"]


async def test_an_open_incident_is_resolved_before_it_is_closed(world, fay):
    # given an open P1
    outage = await world.incident()

    # when Fay closes it
    answer = await fay.runs("/incident close", in_=outage)

    # then she is asked to resolve it first, with the button for that
    assert answer.startswith("INC-1 is still open")
    assert fay.last.message.buttons == ["Resolve"]


async def test_the_public_note_owed_at_the_end_can_be_given_or_waived(world, ana, fay):
    # given two resolved P1s that each owe a public note
    first, second = await world.incident("Checkout is down"), await world.incident("Login fails")
    for outage in (first, second):
        await fay.runs("/incident resolve", in_=outage)

    # when Ana gives word for one, and decides that the other needs none
    [asking] = [m for m in world.messages_in(first) if "Post update" in m.buttons]
    await ana.presses("Post update", asking)
    assert (await ana.sends({"What changed": "Everything works again"})).ok
    [asking] = [m for m in world.messages_in(second) if "Not needed" in m.buttons]
    answer = await ana.presses("Not needed", asking)

    # then neither asks any more
    assert "The clock has stopped" in answer
    await world.skip("30m")
    assert [m for outage in (first, second) for m in world.messages_in(outage) if m.buttons] == []
