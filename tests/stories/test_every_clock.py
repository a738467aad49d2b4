"""Every audience's clock: kept by giving word, moved on the record, stopped by resolve, brought back by reopen."""

import pytest

from bot.domain.events import PromiseSnoozed
from tests.world import Setting

ONE_CLOCK = """
extends: {{demo}}
severities:
  P1:
    clocks:
      - {{{{audience: {audience}, first: 10m, every: 30m, rule: Word within ten minutes}}}}
  P2:
    clocks:
      - {{{{audience: {audience}, first: 1h, every: 2h, rule: Word within the hour}}}}
"""

AUDIENCES = {
    "internal": "internal update",
    "external": "external update",
    "executives": "executive update",
    "status_page": "status page note",
}


@pytest.fixture(params=AUDIENCES)
def audience(request):
    """Take each audience in turn."""
    return request.param


@pytest.fixture
def setting(audience):
    """Keep the one clock this is about."""
    return Setting(model=ONE_CLOCK.format(audience=audience))


async def gives_word(world, who, outage):
    """Post an update to whoever the form has ticked, which is who waits for word."""
    await who.opens("/incident update Still looking", in_=outage)
    assert (await who.sends()).ok
    await world.settles()


async def test_it_is_due_at_its_time_and_names_who_owes_it(world, ana, outage, audience):
    await world.skip("9m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    [reminder] = world.reminders_in(outage)
    assert reminder.text.startswith(f"{ana.mention}: the {AUDIENCES[audience]} of INC-1")


async def test_it_is_kept_by_giving_word_and_comes_again_at_its_cadence(world, ana, outage):
    await world.skip("10m")
    await gives_word(world, ana, outage)
    assert world.reminders_in(outage) == []
    await world.skip("29m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    assert len(world.reminders_in(outage)) == 1


async def test_a_snooze_moves_the_reminder_and_stays_on_the_record(world, ana, outage, audience):
    await world.skip("10m")
    assert "Its deadline stays on the record" in await ana.runs("/incident snooze 7m", in_=outage)
    snoozes = [entry.event for entry in await world.log(outage) if isinstance(entry.event, PromiseSnoozed)]
    assert [snooze.audience for snooze in snoozes] == [audience]
    assert world.reminders_in(outage) == []
    await world.skip("7m")
    [reminder] = world.reminders_in(outage)
    assert "7 min ago" in reminder.text


@pytest.mark.fault("F47")
async def test_resolve_stops_it_and_reopen_brings_it_back_from_the_start(world, ana, outage):
    await world.skip("10m")
    await ana.runs("/incident resolve", in_=outage)
    await world.skip("1h")
    assert world.reminders_in(outage) == []
    await ana.runs("/incident reopen it is back", in_=outage)
    await world.skip("9m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    assert len(world.reminders_in(outage)) == 1


async def test_another_severity_has_its_own_cadence_and_what_was_promised_sooner_stands(world, ana, outage):
    # given an incident that turns out to be less bad
    await ana.runs("/incident severity P2 only some", in_=outage)

    # then the word that was promised in ten minutes is due in ten minutes
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)
    assert "No change, next in 2 h" in reminder.buttons

    # and the next at the new cadence
    await gives_word(world, ana, outage)
    await world.skip("119m")
    assert world.reminders_in(outage) == []
    await world.skip("1m")
    assert len(world.reminders_in(outage)) == 1


async def test_a_changed_severity_draws_a_standing_reminder_anew(world, ana, outage):
    # given a reminder that stands
    await world.skip("10m")
    [first] = world.reminders_in(outage)
    assert "No change, next in 30 min" in first.buttons

    # when the severity changes
    await ana.runs("/incident severity P2 only some", in_=outage)
    await world.skip("1s")

    # then it is replaced by one that promises the new cadence
    [second] = world.reminders_in(outage)
    assert second is not first
    assert "No change, next in 2 h" in second.buttons
