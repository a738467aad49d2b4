"""What was promised in time: warned of before it is due, said and escalated when missed, and kept on the record."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import TargetBroken, TargetDropped, TargetMet, TargetMissed, TargetSet
from bot.domain.policy import Goal
from tests.world import Setting

MODEL = """
extends: {{demo}}
severities:
  P1:
    clocks: []
    targets: {{{{ack: 30m, response: 1h, resolution: [{{{{within: 4h, maximum: 8h}}}}]}}}}
  P2:
    clocks: []
    targets: {{{{ack: 1h, mitigation: [], resolution: {resolution}}}}}
  P3:
    room: {{{{kind: none}}}}
    log_in: oncall
    targets: {{{{mitigation: [], resolution: 3h}}}}
customers:
  big: {{{{name: Big, resolution: 2h}}}}
command: {{{{handoff_after: 9d, no_commander_every: 9d, silent_after: []}}}}
reminders: {{{{target_before: 30m, reassign_after: 2h}}}}
"""


@pytest.fixture
def setting():
    """Promise work in hours, and no word."""
    return Setting(model=MODEL.format(resolution="2bd"))


async def events(world, outage, kind):
    return [entry.event for entry in await world.log(outage) if isinstance(entry.event, kind)]


def said(texts, words):
    """Find what was said with these words, dates as their plain words."""
    plain = [re.sub(r"<!date[^|]*\|([^>]*)>", r"\1", text) for text in texts]
    return [text for text in plain if words in text]


async def answered(ana, outage):
    """Give the first response, so that only the resolution is left."""
    await ana.opens(f"/incident update {outage} Looking into it", in_=outage)
    assert (await ana.sends()).ok


async def test_what_is_promised_is_on_the_record_from_the_start(world, outage):
    # when an incident begins, then its targets are in the log with their dates, and nobody was told of them
    begun = (await world.log(outage))[0].at
    told = {(t.goal, t.tier): t.due_at for t in await events(world, outage, TargetSet)}
    assert told[Goal.RESOLUTION, ""] == begun + timedelta(hours=4)
    assert told[Goal.RESPONSE, ""] == begun + timedelta(hours=1)
    assert told[Goal.RESPONSE, "tier1"] == begun + timedelta(minutes=30)
    assert not said(world.said_in(outage), "promised")


async def test_the_acknowledgement_meets_its_target_and_the_answer_of_the_tier(world, outage):
    met = {(t.goal, t.tier): t.late for t in await events(world, outage, TargetMet)}
    assert met == {(Goal.ACK, ""): timedelta(), (Goal.RESPONSE, "tier1"): timedelta()}


async def test_nothing_is_said_while_every_target_is_far_away(world, ana, outage):
    await answered(ana, outage)
    before = len(world.said_in(outage))
    await world.skip("3h29m")
    assert len(world.said_in(outage)) == before
    assert "Resolution" not in world.card_of(outage).text


async def test_who_owes_it_is_warned_half_an_hour_before_and_the_card_shows_it(world, ana, outage):
    await answered(ana, outage)
    await world.skip("3h30m")
    assert said(ana.reads, "Resolution is due in 30 min, at 14:00 UTC.")
    assert "Resolution due by" in world.card_of(outage).text
    assert not said(world.said_in(outage), "Resolution")


async def test_a_warning_goes_away_once_it_is_met(world, ana, outage):
    await answered(ana, outage)
    await world.skip("3h30m")
    warning = ana.dm("Resolution is due")
    await ana.runs(f"/incident resolve {outage}", in_=outage)
    assert warning.deleted
    await world.skip("8h")
    assert not await events(world, outage, TargetMissed)


async def test_a_missed_target_is_said_and_the_next_step_is_called_once(world, ana, outage):
    await answered(ana, outage)
    await world.skip("4h")
    [missed] = said(world.said_in(outage), "is missed")
    assert missed.startswith(f"{ana.mention}: Resolution was due at")
    assert world.paged == ["ana", "chloe", "dev"]
    assert said(world.said_in(outage), "the resolution target was missed")
    assert "Resolution was due at" in world.card_of(outage).text
    await world.skip("10m")
    assert len(said(world.said_in(outage), "is missed")) == 1


async def test_what_is_done_late_says_by_how_much_where_it_was_missed(world, ana, chloe, outage):
    await answered(ana, outage)
    await world.skip("4h20m")
    await chloe.presses("Acknowledge", chloe.page())
    await ana.runs(f"/incident resolve {outage}", in_=outage)
    await world.skip("1s")
    [missed] = said(world.said_in(outage), "is missed")
    assert missed.endswith("Done since, 20 min late.")
    [late] = [t.late for t in await events(world, outage, TargetMet) if t.goal is Goal.RESOLUTION]
    assert round(late / timedelta(minutes=1)) == 20
    assert "20 min late" in await ana.runs("/incident timeline", in_=outage)
    assert "severities.P1.targets.resolution.0" in await ana.runs("/incident why", in_=outage)


async def test_two_hours_past_the_commander_and_the_lead_are_asked_to_reassign(world, ana, chloe, outage):
    # given a resolution missed for two hours, with Tier 2 at work
    await answered(ana, outage)
    await world.skip("4h1m")
    await chloe.presses("Acknowledge", chloe.page())
    await world.skip("1h59m")

    # then Ana, in command, and Chloe, who leads Tier 2, are asked
    for person in (ana, chloe):
        asked = person.dm("2 h past its time")
        assert asked.buttons == ["Hand over", "Escalate"]
    await ana.presses("Hand over", ana.dm("2 h past its time"))
    assert ana.has_form


async def test_a_press_after_the_end_changes_nothing(world, ana, chloe, outage):
    await answered(ana, outage)
    await world.skip("4h1m")
    await chloe.presses("Acknowledge", chloe.page())
    await world.skip("1h59m")
    asked = ana.dm("2 h past its time")
    await ana.runs(f"/incident resolve {outage}", in_=outage)
    assert "is resolved already" in await ana.presses("Escalate", asked)


async def test_past_the_maximum_the_promise_is_broken(world, ana, chloe, outage):
    await answered(ana, outage)
    await world.skip("4h1m")
    await chloe.presses("Acknowledge", chloe.page())
    await world.skip("4h")
    assert said(world.said_in(outage), "Resolution is past its maximum")
    assert len(await events(world, outage, TargetBroken)) == 1


async def test_a_reopened_incident_gets_its_whole_time_again(world, ana, outage):
    await answered(ana, outage)
    await world.skip("3h45m")
    await ana.runs(f"/incident resolve {outage}", in_=outage)
    await ana.runs("/incident reopen it is back", in_=outage)
    await world.skip("3h29m")
    assert not said(world.said_in(outage), "is missed")
    await world.skip("31m")
    assert said(world.said_in(outage), "Resolution was due at")
    assert not any(t.goal is Goal.ACK for t in (await events(world, outage, TargetSet))[4:])


async def test_another_severity_has_its_own_targets_and_the_old_warning_goes(world, ana, outage):
    await answered(ana, outage)
    await world.skip("3h40m")
    warning = ana.dm("Resolution is due")
    await ana.runs("/incident severity P2 only some", in_=outage)
    assert warning.deleted
    await world.skip("2h")
    assert not await events(world, outage, TargetMissed)


async def test_a_raised_severity_may_be_missed_at_once_and_nobody_says_that_conn_was_late(world, ana):
    # given a P2 that turns out to be a P1 five hours after it began
    outage = await world.incident(severity="P2")
    await ana.runs(f"/incident ack {outage}", in_=outage)
    await ana.runs(f"/incident ic {outage}", in_=outage)
    await answered(ana, outage)
    await world.skip("5h")
    await ana.runs(f"/incident severity {outage} P1 everybody", in_=outage)
    await world.skip("1s")
    [missed] = [text for text in world.said_in(outage) if "Resolution was due" in text]
    assert "held up" not in missed


async def test_customers_with_a_promise_of_their_own_shorten_it(world, ana, outage):
    await answered(ana, outage)
    await ana.opens("/incident facts", in_=outage)
    assert (await ana.sends({"Customer tier": "Big"})).ok
    await world.skip("1h30m")
    assert said(ana.reads, "Resolution is due in 30 min")


async def test_who_is_called_by_the_ladder_hears_nothing_of_the_missed_answer_besides(world):
    outage = await world.incident()
    await world.skip("30m")
    assert not said(world.said_in(outage), "is missed")
    assert world.paged == ["ana", "chloe", "dev"]
    assert {t.goal for t in await events(world, outage, TargetMissed)} == {Goal.ACK, Goal.RESPONSE}


async def test_a_cancelled_incident_owes_nothing(world, ana, outage):
    await answered(ana, outage)
    await world.skip("3h30m")
    warning = ana.dm("Resolution is due")
    await ana.runs("/incident cancel a drill", in_=outage)
    assert warning.deleted
    await world.skip("6h")
    assert not await events(world, outage, TargetMissed)


async def test_an_incident_without_a_room_tells_who_owes_it(world, fay):
    # given a P3, which is only logged
    await fay.runs("/incident declare P3 A typing error")
    await world.skip("3h")
    assert said(fay.reads, "Resolution was due at")


class TestBusinessTime:
    @pytest.fixture
    def setting(self):
        """Begin on the Friday before the clocks go forward in Lisbon, an hour before the end of business."""
        return Setting(model=MODEL.format(resolution="4bh"), at=datetime(2030, 3, 29, 17, 0, tzinfo=UTC))

    async def test_a_weekend_and_a_change_of_the_clocks_do_not_count(self, world, ana):
        # given four business hours, of which one is left on Friday
        outage = await world.incident(severity="P2")
        await ana.runs(f"/incident ack {outage}", in_=outage)
        await answered(ana, outage)

        # then nothing happens all weekend, and Monday at noon in summer time it is missed
        await world.skip("62h")  # Monday 07:00 UTC
        assert not said(ana.reads, "Resolution is due")
        await world.skip("3h30m")
        assert said(ana.reads, "Resolution is due in 30 min, at 11:00 UTC.")
        await world.skip("30m")
        assert said(world.said_in(outage), "Resolution was due at 01 Apr 11:00 UTC")


class TestOpenSlots:
    @pytest.fixture
    def setting(self):
        """Leave the time of the resolution open."""
        return Setting(model=MODEL.format(resolution='"{{{{TBD(yard): the contract}}}}"'))

    async def test_an_open_time_is_said_and_never_becomes_a_date(self, world, ana):
        outage = await world.incident(severity="P2")
        await ana.runs(f"/incident ack {outage}", in_=outage)
        [told] = said(world.said_in(outage), "leaves the time open")
        assert told == "Resolution is promised, but the model leaves the time open: the contract (yard)."
        await world.skip("200h")
        assert not await events(world, outage, TargetMissed)
        await ana.runs(f"/incident resolve {outage}", in_=outage)
        assert not await events(world, outage, TargetDropped)
