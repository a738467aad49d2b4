"""A severity without a room: the incident is logged, nobody is called into anything, and word that is owed is owed."""

import pytest

from tests.sights import key_of
from tests.world import Setting

LOGGED = """
extends: {demo}
severities:
  P3:
    room: {{kind: none}}
    log_in: oncall
    announce: []
    clocks:
      - {{audience: external, first: 1h, every: 1h, rule: The customer hears within the hour}}
"""


def logged(world):
    """List what stands in the channel where P3s are logged."""
    return [m for m in world.channel("oncall").posts if key_of(m) == "inc:1/announcement/oncall"]


@pytest.fixture
def setting():
    """Log a P3, and promise word for it."""
    return Setting(model=LOGGED)


async def test_it_is_logged_and_nobody_is_asked_to_take_command(world, fay):
    # when a P3 is declared, and half an hour passes
    answer = await fay.runs("/incident declare P3 A typo on the front page")
    await world.skip("30m")

    # then it is on the list and logged where the model says, and nobody was told
    assert "It is logged in Slack #oncall (mention); this severity has no channel." in answer
    assert "INC-1 P3" in await fay.runs("/incident list")
    assert len(logged(world)) == 1
    assert all(member.reads == [] for member in world.people.values())


async def test_the_one_entry_is_kept_up_to_date(world, fay):
    # given a logged P3
    await fay.runs("/incident declare P3 A typo on the front page")
    assert "INC-1 (P3, investigating): A typo on the front page" in logged(world)[0].text

    # when it is acknowledged and resolved
    await fay.runs("/incident ack INC-1")
    await fay.runs("/incident resolve INC-1 corrected")

    # then the same entry says so
    (entry,) = logged(world)
    assert "P3, resolved" in entry.text
    assert "corrected" in entry.text


async def test_word_that_is_owed_is_asked_for_privately(world, fay):
    # given a logged P3
    await fay.runs("/incident declare P3 A typo on the front page")

    # when its word is due
    await world.skip("1h")

    # then whoever declared it is asked, and the answer counts
    reminder = fay.dm("the external update of INC-1")
    await fay.presses("No change, next in 1 h", reminder)
    assert not any("external update" in message.text for message in fay.person.dms if not message.deleted)
    await world.skip("1h")
    assert fay.dm("the external update of INC-1")


async def test_what_was_only_logged_gets_its_room_when_it_turns_out_worse(world, fay):
    # given a logged P3
    await fay.runs("/incident declare P3 A typo on the front page")

    # when it is raised
    await fay.runs("/incident severity P1 it is the price list, INC-1")

    # then it has its channel, its card, and a call for a commander
    outage = await world.outage(1)
    assert world.card_of(outage)
    assert world.paged == ["ana"]
    await world.skip("2m")
    assert any("has no incident commander" in text for text in world.said_in(outage))
