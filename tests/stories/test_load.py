"""Who carries how much: weeks, pages and hours for others, read on a phone and held against the model's limits."""

import pytest

from tests.world import Setting

LIMITED = """
extends: {demo}
rotations:
  primary:
    limits:
      weeks_per_quarter: 7
      consecutive_evening_weeks: 2
      week_off_after_incidents: 3
      rebalance: Move some of it to the second line.
      source: "5.4"
  second:
    name: Second line
    members: [chloe@example.com, "{{{{TBD(ops lead): who else}}}}"]
    handoff: {{day: mon, at: "09:00"}}
    zone: Europe/Lisbon
    anchor: "2026-01-05"
    covers: [{{days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "17:00"}}]
  third:
    members: [dev@example.com]
    handoff: {{day: mon, at: "09:00"}}
    zone: "{{{{TBD(ops lead): which zone}}}}"
    anchor: "2026-01-05"
"""


def people_in(answer):
    """Read the lines that begin with a person."""
    return [line for line in answer.splitlines() if line.startswith("<@")]


async def test_a_line_a_person_says_weeks_pages_and_hours_for_others(world, ana, ben, fay):
    # given two incidents that called Ana, and an evening that Ben takes for her
    await world.incident(by=fay)
    await world.incident("Deposits fail", by=fay)
    await ana.runs(f"/oncall override {ben.mention} tomorrow 18:00 22:00")

    # when somebody asks
    answer = await fay.runs("/oncall load")

    # then each has a line, who carries most the first
    assert people_in(answer) == [
        f"{ana.mention}: 6.8 weeks, 2 pages in 2 incidents.",
        f"{ben.mention}: 6 weeks, no page, 4 h for others.",
    ]
    assert answer.startswith("Primary on-call, this quarter until <!date")
    assert "|31 Mar 23:00 UTC>" in answer.splitlines()[0]
    assert "The model sets no limit here." in answer
    assert "Pages and incidents are those since <!date" in answer
    assert "|11 Dec 10:00 UTC>" in answer


async def test_a_page_again_for_the_same_incident_counts_and_the_incident_once(world, ana, fay):
    outage = await world.incident(by=fay)
    await ana.presses("Acknowledge", ana.page())
    await fay.runs("/escalate tier1 she is needed again", in_=outage)
    assert people_in(await fay.runs("/oncall load"))[0] == f"{ana.mention}: 6.9 weeks, 2 pages in 1 incident."


class TestLimits:
    """A rotation with limits, one with an open place and hours of its own, one of which nobody knows the zone."""

    @pytest.fixture
    def setting(self):
        """Bring three rotations."""
        return Setting(model=LIMITED)

    async def test_within_the_limits_they_are_said(self, ana, ben, fay):
        answer = await fay.runs("/oncall load tier1")
        assert people_in(answer) == [f"{ana.mention}: 6.9 weeks, no page.", f"{ben.mention}: 6 weeks, no page."]
        assert (
            "Nobody is beyond the limits: at most 7 weeks a quarter, 2 evening weeks in a row "
            "and the next week off after more than 3 incidents." in answer
        )

    async def test_beyond_the_limits_it_is_said_who_by_how_much_and_what_to_do(self, world, ana, ben, fay):
        # given a week with four incidents, after which Ana takes Ben's week too
        for number in range(4):
            await world.incident(f"Trouble {number}", by=fay)
        await fay.runs(f"/oncall override {ana.mention} 2030-01-21 09:00 2030-01-28 09:00 primary")

        # then
        answer = await fay.runs("/oncall load primary")
        assert people_in(answer) == [
            f"{ana.mention}: 7.9 weeks, 3 in a row, 4 pages in 4 incidents, 7 d for others.",
            f"{ben.mention}: 5 weeks, no page.",
        ]
        beyond = f"Beyond the limit: {ana.mention}"
        assert f"{beyond} has 7.9 weeks of duty in that quarter; at most 7 are asked (5.4)." in answer
        assert f"{beyond} has 3 evening weeks in a row; at most 2 are asked (5.4)." in answer
        assert f"{beyond} was called in 4 times in a shift: after more than 3 the next week is off (5.4)." in answer
        assert "The model says: Move some of it to the second line." in answer
        assert "Nobody is beyond" not in answer

    async def test_only_the_hours_count_in_which_anybody_is_on_duty(self, ana, chloe, fay):
        await fay.runs(f"/oncall override {ana.mention} 2030-01-18 09:00 2030-01-21 09:00 second")
        answer = await fay.runs("/oncall load Second line")
        assert people_in(answer) == [
            f"{chloe.mention}: 6.4 weeks, no page.",
            f"{ana.mention}: 0.4 weeks, no page, 8 h for others.",
        ]

    async def test_what_the_model_leaves_open_is_said(self, fay):
        assert "Open in the model: who else (ops lead)." in await fay.runs("/oncall load second")
        answer = await fay.runs("/oncall load third")
        assert answer.startswith(
            "third: nobody can say yet whose turn it is.\nOpen in the model: which zone (ops lead)."
        )
        everything = await fay.runs("/oncall load")
        assert all(name in everything for name in ("Primary on-call, this", "Second line, this", "third: nobody"))

    async def test_an_unknown_name_gets_those_there_are(self, fay):
        there = "The rotations are primary, second and third."
        assert await fay.runs("/oncall load primry") == (
            f"There is no rotation or tier primry. Did you mean primary? {there}"
        )
        assert await fay.runs("/oncall load xyz") == f"There is no rotation or tier xyz. {there}"
        assert "Tier 2, customer team senior on-call has no rotation" in await fay.runs("/oncall load tier2")
