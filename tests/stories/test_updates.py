"""Word for those inside: a cadence that keeps itself going, and one press that says that nothing changed."""

import pytest

from tests.world import Setting

CADENCE = """
extends: {demo}
severities:
  P1:
    clocks:
      - {{audience: internal, first: 15m, every: 15m, rule: Every 15 minutes}}
"""


@pytest.fixture
def setting():
    """Keep the one clock this is about."""
    return Setting(model=CADENCE)


async def test_an_update_is_due_every_quarter_of_an_hour(world, outage):
    # when a quarter of an hour passes
    await world.skip("15m")

    # then an update is asked for, with everything that can be done about it
    [reminder] = world.reminders_in(outage)
    assert "internal update of INC-1" in reminder.text
    assert reminder.buttons == ["Post update", "No change, next in 15 min", "Snooze 10 min", "Not needed"]


async def test_no_change_is_one_press_and_promises_the_next(world, ana, outage):
    # given that an update is due
    await world.skip("15m")
    [reminder] = world.reminders_in(outage)

    # when Ana says that nothing changed
    await ana.presses("No change, next in 15 min", reminder)

    # then the room reads it, and the next is due in a quarter of an hour
    assert world.reminders_in(outage) == []
    assert any("o change" in text for text in world.said_in(outage))
    await world.skip("14m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    assert len(world.reminders_in(outage)) == 1


async def test_an_update_of_ones_own_accord_moves_the_next(world, ana, outage):
    # given an update posted after ten minutes
    await world.skip("10m")
    await ana.opens("/incident update", in_=outage)
    assert (await ana.sends({"What changed": "Cause found"})).ok

    # when the old deadline passes
    await world.skip("6m")

    # then nobody is asked, and a quarter of an hour after the update somebody is
    assert world.reminders_in(outage) == []
    await world.skip("9m")
    assert len(world.reminders_in(outage)) == 1


async def test_the_writer_can_promise_another_time(world, ana, outage):
    # when Ana posts and promises the next word in half an hour
    await ana.opens("/incident update Waiting for the provider", in_=outage)
    assert (await ana.sends({"Next update in": "30 min"})).ok

    # then nobody is asked before
    assert any("Waiting for the provider" in text for text in world.said_in(outage))
    await world.skip("29m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    assert len(world.reminders_in(outage)) == 1


async def test_an_update_needs_an_audience_and_keeps_what_was_typed(ana, outage):
    # when Ana ticks nobody off
    await ana.opens("/incident update Cause found", in_=outage)
    sent = await ana.sends({"Audiences": []})

    # then the form stays and says so
    assert not sent.ok
    assert ana.has_form


async def test_two_no_changes_at_once_count_once(world, ana, fay, outage):
    # given a reminder two people see
    await world.skip("15m")
    [reminder] = world.reminders_in(outage)
    seen = list(reminder.blocks)

    # when both press, the second on what was on the screen before
    await ana.presses("No change, next in 15 min", reminder)
    reminder.blocks, reminder.deleted = seen, False
    answer = await fay.presses("No change, next in 15 min", reminder)
    reminder.deleted = True

    # then the second is told
    assert answer.startswith("No internal update is owed now")
    assert sum("o change" in text for text in world.said_in(outage)) == 1
