"""Who is on call: whom `/oncall` names is whom a page reaches, in business hours, at night and after a handoff."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.world import SATURDAY_NIGHT, TUESDAY_MORNING, Setting

TUESDAY_NIGHT = datetime(2030, 1, 15, 23, 0, tzinfo=UTC)
NEW_YEAR = datetime(2031, 1, 1, 12, 0, tzinfo=UTC)
BEFORE_THE_HANDOFF = datetime(2030, 1, 21, 8, 58, tzinfo=UTC)

BY_HOURS = """
extends: {demo}
tiers:
  tier1:
    who_by_hours: {{after_hours: [dev@example.com], weekend: [eve@example.com, fay@example.com]}}
hours:
  customer: {{open: [{{days: [mon, tue, wed, thu, fri], opens: "08:00", closes: "18:00"}}]}}
"""

FILLED = """
extends: {demo}
tiers:
  tier2: {{who: [chloe@example.com, nobody@example.com]}}
  tier3: {{who: ["{{{{TBD(ebit-team): who answers at night}}}}"]}}
rotations:
  primary: {{members: [nobody@example.com, ben@example.com]}}
teams:
  billing:
    name: Billing
    who: [eve@example.com]
    hours: customer
    answers: [business]
hours:
  customer: {{open: [{{days: [mon, tue, wed, thu, fri], opens: "08:00", closes: "18:00"}}]}}
"""


def named(answer):
    """Read whom the answer says to be on call now."""
    now = answer.splitlines()[0].partition(" until ")[0]
    return sorted(re.findall(r"<@\w+>", now))


async def called(world, fay):
    """Declare an incident, and list whom it calls first."""
    outage = await world.incident(by=fay)
    return sorted(page.person.mention for page in world.pages if page.incident == outage.number and page.rung == 1)


async def test_every_tier_is_listed_with_who_is_on_call_until_when_and_who_is_next(ana, ben, chloe, dev, fay):
    answer = await fay.runs("/oncall")
    lines = answer.splitlines()
    assert lines[0].startswith(f"Tier 1, customer team first responder: {ana.mention} until <!date^")
    assert lines[0].endswith(f"|21 Jan 09:00 UTC>, then {ben.mention}.")
    assert lines[1] == "Business hours: answers within 30 min."
    assert lines[2] == f"Tier 2, customer team senior on-call: {chloe.mention} and {dev.mention}."
    assert answer.endswith("One of them with its next handoffs: /oncall tier1.")


@pytest.mark.parametrize("line", ["/oncall tier1", "/incident oncall Tier 1", "/incident who tier-1", "/oncall TIER1"])
async def test_one_tier_is_shown_with_its_next_handoffs(ana, ben, fay, line):
    answer = await fay.runs(line)
    handoffs = re.findall(r"\|(\d\d \w+ \d\d:\d\d UTC)>: (<@\w+>)", answer)
    assert handoffs == [
        ("21 Jan 09:00 UTC", ben.mention),
        ("28 Jan 09:00 UTC", ana.mention),
        ("04 Feb 09:00 UTC", ben.mention),
        ("11 Feb 09:00 UTC", ana.mention),
        ("18 Feb 09:00 UTC", ben.mention),
    ]
    assert "Tier 2" not in answer
    assert re.search(r"Rule: .*rotation primary, weekly, hands over mon 09:00 Europe/Lisbon, demo\.yaml:\d+\.", answer)


@pytest.mark.parametrize("line", ["/incident oncall", "/incident who"])
async def test_the_other_words_list_the_same(fay, line):
    assert await fay.runs(line) == await fay.runs("/oncall")


async def test_an_unknown_tier_gets_the_nearest(fay):
    assert await fay.runs("/oncall teir2") == (
        "There is no tier or team teir2. Did you mean tier2? The model has tier1, tier2 and tier3."
    )


async def test_it_answers_anywhere_and_only_who_asked(world, ana, outage):
    before = len(world.said_in(outage))
    for place in (outage, "general", "dm"):
        assert (await ana.runs("/oncall tier2", in_=place)).startswith("Tier 2")
    assert len(world.said_in(outage)) == before


@pytest.mark.fault("F93")
async def test_after_the_handoff_another_is_named_and_another_is_called(world, ana, ben, fay):
    # given Ana's last minutes of her week
    await world.skip("5d22h58m")
    assert await world.now() >= BEFORE_THE_HANDOFF
    assert named(await fay.runs("/oncall tier1")) == await called(world, fay) == [ana.mention]
    await ana.presses("Acknowledge", ana.page())

    # when Ben's begins, Lisbon's nine in the morning
    await world.skip("2m")

    # then he is named, and he is called
    assert named(await fay.runs("/oncall tier1")) == await called(world, fay) == [ben.mention]


class TestByHours:
    """A tier with other people in the evening and at the weekend."""

    @pytest.fixture(
        params=[
            (TUESDAY_MORNING, "Business hours: answers within 30 min.", ["ana"]),
            (TUESDAY_NIGHT, "After hours: answers within 2 h.", ["dev"]),
            (SATURDAY_NIGHT, "Weekend: answers within 2 h.", ["eve", "fay"]),
            (NEW_YEAR, "Public holiday: answers within 2 h.", ["ana"]),
        ],
        ids=["morning", "night", "weekend", "holiday"],
    )
    def moment(self, request):
        """Give a moment, what is promised then, and who is on call."""
        return request.param

    @pytest.fixture
    def setting(self, moment):
        """Begin at that moment."""
        return Setting(model=BY_HOURS, at=moment[0])

    async def test_whom_it_names_is_whom_a_page_reaches(self, world, fay, moment):
        answer = await fay.runs("/oncall tier1")
        assert answer.splitlines()[1] == moment[1]
        expected = sorted(world.people[name].mention for name in moment[2])
        assert named(answer) == await called(world, fay) == expected

    async def test_only_a_change_of_people_is_a_handoff(self, fay):
        answer = await fay.runs("/oncall tier1")
        handoffs = [re.findall(r"<@\w+>", line) for line in answer.splitlines() if line.startswith("<!date")]
        assert len(handoffs) == 5
        assert all(set(one) != set(other) for one, other in pairwise([named(answer), *handoffs]))


class TestLeftOpen:
    """A model with an open place, people whom Slack does not know, and a team that is closed at night."""

    @pytest.fixture
    def setting(self):
        """Begin on Tuesday night."""
        return Setting(model=FILLED, at=TUESDAY_NIGHT)

    async def test_what_is_open_and_who_is_not_in_slack_is_said(self, world, ben, chloe, eve, fay):
        world.expects("whom Slack does not know")
        answer = await fay.runs("/oncall")

        # then each tier says who is there all the same, and why others are not
        assert f"first responder: {ben.mention}.\n" in answer
        assert f"senior on-call: {chloe.mention}.\n" in answer
        assert "Not reached: nobody@example.com, not in Slack, or deactivated." in answer
        assert "escalation: nobody yet.\n" in answer
        assert "Open in the model: who answers at night (ebit-team)." in answer

        # and the team that is closed says when it opens, and for whom
        closed = next(line for line in answer.splitlines() if line.startswith("Billing"))
        assert closed.startswith("Billing: nobody until <!date")
        assert closed.endswith(f"|16 Jan 08:00 UTC>, then {eve.mention}.")
        assert "After hours, when it does not answer." in answer

        # and that is whom a page reaches
        assert await called(world, fay) == [ben.mention]
