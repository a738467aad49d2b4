"""Somebody has had command for three hours: they are asked, kindly, and once; nobody is moved."""

import pytest

from bot.domain.events import HandoffPutOff
from tests.world import Setting

QUIET = """
extends: {demo}
severities:
  P1: {{clocks: []}}
command: {{handoff_after: 3h}}
"""


@pytest.fixture
def setting():
    """Keep no clock but this one."""
    return Setting(model=QUIET)


@pytest.fixture
async def outage(outage, ana, ben):
    """Add a deputy."""
    await ana.runs(f"/incident role deputy {ben.mention}", in_=outage)
    return outage


ASKED = "You have had command of INC-1 for 3 h"


def questions(world, outage):
    """List the questions about a handoff that stand in the room."""
    return [m for m in world.messages_in(outage) if "had command of" in m.text]


async def test_the_commander_is_asked_privately_after_three_hours(world, ana, outage):
    # when almost three hours pass
    await world.skip("179m")
    assert not any(ASKED in text for text in ana.reads)

    # and then the last minute
    await world.skip("1m")

    # then Ana alone is asked, with everything that can be done about it
    question = ana.dm(ASKED)
    assert question.buttons == ["Hand over", "Snooze 10 min", "Not needed"]
    assert questions(world, outage) == []


async def test_a_question_nobody_answers_goes_to_the_room_once_and_names_the_deputy(world, ana, outage):
    # given a question that Ana ignores
    await world.skip("3h")
    await world.skip("5m")

    # then the private one is replaced by one in the room
    [question] = questions(world, outage)
    assert question.text.startswith(f"{ana.mention} and {world.people['ben'].mention}: {ana.mention} has had command")
    assert not any(ASKED in message.text for message in ana.person.dms if not message.deleted)

    # and it is not repeated before the same time has passed again
    await world.skip("2h")
    assert questions(world, outage) == [question]


async def test_not_needed_is_on_the_record_and_good_for_another_three_hours(world, ana, outage):
    # given that Ana is asked
    await world.skip("3h")
    question = ana.dm(ASKED)

    # when she says that it is not needed
    answer = await ana.presses("Not needed", question)

    # then she reads what she decided, and the buttons are gone
    assert "stays in command of INC-1. It comes up again at" in answer
    assert ana.dm("You stay in command of INC-1.").buttons == []
    assert sum(isinstance(entry.event, HandoffPutOff) for entry in await world.log(outage)) == 1
    await world.skip("179m")
    assert not any(ASKED in message.text for message in ana.person.dms)
    await world.skip("1m")
    assert ana.dm("You have had command of INC-1 for 6 h").buttons


@pytest.mark.parametrize("how", ["button", "command"])
async def test_a_snooze_asks_again_ten_minutes_later(world, ana, outage, how):
    # given that Ana is asked
    await world.skip("3h")

    # when she snoozes it
    if how == "button":
        await ana.presses("Snooze 10 min", ana.dm(ASKED))
    else:
        await ana.runs("/incident snooze", in_=outage)

    # then she is asked again, privately, when it is over
    await world.skip("9m")
    assert questions(world, outage) == []
    assert ana.dm("You stay in command").buttons == []
    await world.skip("1m")
    assert ana.dm("You have had command of INC-1 for 3 h 10 min").buttons


@pytest.mark.usefixtures("outage")
async def test_a_handoff_takes_the_question_away_and_begins_anew(world, ana, ben):
    # given that Ana is asked, and hands over to Ben
    await world.skip("3h")
    await ana.presses("Hand over", ana.dm(ASKED))
    assert (await ana.sends({"Incident commander": ben.id, "Handoff note": "Waiting for the provider"})).ok
    await ben.presses("I have command", ben.dm("asks you to take command"))

    # then nothing is left of the question, and Ben has three hours
    assert not any("had command" in m.text for m in ana.person.dms if not m.deleted)
    await world.skip("179m")
    assert not any("had command" in text for text in ben.reads)
    await world.skip("1m")
    assert ben.dm(ASKED)


async def test_resolve_stops_it_and_reopen_brings_it_back(world, ana, outage):
    # given an incident that is resolved while the question stands
    await world.skip("3h")
    await ana.runs("/incident resolve", in_=outage)

    # then the question is gone and does not come back
    assert not any("had command" in m.text for m in ana.person.dms if not m.deleted)
    await world.skip("4h")
    assert not any("had command" in m.text for m in ana.person.dms if not m.deleted)

    # until it is reopened, with the whole time again
    await ana.runs("/incident reopen it is back", in_=outage)
    await world.skip("179m")
    assert not any("had command" in m.text for m in ana.person.dms if not m.deleted)
    await world.skip("1m")
    assert any("had command" in m.text for m in ana.person.dms if not m.deleted)


async def test_a_press_that_comes_too_late_is_answered(world, ana, ben, outage):
    # given a question that stood on Ana's screen when Ben took over
    await world.skip("3h")
    question = ana.dm(ASKED)
    blocks = list(question.blocks)
    await ben.runs("/incident ic", in_=outage)
    await ben.presses("Take over")
    question.blocks, question.deleted = blocks, False

    # when she presses
    answer = await ana.presses("Not needed", question)
    question.deleted = True

    # then she is told, and nothing changed
    assert answer == "Nobody is asked to hand over command now, so nothing was changed."
