"""Overrides: somebody stands in, everybody who asks or is called sees it at once, and it can be taken back."""

import re
from datetime import UTC, datetime

import pytest

from tests.world import Setting

DST_EVE = datetime(2030, 3, 30, 20, 0, tzinfo=UTC)  # the night in which Lisbon's clocks go from 01:00 to 02:00

LIMITED = """
extends: {demo}
rotations:
  primary:
    limits: {{weeks_per_quarter: 4, consecutive_evening_weeks: 2, week_off_after_incidents: 3, source: "5.4"}}
"""

ELSEWHERE = """
extends: {demo}
rotations:
  primary: {{edited_in: "https://example.pagerduty.com/schedules/PABC123"}}
  second:
    name: Second line
    members: [chloe@example.com, dev@example.com]
    handoff: {{day: mon, at: "09:00"}}
    zone: "{{{{TBD(ops lead): which zone}}}}"
    anchor: "2026-01-05"
"""


def named(answer):
    """Read whom the answer says to be on call now."""
    return re.findall(r"<@\w+>", answer.splitlines()[0].partition(" until ")[0])


async def test_who_stands_in_is_named_and_called_from_that_moment_to_the_last(world, ana, ben, fay):
    # given Ana's week, and an evening in it that Ben takes
    answer = await ana.runs(f"/oncall override {ben.mention} today 18:00 to 22:00 school play")
    first = answer.splitlines()[0]
    assert first.startswith(f"{ben.mention} has Primary on-call from <!date^")
    assert first.endswith("|15 Jan 22:00 UTC> (school play).")
    assert "|15 Jan 18:00 UTC> to <!date" in first
    assert f"In place of {ana.mention}." in answer
    assert named(await fay.runs("/oncall tier1")) == [ana.mention]

    # when the evening comes
    await world.skip("8h")

    # then he is named, said to stand in, and called
    answer = await fay.runs("/oncall tier1")
    assert named(answer) == [ben.mention]
    assert f"{ben.mention} stands in for {ana.mention} (school play)." in answer
    outage = await world.incident(by=fay)
    assert world.paged == ["ben"]
    assert f"You stand in for {ana.mention} until" in ben.page(outage).text
    assert f"{ben.mention} stands in for {ana.mention} (school play)." in await fay.runs(f"/incident why {outage}")

    # and when it is over, Ana is again
    await ben.presses("Acknowledge", ben.page())
    await fay.runs(f"/incident cancel {outage}")
    await world.skip("4h")
    assert named(await fay.runs("/oncall tier1")) == [ana.mention]


async def test_everybody_it_concerns_is_told_and_who_arranged_it_is_not(ana, ben, fay):
    await fay.runs(f"/oncall override {ben.mention} today 18:00 22:00")
    words = f"{fay.mention} arranged that {ben.mention} has Primary on-call from"
    assert ben.dm(words)
    assert ana.dm(words)
    assert fay.reads == []


async def test_an_override_is_taken_back_by_its_button_or_its_number(world, ana, ben, fay):
    # given one that Ben has already begun, and one to come
    await ana.runs(f"/oncall override {ben.mention} until 18:00")
    await ana.presses("Cancel override")
    assert named(await fay.runs("/oncall tier1")) == [ana.mention]
    assert ben.dm("ended the override")
    await ana.runs(f"/oncall override {ben.mention} tomorrow 9am +4h")
    listed = await fay.runs("/oncall cancel")
    number = listed.partition(":")[0]
    assert f"{ben.mention} has Primary on-call from" in listed

    # when it is cancelled by its number
    answer = await fay.runs(f"/oncall cancel {number}")

    # then whoever has the turn has the duty, and it can be cancelled no second time
    assert answer == f"{ben.mention} no longer stands in for Primary on-call: whoever has the turn has the duty."
    assert await fay.runs("/oncall cancel") == "No override is in force or to come."
    assert (await fay.runs(f"/oncall cancel {number}")).startswith(f"No override to come has the number {number}.")
    await world.skip("1d")
    assert named(await fay.runs("/oncall tier1")) == [ana.mention]


async def test_the_later_of_two_overrides_wins_for_its_time(world, ana, ben, chloe, fay):
    await ana.runs(f"/oncall override {ben.mention} now tomorrow 10:00")
    await ben.runs(f"/oncall override {chloe.mention} 18:00 20:00")
    await world.skip("9h")
    assert named(await fay.runs("/oncall tier1")) == [chloe.mention]
    await world.skip("2h")
    assert named(await fay.runs("/oncall tier1")) == [ben.mention]


async def test_times_are_typed_the_way_people_do(ana, ben):
    for words, starts, ends in (
        ("today 18:00 22:00", "15 Jan 18:00", "15 Jan 22:00"),
        ("from today 18:00 to 22:00", "15 Jan 18:00", "15 Jan 22:00"),
        ("22:00 - 6am", "15 Jan 22:00", "16 Jan 06:00"),
        ("tomorrow 9am 17:00", "16 Jan 09:00", "16 Jan 17:00"),
        ("2030-01-29 09:00 2030-01-31 09:00", "29 Jan 09:00", "31 Jan 09:00"),
        ("2030-01-30T09:00 +4h", "30 Jan 09:00", "30 Jan 13:00"),
        ("+4h", "15 Jan 10:00", "15 Jan 14:00"),
        ("until fri 6pm", "15 Jan 10:00", "18 Jan 18:00"),
        ("fri 18:00 mon 09:00 primary", "18 Jan 18:00", "21 Jan 09:00"),
        ("primary fri 18:00 midnight", "18 Jan 18:00", "19 Jan 00:00"),
        ("sun noon to +1d tier1 a wedding", "20 Jan 12:00", "21 Jan 12:00"),
    ):
        answer = await ana.runs(f"/oncall override {ben.mention} {words}")
        assert re.findall(r"\|(\d\d \w+ \d\d:\d\d) UTC>", answer.splitlines()[0]) == [starts, ends], answer
        await ana.presses("Cancel override")


async def test_what_cannot_be_meant_changes_nothing_and_says_what_to_type(ana, ben, fay):
    for words, answer in (
        ("today 18:00 today 17:00", "The end is not after the beginning. Nothing was changed."),
        ("2029-12-01 09:00 2029-12-02 09:00", "That is over already. Nothing was changed."),
        ("2030-02-30 09:00 +4h", "2030-02-30 is no day."),
        ("25:00 26:00", "25:00 is no time of day."),
        ("2030-02-01 2030-02-02", "Say the time of day too, such as 2030-02-01 09:00."),
        ("now 2033-01-01 09:00", "That is longer than a year."),
        ("18:00 22:00 tier2", "Tier 2, customer team senior on-call has no rotation"),
    ):
        assert answer in await ana.runs(f"/oncall override {ben.mention} {words}")
        assert await fay.runs("/oncall cancel") == "No override is in force or to come."


async def test_only_people_who_can_be_called_stand_in(ana, stranger):
    assert "cannot be called: no full member of this workspace." in await ana.runs(
        f"/oncall override {stranger.mention} 18:00 22:00"
    )
    assert (await ana.runs("/oncall override @bob 18:00 22:00")).startswith("Nobody is mentioned.")
    assert " already, from " in await ana.runs(f"/oncall override {ana.mention} 18:00 22:00")
    assert "full members" in await stranger.runs(f"/oncall override {ana.mention} 18:00 22:00", in_="dm")


async def test_home_shows_my_shifts_and_those_i_stand_in_for(ana, ben):
    await ana.runs(f"/oncall override {ben.mention} 18:00 22:00")
    lines = (await ben.opens_home()).splitlines()
    mine = lines[lines.index("My shifts") + 1 :]
    assert mine[0] == "Primary on-call: 15 Jan 18:00 UTC until 15 Jan 22:00 UTC (you stand in)."
    assert mine[1] == "Primary on-call: 21 Jan 09:00 UTC until 28 Jan 09:00 UTC."
    hers = await ana.opens_home()
    assert "Primary on-call: now until 15 Jan 18:00 UTC." in hers


async def test_where_words_are_missing_the_form_asks_for_them(world, ana, ben, fay):
    # given a form with Ben in it
    form = await ana.opens(f"/oncall override {ben.mention}")
    assert form.title == "Override"

    # when an end before the beginning is sent, it is said in the form; then a sound one
    six = int(datetime(2030, 1, 15, 18, 0, tzinfo=UTC).timestamp())
    wrong = await ana.sends({"From": six, "Until": six - 3600})
    assert "not after the beginning" in str(wrong.errors)
    await ana.sends({"From": six, "Until": six + 4 * 3600, "Why": "school play"})

    # then it holds
    await world.skip("8h30m")
    assert named(await fay.runs("/oncall tier1")) == [ben.mention]


class TestClocksGoForward:
    """A night in which an hour is missing."""

    @pytest.fixture
    def setting(self):
        """Begin on the evening before."""
        return Setting(at=DST_EVE)

    async def test_an_override_over_the_change_of_clocks_ends_at_the_local_time(self, world, ana, ben, fay):
        holder, other = (ana, ben) if named(await fay.runs("/oncall tier1")) == [ana.mention] else (ben, ana)
        answer = await holder.runs(f"/oncall override {other.mention} 23:00 09:00")
        assert "|30 Mar 23:00 UTC> to <!date" in answer
        assert "|31 Mar 08:00 UTC>" in answer
        await world.skip("11h59m")
        assert named(await fay.runs("/oncall tier1")) == [other.mention]
        await world.skip("1m")
        assert named(await fay.runs("/oncall tier1")) == [holder.mention]


class TestLimits:
    """A rotation with the limits of S4 section 5.4."""

    @pytest.fixture
    def setting(self):
        """Limit what is asked of people."""
        return Setting(model=LIMITED)

    async def test_what_is_beyond_a_limit_is_said_and_stands(self, ben, fay):
        answer = await fay.runs(f"/oncall override {ben.mention} now 2030-02-18 09:00")
        assert f"Beyond the limit: {ben.mention} has" in answer
        assert "weeks of duty in that quarter; at most 4 are asked (5.4). It stands all the same." in answer
        assert "evening weeks in a row; at most 2 are asked (5.4)." in answer
        assert named(await fay.runs("/oncall tier1")) == [ben.mention]

    async def test_what_is_within_the_limits_says_nothing_of_them(self, ben, fay):
        assert "limit" not in await fay.runs(f"/oncall override {ben.mention} 18:00 22:00")


class TestElsewhere:
    """Rotations that are changed in another tool, or that the model leaves open."""

    @pytest.fixture
    def setting(self):
        """Keep one rotation in PagerDuty."""
        return Setting(model=ELSEWHERE)

    async def test_one_kept_elsewhere_is_answered_with_the_link(self, fay, ben):
        assert await fay.runs(f"/oncall override {ben.mention} 18:00 22:00 primary") == (
            "The turns of Primary on-call are not changed here: https://example.pagerduty.com/schedules/PABC123. "
            "Nothing was changed."
        )

    async def test_one_with_an_open_slot_names_it_and_its_owner(self, fay, ben):
        answer = await fay.runs(f"/oncall override {ben.mention} 18:00 22:00 second")
        assert answer == (
            "Nobody can say yet whose turn it is in Second line. Nothing was changed.\n"
            "Open in the model: which zone (ops lead)."
        )

    async def test_where_several_could_be_meant_it_asks_which(self, fay, eve):
        answer = await fay.runs(f"/oncall override {eve.mention} 18:00 22:00 secnd")
        assert answer.startswith("Say which rotation: primary or second. Did you mean second? Nothing was changed.")
