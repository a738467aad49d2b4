"""The first public note: due ten minutes after the acknowledgement, and not forgotten."""

import pytest

from tests.world import Setting

QUIET = """
extends: {demo}
severities:
  P1:
    clocks:
      - {{audience: status_page, starts: acknowledged, first: 10m, owner: commander, rule: Post within 10 min}}
"""


@pytest.fixture
def setting():
    """Keep the one clock this is about."""
    return Setting(model=QUIET)


async def test_the_note_is_due_ten_minutes_after_the_acknowledgement(world, ana, outage):
    # given the card, which says so from the acknowledgement on
    assert "Status page note" in world.card_of(outage).text

    # when nine minutes pass, and then the tenth
    await world.skip("9m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")

    # then Ana, who is in command, is asked for it
    [reminder] = world.reminders_in(outage)
    assert reminder.text.startswith(f"{ana.mention}: the status page note of INC-1")
    assert "Post within 10 min" in reminder.text
    assert reminder.buttons == ["Post update", "Snooze 10 min", "Not needed"]


async def test_an_ignored_reminder_replaces_itself_and_names_more_people(world, ana, outage):
    # given a reminder nobody answers
    await world.skip("10m")
    [first] = world.reminders_in(outage)

    # when five minutes pass, and then ten, since there is nobody further to name
    await world.skip("5m")
    [second] = world.reminders_in(outage)
    await world.skip("10m")
    [third] = world.reminders_in(outage)

    # then each replaced the one before, and says how long it is due
    assert len({first.ts, second.ts, third.ts}) == 3
    assert "5 min ago" in second.text
    assert "15 min ago" in third.text
    assert ana.mention in third.text


async def test_posting_the_update_keeps_the_promise(world, ana, outage):
    # given a reminder
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)

    # when Ana posts from it
    await ana.presses("Post update", reminder)
    sent = await ana.sends({"What changed": "Failing over to the other provider"})

    # then the room reads it, the reminder is gone, and the card has it
    assert sent.ok
    assert world.reminders_in(outage) == []
    said = next(text for text in world.said_in(outage) if text.startswith("Update"))
    assert "Failing over to the other provider" in said
    assert "Failing over to the other provider" in world.card_of(outage).text
    assert "Failing over to the other provider" in world.announcements[0].text
    await world.skip("1h")
    assert world.reminders_in(outage) == []


async def test_snoozing_quiets_it_and_keeps_the_deadline_on_the_record(world, ana, outage):
    # given a reminder
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)

    # when Ana snoozes it
    answer = await ana.presses("Snooze 10 min", reminder)

    # then it is quiet for ten minutes, and comes back with the old deadline
    assert "Its deadline stays on the record" in answer
    assert world.reminders_in(outage) == []
    await world.skip("9m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    [again] = world.reminders_in(outage)
    assert "10 min ago" in again.text


async def test_not_needed_stops_the_clock(world, ana, outage):
    # given a reminder
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)

    # when Ana says that no note is needed
    answer = await ana.presses("Not needed", reminder)

    # then nobody asks again
    assert "The clock has stopped" in answer
    await world.skip("1h")
    assert world.reminders_in(outage) == []


async def test_a_press_on_a_reminder_that_is_settled_changes_nothing(world, ana, fay, outage):
    # given a reminder that Ana settled while Fay had it on the screen
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)
    stale = list(reminder.blocks)
    await ana.presses("Not needed", reminder)

    # when Fay presses what she still sees
    reminder.blocks = stale
    answer = await fay.presses("Snooze 10 min", reminder)

    # then she reads that nothing is owed
    assert answer.startswith("No status page note is owed now")


async def test_who_answers_late_starts_the_clock_late(world, ana):
    # given a P1 that is acknowledged after a quarter of an hour
    outage = await world.incident("Login fails")
    await ana.runs("/incident ic", in_=outage)
    await world.skip("15m")
    assert world.reminders_in(outage) == []
    await ana.runs("/incident ack", in_=outage)

    # when ten minutes pass from there
    await world.skip("9m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")

    # then the note is due
    assert len(world.reminders_in(outage)) == 1
