"""Word that was promised: whoever owes it hears beforehand, the room at its time, the next up after it."""

import pytest

from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P1: {{clocks: [{{audience: internal, first: 15m, every: 15m, owner: comms, rule: Every quarter of an hour}}]}}
reminders: {{before: 5m, ignored_after: 5m, next_up: ["role:deputy", tier3]}}
command: {{silent_after: []}}
"""
SOON = "the internal update is due by"


@pytest.fixture
def setting():
    """Promise word inside every quarter of an hour, and no other."""
    return Setting(model=MODEL)


def said_privately(member):
    """List what still stands in somebody's direct messages about word they owe."""
    return [m for m in member.person.dms if SOON in m.text and not m.deleted]


async def test_whoever_owes_word_is_told_five_minutes_before_and_nobody_else(world, ana, fay, outage):
    # when the update is due in five minutes
    await world.skip("9m")
    assert said_privately(ana) == []
    await world.skip("1m")

    # then Ana alone reads so, with everything that can be done
    [soon] = said_privately(ana)
    assert soon.buttons == ["Post update", "No change, next in 15 min", "Hand to someone"]
    assert said_privately(fay) == []
    assert world.reminders_in(outage) == []


async def test_word_given_in_time_takes_the_private_word_back(world, ana, outage):
    # given the private word
    await world.skip("10m")
    [soon] = said_privately(ana)

    # when Ana answers with one press
    await ana.presses("No change, next in 15 min", soon)

    # then it is gone, and nobody is reminded at the old time
    assert said_privately(ana) == []
    await world.skip("9m")
    assert world.reminders_in(outage) == []


async def test_at_its_time_the_room_hears_it_and_later_the_next_up(world, ana, ben, eve, outage):
    # given a deputy, a comms lead, and word that nobody gives
    await ana.runs(f"/incident role deputy {ben.mention}", in_=outage)
    await ana.runs(f"/incident role comms {world.people['chloe'].mention}", in_=outage)
    await world.skip("10m")
    assert said_privately(ana) == []
    assert said_privately(world.people["chloe"])
    await world.skip("5m")

    # then at its time the one who owes it and the commander are named, and the private word is gone
    comms = world.people["chloe"].mention
    [first] = world.reminders_in(outage)
    assert first.text.startswith(f"{comms} and {ana.mention}: the internal update")
    assert said_privately(world.people["chloe"]) == []

    # and each time it is ignored the next up as well, in a message that takes the place of the last
    await world.skip("5m")
    [second] = world.reminders_in(outage)
    assert second.text.startswith(f"{comms}, {ana.mention} and {ben.mention}: ")
    await world.skip("5m")
    [third] = world.reminders_in(outage)
    assert eve.mention in third.text

    # and once everybody up the line was named, each wait is twice the one before, and never over an hour
    said = [third.ts]
    for wait in (5, 10, 20, 40, 60, 60):
        await world.skip(f"{wait - 1}m")
        assert [one.ts for one in world.reminders_in(outage)] == said, wait
        await world.skip("1m")
        [again] = world.reminders_in(outage)
        assert again.ts not in said, wait
        assert again.text.split(":")[0] == third.text.split(":")[0]
        said = [again.ts]


async def test_word_can_be_handed_to_somebody_with_two_presses(world, ana, ben, outage):
    # given word that Ana owes soon
    await world.skip("10m")
    [soon] = said_privately(ana)

    # when she hands it to Ben
    await ana.presses("Hand to someone", soon)
    assert (await ana.sends({"Owner": ben.id})).ok

    # then he reads that it is his, she that it is not hers, and the room names him at its time
    [his] = said_privately(ben)
    assert f"{ana.mention} gave it to you." in his.text
    assert his.buttons == ["Post update", "No change, next in 15 min", "Hand to someone"]
    assert ana.dm(f"is with {ben.mention} now").buttons == []
    await world.skip("5m")
    assert world.reminders_in(outage)[0].text.startswith(f"{ben.mention} and {ana.mention}: the internal update")

    # and what comes after it is owed as before
    await ben.presses("No change, next in 15 min", world.reminders_in(outage)[0])
    await world.skip("10m")
    assert [m for m in said_privately(ana) if m.buttons]


async def test_handing_it_to_whoever_owes_it_is_refused(world, ana, outage):
    # given word that Ana owes soon
    await world.skip("10m")
    await ana.presses("Hand to someone", said_privately(ana)[0])

    # when she hands it to herself
    answer = await ana.sends({"Owner": ana.id})

    # then nothing changed, and she reads why
    assert not answer.ok or "already" in answer.text
    await world.skip("5m")
    assert world.reminders_in(outage)[0].text.startswith(f"{ana.mention}: the internal update")


async def test_what_was_kept_late_and_missed_can_be_read(world, ana, outage):
    # given word in time, word four minutes late, and word that was missed
    await world.skip("10m")
    await ana.presses("No change, next in 15 min", said_privately(ana)[0])
    await world.skip("19m")
    await ana.presses("No change, next in 15 min", world.reminders_in(outage)[0])

    # then each is counted, and what is owed next is named
    answer = await ana.runs("/incident promises", in_=outage)
    assert "Internal: 1 in time and 1 late. Next by" in answer
    assert f"owed by {ana.mention}" in answer
    assert "was 4 min late." in answer

    # and what ends without word after its time is missed
    await world.skip("20m")
    await ana.runs("/incident resolve", in_=outage)
    answer = await ana.runs("/incident promises", in_=outage)
    assert "1 in time, 1 late and 1 missed." in answer
    assert "was missed." in answer
    assert "Nothing is owed now." in answer


class TestShort:
    """A cadence as short as the time of the private word."""

    @pytest.fixture
    def setting(self):
        """Promise word every five minutes."""
        return Setting(model=MODEL.replace("15m", "5m"))

    async def test_a_promise_too_short_for_it_is_not_told_beforehand(self, world, ana, outage):
        await world.skip("4m")
        assert said_privately(ana) == []
        await world.skip("1m")
        assert len(world.reminders_in(outage)) == 1
