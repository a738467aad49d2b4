"""Nothing is heard of the commander: they are asked, then somebody who could take over; nobody is moved unasked."""

import pytest

from bot.domain.events import BackupAsked, PresenceAsked, PresenceConfirmed
from tests.world import Setting

QUIET = """
extends: {demo}
severities:
  P0: {{clocks: []}}
  P1: {{clocks: []}}
command: {{silent_after: [{{within: 15m, severities: [P0]}}, {{within: 30m}}], handoff_after: 10h}}
"""
ASKED = "Are you still in command of INC-1"


@pytest.fixture
def setting():
    """Keep no clock but this one."""
    return Setting(model=QUIET)


def kinds(log, *kinds):
    """Name what of these kinds happened, in order."""
    return [type(entry.event).__name__ for entry in log if isinstance(entry.event, kinds)]


def asked_in(world, outage):
    """List the messages in the room that ask somebody to take over."""
    return [m for m in world.messages_in(outage) if "Nothing was heard of" in m.text]


async def test_a_silent_commander_is_asked_privately_and_only_once(world, ana, outage):
    # when Ana, who has command of a P1, does nothing for half an hour
    await world.skip("29m")
    assert not any(ASKED in text for text in ana.reads)
    await world.skip("1m")

    # then she alone is asked, with one press to say that she is there
    question = ana.dm(ASKED)
    assert question.buttons == ["Still in command", "Hand over"]
    assert asked_in(world, outage) == []


async def test_whoever_says_they_are_there_is_left_alone_for_as_long_again(world, ana, outage):
    # given that Ana was asked
    await world.skip("30m")

    # when she presses
    await ana.presses("Still in command", ana.dm(ASKED))

    # then the question is gone, the room read nothing of it, and it comes back only after the whole time
    assert not any(ASKED in message.text for message in ana.person.dms if not message.deleted)
    assert not any("still in command" in text for text in world.said_in(outage))
    await world.skip("29m")
    assert not any(ASKED in message.text for message in ana.person.dms if not message.deleted)
    await world.skip("1m")
    assert ana.dm(ASKED)
    assert kinds(await world.log(outage), PresenceAsked, PresenceConfirmed) == [
        "PresenceAsked",
        "PresenceConfirmed",
        "PresenceAsked",
    ]


async def test_anything_a_commander_does_shows_that_they_are_there(world, ana, outage):
    # given a note of Ana's after 20 minutes
    await world.skip("20m")
    await ana.runs("/incident note looking at the database", in_=outage)

    # then the half hour counts from there, and another act answers the question as well
    await world.skip("29m")
    assert not any(ASKED in text for text in ana.reads)
    await world.skip("1m")
    assert ana.dm(ASKED)
    await ana.runs("/incident note it is the disk", in_=outage)
    assert not any(ASKED in message.text for message in ana.person.dms if not message.deleted)
    await world.skip("4m")
    assert asked_in(world, outage) == []


async def test_the_deputy_is_asked_to_take_over_and_has_it_by_one_press(world, ana, ben, outage):
    # given a deputy, and a commander who does not answer
    await ana.runs(f"/incident role deputy {ben.mention}", in_=outage)
    await world.skip("30m")
    await world.skip("3m")

    # then the deputy is asked in private, the room sees it, and Ana still has command
    [said] = asked_in(world, outage)
    assert said.text.startswith(
        f"Nothing was heard of {ana.mention}, in command, for 33 min. {ben.mention}, take command?"
    )
    assert said.buttons == ["Take command"]
    assert f"IC: {ana.mention}" in world.card_of(outage).text

    # when the deputy presses
    await ben.presses("Take command", ben.dm("Nothing was heard of"))

    # then everybody sees who has it, and no button is left to press
    assert f"IC: {ben.mention}" in world.card_of(outage).text
    assert any(
        text == f"{ben.mention} is incident commander, in place of {ana.mention}." for text in world.said_in(outage)
    )
    assert [m.buttons for m in asked_in(world, outage)] == [[]]
    assert ben.dm("Nothing was heard of").buttons == []
    assert not any(ASKED in message.text for message in ana.person.dms if not message.deleted)


async def test_a_commander_who_comes_back_keeps_command_and_the_room_is_told(world, ana, ben, outage):
    # given that the deputy was asked
    await ana.runs(f"/incident role deputy {ben.mention}", in_=outage)
    await world.skip("33m")

    # when Ana is there after all
    await ana.presses("Still in command", ana.dm(ASKED))

    # then the room reads so, and nobody is offered command any more
    assert any(text == f"{ana.mention} is still in command." for text in world.said_in(outage))
    assert [m.buttons for m in asked_in(world, outage)] == [[]]
    assert ben.dm("Nothing was heard of").buttons == []


async def test_who_does_not_answer_either_is_followed_by_the_next(world, ana, ben, outage):
    # given a deputy who does not answer
    await ana.runs(f"/incident role deputy {ben.mention}", in_=outage)
    await world.skip("33m")
    [first] = asked_in(world, outage)
    assert ben.mention in first.text

    # when three more minutes pass
    await world.skip("3m")

    # then the next on duty is asked, and after the last of them it begins again
    second = asked_in(world, outage)[-1]
    assert ben.mention not in second.text
    assert ana.mention in second.text
    await world.skip("90m")
    people = [entry.event.people for entry in await world.log(outage) if isinstance(entry.event, BackupAsked)]
    assert people.count((ben.person.id,)) > 1
    assert all(ana.person.id not in group for group in people)


async def test_a_worse_incident_waits_for_less_long(world, ana):
    # given a P0 that Ana has command of
    worse = await world.incident(severity="P0")
    await ana.runs("/incident ic", in_=worse)

    # when a quarter of an hour passes
    await world.skip("15m")

    # then she is asked
    assert ana.dm(ASKED)


async def test_nobody_is_asked_once_it_is_resolved(world, ana, outage):
    # given that Ana was asked
    await world.skip("30m")
    assert ana.dm(ASKED)

    # when she resolves it
    await ana.runs("/incident resolve", in_=outage)

    # then the question is gone, and none comes
    assert not any(ASKED in message.text for message in ana.person.dms if not message.deleted)
    await world.skip("2h")
    assert kinds(await world.log(outage), BackupAsked) == []
