"""Shifts: at the handoff whoever comes and whoever goes hears, once, what is open, owed and to be done."""

from datetime import UTC, datetime

import pytest

from tests.world import Setting, until

MODEL = """
extends: {demo}
tiers:
  tier1: {{lead: [chloe@example.com]}}
rotations:
  primary:
    before_shift: before
    during_shift: during
    after_shift: after
    limits: {{week_off_after_incidents: 3, source: "5.4"}}
channels:
  oncall: {{echoes: [shift]}}
checklists:
  before: {{name: Before the shift, items: [{{do: Laptop charged}}, {{do: Reviewed the runbook}}]}}
  during: {{name: During the shift, items: [{{do: Keep your Slack status}}]}}
  after: {{name: At its end, items: [{{do: Log hours}}]}}
"""

DAILY = """
extends: {demo}
rotations:
  primary: {{cadence: daily, handoff: {{at: "09:00"}}}}
channels:
  oncall: {{echoes: [shift]}}
"""


def shifts_said(world):
    return [m.text for m in world.channel("oncall").posts if m.bot_id and " now" in m.text]


class TestWeekly:
    """Ana's week ends on Monday at nine in Lisbon."""

    @pytest.fixture
    def setting(self):
        """Give the rotation lists, a limit and a channel that hears of shifts."""
        return Setting(model=MODEL)

    async def test_whoever_comes_and_whoever_goes_is_told_and_the_channel_hears_it(self, world, ana, ben, chloe, fay):
        # given an incident that is open in the last minutes of the week, and a call that nobody answered
        await world.skip("5d22h50m")
        outage = await world.incident(by=fay)
        assert ana.reads[:-1] == ben.reads == []

        # when the week ends
        await world.skip("10m")

        # then both read what is open, and each their own list
        theirs, hers = ben.dm("You have Primary on-call until"), ana.dm("Your shift in Primary on-call is over")
        assert f"after {ana.mention}." in theirs.text
        for words in (f"{outage} (P1", "Unanswered: Tier 1", "update due by"):
            assert words in theirs.text, theirs.text
            assert words in hers.text
        assert "Before the shift:\nTo do: Laptop charged\nTo do: Reviewed the runbook" in theirs.text
        assert "During the shift:" in theirs.text
        assert "At its end:\nTo do: Log hours" in hers.text
        assert "Log hours" not in theirs.text
        [said] = shifts_said(world)
        assert said.startswith(f"{ben.mention} has Primary on-call now, after {ana.mention}, until <!date")
        assert "late" not in said

        # and nothing more comes of a restart, or for anybody else
        await world.restarts("1m")
        await world.skip("1s")
        assert len([text for text in ben.reads if "You have Primary on-call" in text]) == 1
        assert len(shifts_said(world)) == 1
        assert chloe.reads == []

    async def test_boxes_are_ticked_in_the_message_and_stay(self, world, ben):
        await world.skip("6d")
        told = ben.dm("You have Primary on-call until")
        await ben.ticks("Laptop charged", told)
        assert "Done: Laptop charged\nTo do: Reviewed the runbook" in ben.dm("You have Primary on-call until").text
        await ben.ticks("Laptop charged", ben.dm("You have Primary on-call until"))
        assert "To do: Laptop charged" in ben.dm("You have Primary on-call until").text

    async def test_after_an_absence_it_is_made_up_for_once_and_says_so(self, world, ana, ben):
        # given a Conn that knows whose shift it is, and then is not there for three handoffs
        await world.skip("1s")
        await world.restarts("20d")
        await until(lambda: any("Primary on-call" in text for text in ben.reads))
        await world.settles()

        # then the last of them is told, late
        [told] = [text for text in ben.reads if "Primary on-call" in text]
        assert told.startswith("You have Primary on-call until")
        assert "This was due at" in told
        assert "Conn was not running from" in told
        assert len(shifts_said(world)) == 1
        assert len([text for text in ana.reads if "Primary on-call" in text]) == 1

    async def test_after_a_busy_shift_the_week_off_is_said_to_whom_it_concerns(self, world, ana, ben, chloe, fay):
        for title in ("Checkout", "Deposits", "Login", "Games"):
            outage = await world.incident(f"{title} is down", by=fay)
            await ana.presses("Acknowledge", ana.page(outage))
            await fay.runs(f"/incident cancel {outage}")
        await world.skip("6d")
        assert "The next week is off for you: you were called in for 4 incidents." in ana.dm("Your shift").text
        assert chloe.dm(f"{ana.mention} was called in for 4 incidents in a shift of Primary on-call")
        assert "week off" not in ben.dm("You have Primary on-call").text

    async def test_an_override_is_handed_over_at_both_its_ends(self, world, ana, ben):
        await ana.runs(f"/oncall override {ben.mention} 18:00 22:00")
        await world.skip("8h")
        assert ben.dm("You have Primary on-call until")
        assert ana.dm("Your shift in Primary on-call is over")
        await world.skip("4h")
        assert ana.dm("You have Primary on-call until")
        assert len(shifts_said(world)) == 2

    async def test_the_brief_can_be_had_at_any_time(self, world, fay):
        assert (await fay.runs("/oncall handoff")).endswith("No incident is open, and nothing is owed.")
        outage = await world.incident(by=fay)
        answer = await fay.runs("/oncall handoff")
        assert "Open: 1" in answer
        assert f"{outage} (P1" in answer
        assert "Unanswered: Tier 1, customer team first responder, called at" in answer


class TestDaily:
    """A rotation that changes each day at nine, over the night in which the clocks go forward."""

    @pytest.fixture
    def setting(self):
        """Begin the evening before."""
        return Setting(model=DAILY, at=datetime(2030, 3, 30, 20, 0, tzinfo=UTC))

    async def test_it_is_handed_over_at_the_local_time(self, world):
        await world.skip("11h59m")
        assert shifts_said(world) == []
        await world.skip("1m5s")  # eight in UTC is nine in Lisbon, from this day on
        assert len(shifts_said(world)) == 1
        await world.skip("1d")
        assert len(shifts_said(world)) == 2
