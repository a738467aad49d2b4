"""Swaps: two people exchange turns with one press, and until that press nothing changes."""

import re
from copy import copy

import pytest

from tests.stories.test_overrides import ELSEWHERE, LIMITED, named
from tests.world import Setting

NOTHING = "Nothing was changed."
STANDS_AS_IT_WAS = "No override is in force or to come."

UNSIGNED = """
extends: {demo}
tiers:
  tier1: {{signed_off: [ana@example.com], lead: [chloe@example.com]}}
readiness: {{handover: "2029-12-01"}}
"""


def dates(text):
    """Read every moment that is said, as it is in UTC."""
    return re.findall(r"\|(\d\d \w+ \d\d:\d\d) UTC>", text)


async def brought_before(person, message):
    """Give a message that this person can press, with the buttons of one that was not for them."""
    await person.runs("/incident help", in_="dm")
    mine = copy(person.last.message)
    mine.blocks = message.blocks
    return mine


async def test_an_accepted_swap_exchanges_the_two_turns_and_both_know(world, ana, ben, fay):
    # given Ana, who has this week and the one after Ben's, and an offer
    answer = await ana.runs(f"/oncall swap {ben.mention} primary a wedding")
    assert answer.startswith(f"{ben.mention} is asked to swap turns with you in Primary on-call.")
    assert dates(answer) == ["28 Jan 09:00", "04 Feb 09:00", "21 Jan 09:00", "28 Jan 09:00", "21 Jan 09:00"]
    offer = ben.dm("offers to swap turns with you")
    assert dates(offer.text)[:4] == dates(answer)[:4]
    assert "Reason: a wedding." in offer.text
    assert await fay.runs("/oncall cancel") == STANDS_AS_IT_WAS

    # when Ben accepts
    answer = await ben.presses("Accept", offer)

    # then each has the other's turn, and both read so
    assert answer.startswith(f"Swapped; {ana.mention} is told.")
    assert f"{ben.mention} accepted to swap turns in Primary on-call: it is in force." in ana.dm("accepted").text
    assert "You accepted: it is in force." in ben.dm("offers to swap").text
    assert len(ana.reads) == 1
    await world.skip("6d")
    assert named(await fay.runs("/oncall tier1")) == [ana.mention]
    await world.skip("7d")
    assert named(await fay.runs("/oncall tier1")) == [ben.mention]
    assert f"{ben.mention} stands in for {ana.mention} (a wedding)." in await fay.runs("/oncall tier1")


async def test_a_declined_swap_changes_nothing_and_is_said_to_who_asked(ana, ben, fay):
    await ana.runs(f"/oncall swap {ben.mention}")
    assert "Both turns stay as they are." in await ben.presses("Decline", ben.dm("offers to swap"))
    assert f"{ben.mention} declined to swap turns in Primary on-call: nothing changes." in ana.dm("declined").text
    assert "You declined: nothing changes." in ben.dm("offers to swap").text
    assert await fay.runs("/oncall cancel") == STANDS_AS_IT_WAS


async def test_an_offer_lapses_when_the_first_of_the_two_turns_begins(world, ana, ben, fay):
    # given an offer that Ben leaves unanswered until his week begins
    await ana.runs(f"/oncall swap {ben.mention}")
    on_his_screen = copy(ben.dm("offers to swap"))
    await world.skip("5d22h59m")
    assert ana.reads == []
    await world.skip("1m")

    # then Ana is told, his message says so, and a press of the old button changes nothing
    assert "did not answer your offer to swap turns" in ana.dm("it lapsed").text
    assert "It lapsed: the first of the two turns has begun." in ben.dm("offers to swap").text
    answer = await ben.presses("Accept", on_his_screen)
    assert answer == f"That offer lapsed: the first of the two turns has begun. {NOTHING}"
    assert await fay.runs("/oncall cancel") == STANDS_AS_IT_WAS


async def test_an_offer_ends_when_one_of_its_turns_is_changed(ana, ben, chloe, fay):
    await ana.runs(f"/oncall swap {ben.mention}")
    on_his_screen = copy(ben.dm("offers to swap"))
    await ben.runs(f"/oncall override {chloe.mention} 2030-01-23 09:00 +4h")
    assert "no longer holds: one of the turns was changed." in ana.dm("Your offer to").text
    answer = await ben.presses("Accept", on_his_screen)
    assert answer == f"That offer no longer holds: one of the two turns was changed since. {NOTHING}"
    assert len((await fay.runs("/oncall cancel")).splitlines()) == 2


async def test_a_second_press_and_one_by_somebody_else_change_nothing(ana, ben, fay, stranger):
    await ana.runs(f"/oncall swap {ben.mention}")
    on_his_screen = copy(ben.dm("offers to swap"))
    only_he = f"Only {ben.mention} can answer that offer. {NOTHING}"
    for button in ("Accept", "Decline"):
        assert await fay.presses(button, await brought_before(fay, on_his_screen)) == only_he
        assert await ana.presses(button, await brought_before(ana, on_his_screen)) == only_he
        assert "full members" in await stranger.presses(button, await brought_before(stranger, on_his_screen))
    assert await fay.runs("/oncall cancel") == STANDS_AS_IT_WAS
    await ben.presses("Accept", on_his_screen)
    for button in ("Accept", "Decline"):
        assert await ben.presses(button, on_his_screen) == f"That swap was accepted already. {NOTHING}"
    assert len((await fay.runs("/oncall cancel")).splitlines()) == 3


async def test_cancelling_one_half_takes_both_back(world, ana, ben, fay):
    await ana.runs(f"/oncall swap {ben.mention}")
    await ben.presses("Accept", ben.dm("offers to swap"))
    second = (await fay.runs("/oncall cancel")).splitlines()[1].partition(":")[0]
    answer = await fay.runs(f"/oncall cancel {second}")
    assert [line.partition(" ")[0] for line in answer.splitlines()] == [ana.mention, ben.mention]
    assert await fay.runs("/oncall cancel") == STANDS_AS_IT_WAS
    for person in (ana, ben):
        assert "The other half of that swap ended with it." in person.dm("ended the override").text
    await world.skip("6d")
    assert named(await fay.runs("/oncall tier1")) == [ben.mention]


async def test_what_is_left_of_a_turn_is_offered_where_there_is_no_other(world, ana, ben, fay):
    # given Fay, who stands in until the evening and has no turn of her own
    await ana.runs(f"/oncall override {fay.mention} until 18:00")
    answer = await fay.runs(f"/oncall swap {ben.mention}")
    assert dates(answer) == ["15 Jan 10:00", "15 Jan 18:00", "21 Jan 09:00", "28 Jan 09:00", "15 Jan 18:00"]

    # when Ben accepts two hours later
    await world.skip("2h")
    await ben.presses("Accept", ben.dm("offers to swap"))

    # then he has it from then on, and she has his week
    assert named(await ana.runs("/oncall tier1")) == [ben.mention]
    await world.skip("6d")
    assert named(await ana.runs("/oncall tier1")) == [fay.mention]


async def test_what_cannot_be_swapped_is_said_and_nobody_is_asked(ana, ben, chloe, fay, stranger):
    for person, words, answer in (
        (ana, "", "Nobody is mentioned. Nothing was changed."),
        (ana, ana.mention, "A swap takes somebody else. Nothing was changed."),
        (ana, stranger.mention, "cannot be called: no full member of this workspace. Nothing was changed."),
        (ana, chloe.mention, f"{chloe.mention} has no turn in Primary on-call to swap. Nothing was changed."),
        (fay, ben.mention, f"{fay.mention} has no turn in Primary on-call to swap. Nothing was changed."),
        (ana, f"{ben.mention} tier2", "Tier 2, customer team senior on-call has no rotation"),
    ):
        assert answer in await person.runs(f"/oncall swap {words}")
    assert "full members" in await stranger.runs(f"/oncall swap {ben.mention}", in_="dm")
    assert ben.reads == chloe.reads == []


class TestLimits:
    """A rotation with limits."""

    @pytest.fixture
    def setting(self):
        """Limit what is asked of people."""
        return Setting(
            model=LIMITED.replace("weeks_per_quarter: 4", "weeks_per_quarter: 20").replace(
                "evening_weeks: 2", "evening_weeks: 1"
            )
        )

    async def test_what_a_swap_asks_beyond_a_limit_is_said_and_stands(self, ana, ben, fay):
        await ana.runs(f"/oncall swap {ben.mention}")
        answer = await ben.presses("Accept", ben.dm("offers to swap"))
        assert "evening weeks in a row; at most 1 are asked (5.4). It stands all the same." in answer
        assert len((await fay.runs("/oncall cancel")).splitlines()) == 3


class TestElsewhere:
    """Rotations that are changed in another tool, or that the model leaves open."""

    @pytest.fixture
    def setting(self):
        """Keep one rotation in PagerDuty."""
        return Setting(model=ELSEWHERE)

    async def test_such_turns_are_not_swapped_here(self, ana, ben, chloe, dev):
        assert "The turns of Primary on-call are not changed here" in await ana.runs(
            f"/oncall swap {ben.mention} primary"
        )
        answer = await chloe.runs(f"/oncall swap {dev.mention} second")
        assert answer.startswith(f"Nobody can say yet whose turn it is in Second line. {NOTHING}")
        assert ben.reads == dev.reads == []


class TestUnsigned:
    """Within 90 days of the handover; nobody signed Ben off."""

    @pytest.fixture
    def setting(self):
        """Sign Ana off alone."""
        return Setting(model=UNSIGNED)

    async def test_who_is_not_signed_off_is_offered_no_turn(self, ana, ben):
        answer = await ana.runs(f"/oncall swap {ben.mention}")
        assert "is not signed off for Tier 1, customer team first responder and cannot take it." in answer
        assert not [said for said in ben.reads if "swap" in said]

    async def test_who_is_not_signed_off_any_more_takes_no_turn(self, ana, ben, chloe):
        await chloe.runs(f"/oncall signoff {ben.mention} tier1")
        await ana.runs(f"/oncall swap {ben.mention}")
        await chloe.runs(f"/oncall withdraw {ben.mention} tier1")
        assert "cannot take it. Nothing was changed." in await ben.presses("Accept", ben.dm("offers to swap"))
        assert await ana.runs("/oncall cancel") == STANDS_AS_IT_WAS
