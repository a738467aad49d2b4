"""What changes while an incident runs: severity, status, bridge, roles, and what is kept of it."""

import re

import pytest

CHOICES = ("Change severity", "Change status", "Add note", "Hand over")


async def test_a_raised_severity_pages_and_invites_whoever_it_adds_once(world, ana):
    # given a P2, which pages nobody
    outage = await world.incident("Exports are slow", severity="P2")
    assert world.pages == []

    # when it turns out to be worse, and is then said to be worse still
    answer = await ana.runs("/incident severity P1 all exports fail INC-1")
    await ana.runs("/incident severity P0 INC-1")

    # then Tier 1 was paged once, and everybody can read who changed it and why
    assert answer.startswith("INC-1 is P1")
    assert world.paged == ["ana"]
    assert any("from P2 to P1: all exports fail" in text for text in world.said_in(outage))


@pytest.mark.fault("F45")
async def test_a_lowered_severity_stops_the_clocks_it_does_not_have(world, ana):
    # given a P1 that is acknowledged, so that a status-page note is owed
    outage = await world.incident(severity="P1")
    await ana.presses("Acknowledge", ana.page())

    # when it is lowered to P3
    await ana.runs("/incident severity P3 one customer", in_=outage)
    await world.skip("1h")

    # then nobody is reminded of the note any more
    assert not any("status page note" in text for text in world.said_in(outage))
    assert world.topic_of(outage).startswith("P3 |")


async def test_the_same_severity_is_answered_and_changes_nothing(world, ana):
    # given a P1
    outage = await world.incident(severity="P1")

    # when somebody sets it to P1
    answer = await ana.runs("/incident severity P1", in_=outage)

    # then they read that it is
    assert "is P1 already" in answer


async def test_the_status_is_said_and_starts_what_the_model_owes_then(world, ana):
    # given an acknowledged P1
    outage = await world.incident(severity="P1")
    await ana.presses("Acknowledge", ana.page())

    # when the cause is identified
    await ana.runs("/incident status identified a bad deploy", in_=outage)

    # then the topic follows, the words are in the room, and the status page is due at once
    assert "| Identified |" in world.topic_of(outage)
    said = world.said_in(outage)
    assert any("set the status to identified" in text and "a bad deploy" in text for text in said)
    assert any("status page note" in text for text in said)


async def test_an_unknown_status_is_answered_with_those_there_are(world, ana):
    outage = await world.incident()

    answer = await ana.runs("/incident status fixed", in_=outage)

    assert "There is no status fixed" in answer
    assert "identified" in answer


async def test_a_new_bridge_reaches_topic_card_and_bookmark(world, ana):
    outage = await world.incident()

    # when Ana sets another bridge
    await ana.runs("/incident bridge https://meet.example.com/two", in_=outage)

    # then it is everywhere, once
    assert "https://meet.example.com/two" in world.topic_of(outage)
    assert "https://meet.example.com/two" in world.card_of(outage).text
    assert [bookmark.link for bookmark in outage.channel.bookmarks] == ["https://meet.example.com/two"]


async def test_a_bridge_that_is_no_https_address_is_refused(world, ana):
    outage = await world.incident()

    answer = await ana.runs("/incident bridge http://meet.example.com", in_=outage)

    assert "https://" in answer
    assert "https://meet.example.com/conn" in world.topic_of(outage)


async def test_a_role_is_told_to_its_holder_and_shown_on_the_card(world, ana, chloe):
    outage = await world.incident()

    # when Chloe is made comms
    answer = await ana.runs("/incident role comms @chloe", in_=outage)

    # then she reads it privately, is invited, and stands on the card
    assert answer == f"{chloe.mention} is Comms lead of INC-1." or chloe.mention in answer
    assert any("made" in text and chloe.mention in text for text in chloe.reads)
    assert "chloe" in world.members_of(outage)
    assert chloe.mention in world.card_of(outage).text


async def test_a_role_without_a_name_is_asked_for(world, ana):
    outage = await world.incident()

    answer = await ana.runs("/incident role captain @chloe", in_=outage)

    assert "There is no role captain" in answer
    assert "comms" in answer


async def test_notes_from_everywhere_are_kept_once_and_read_in_the_timeline(world, ana, ben):
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    said = await ben.says("The disk of db-3 is full", outage.channel)

    # when a note is typed, a message is marked with a pin by two people, and again by the shortcut
    await ana.runs("/incident note rolled back at 03:10", in_=outage)
    await ana.person.reacts(said, "pushpin")
    await ben.person.reacts(said, "pushpin")
    await world.settles()
    await ana.shortcut("add_to_timeline", said)

    # then the timeline has each once
    timeline = await ana.runs("/incident timeline", in_=outage)
    assert timeline.count("rolled back at 03:10") == 1
    assert timeline.count("The disk of db-3 is full") == 1


async def test_a_pin_in_another_channel_is_nobodys_note(world, ana):
    await world.incident()
    said = await ana.says("Lunch?", "general")

    await ana.person.reacts(said, "pushpin")
    await world.settles()

    assert "Lunch?" not in await ana.runs("/incident timeline INC-1")


async def test_the_forms_of_the_card_change_it(world, ana):
    outage = await world.incident(severity="P1")

    # when severity, status and a note are given by the card's forms
    await ana.presses("Change severity", outage)
    await ana.fills(Severity="P0")
    preview = next(b["elements"][0]["text"] for b in ana.form.blocks if b["type"] == "context")
    await ana.sends({"Why": "everybody"})
    await ana.presses("Change status", outage)
    await ana.sends({"Status": "Identified", "What is known": "A bad deploy"})
    await ana.presses("Add note", outage)
    await ana.sends({"Note": "Asked the vendor"})

    # then the form said what the change does, and all of it happened
    assert preview.startswith("P0 ")
    assert world.topic_of(outage).startswith("P0 | Identified |")
    assert "Asked the vendor" in await ana.runs("/incident timeline", in_=outage)


async def test_snoozing_quiets_the_reminder_and_keeps_the_deadline(world, ana):
    outage = await world.incident(severity="P1")
    await ana.presses("Acknowledge", ana.page())

    # when the note is snoozed before it is due
    answer = await ana.runs("/incident snooze 20m", in_=outage)
    await world.skip("11m")

    # then nobody was reminded, and the deadline is where it was
    assert "Its deadline stays on the record." in answer
    assert not any("status page note" in text for text in world.said_in(outage))
    assert "Status page note due by" in await ana.runs("/incident catchup", in_=outage)


@pytest.mark.fault("F47")
async def test_a_reopened_incident_gets_its_clocks_back(world, ana):
    # given a resolved P1
    outage = await world.incident(severity="P1")
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident resolve", in_=outage)

    # when it comes back
    answer = await ana.runs("/incident reopen it is back", in_=outage)
    await world.skip("2m")

    # then it is open, its clocks run, and somebody has to take command
    assert answer.startswith("INC-1 is open again")
    assert "| Investigating |" in world.topic_of(outage)
    said = world.said_in(outage)
    assert any("reopened INC-1: it is back" in text for text in said)
    assert any("no incident commander" in text for text in said)


async def test_a_cancelled_incident_is_quiet_and_stays_on_record(world, ana):
    outage = await world.incident(severity="P1")

    await ana.runs("/incident cancel a drill", in_=outage)
    await world.skip("3h")

    assert "| Cancelled |" in world.topic_of(outage)
    assert world.paged == ["ana"]
    assert "cancelled INC-1: a drill" in await ana.runs("/incident timeline", in_=outage)


async def test_a_catch_up_is_the_same_for_two_readers(world, ana, ben):
    outage = await world.incident(severity="P1")
    await ana.presses("Acknowledge", ana.page())
    await ben.person.joins(outage.channel)

    mine, yours = await ana.runs("/incident catchup", in_=outage), await ben.runs("/incident summary", in_=outage)

    lengths = re.compile(r"\d+ (s|min)\b")  # a moment passes between the two
    assert lengths.sub("", mine) == lengths.sub("", yours)
    assert "Checkout is down" in mine
    assert len(mine.splitlines()) <= 10


async def test_why_names_the_rule_and_its_line(world, ana):
    outage = await world.incident(severity="P1")

    answer = await ana.runs("/incident why", in_=outage)

    assert "Rule: paths.standard.steps.0" in answer
    assert ".yaml:" in answer


async def test_health_says_that_conn_is_well(world, ana):
    await world.incident()

    answer = await ana.runs("/incident health")

    assert answer.startswith("Conn is well.")
    assert "Open incidents: 1" in answer


async def test_a_command_outside_a_room_offers_the_open_incidents_with_its_button(world, ana):
    # given two open incidents
    await world.incident("Checkout is down")
    await world.incident("Search is slow", severity="P2")

    # when Ana wants to resolve one, elsewhere
    answer = await ana.runs("/incident resolve", in_="general")

    # then both are offered, and one press resolves the one she means
    assert "INC-1" in answer
    assert "INC-2" in answer
    await ana.presses("Resolve")
    assert "INC-1" not in await ana.runs("/incident list")


async def test_a_resolved_incident_is_reopened_from_its_card(world, ana, outage):
    # given an incident that was resolved too soon
    await ana.presses("Resolve", outage)

    # when Ana presses
    await ana.presses("Reopen", outage)

    # then it is open again
    assert world.topic_of(outage).startswith("P1 | Investigating")
    assert "Resolve" in world.card_of(outage).buttons


async def test_a_clock_that_another_severity_makes_shorter_comes_earlier(world, ana, fay):
    # given a P1 of which Ana has command, and is silent
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    await ana.presses("Take command", outage)

    # when Fay makes it a P0, whose commander is asked sooner
    await fay.runs("/incident severity P0 everything is down", in_=outage)
    await world.skip("16m")

    # then Ana is asked after that time, and not after the old one
    assert any("still" in text and "command" in text for text in ana.reads), ana.reads
