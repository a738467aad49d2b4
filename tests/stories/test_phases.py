"""Phases: their lists with boxes, their time, their question, and the pace at which they want word."""

from copy import deepcopy

import pytest

from bot.domain.events import (
    DecisionMade,
    DecisionOverdue,
    FactsChanged,
    ItemTicked,
    Paged,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
)
from tests.world import Setting

MODEL = """
extends: {demo}
severities:
  P1:
    clocks: [{{audience: internal, first: 30m, every: 30m, rule: An update every half hour}}]
tags: {{unclear: The cause is unclear}}
command: {{handoff_after: 24h}}
checklists:
  first:
    name: First minutes
    items:
      - {{do: Say that we know of it, within: 1m}}
      - {{do: Set the status page to yellow}}
      - {{do: Tell the customers, severities: [P0]}}
  look:
    name: Whoever is on call
    items:
      - {{do: Read the logs, required: true}}
      - {{do: Look at the dashboards, every: 10m}}
  fixes: {{name: Quick fixes, items: [{{do: Roll back}}]}}
  end: {{name: At the end, items: [{{do: Write it up, within: 2h}}]}}
phases:
  detection: {{name: Detection, starts: 0m, ends: 2m, statuses: [investigating], checklists: [first]}}
  investigation:
    name: Investigation
    starts: 0m
    ends: 20m
    statuses: [investigating]
    checklists: [look]
    decision:
      ask: Is the cause found?
      opens: 10m
      closes: 15m
      choices:
        - {{when: Cause found, do: Go to the fix, next_phase: fix}}
        - {{when: Cause unclear, do: Fetch a second engineer, tag: unclear, page: [tier3]}}
  fix: {{name: Fix, starts: 20m, ends: 60m, statuses: [identified, mitigated], checklists: [fixes], update_every: 10m}}
  closure: {{name: Closure, starts: 60m, statuses: [resolved], checklists: [end]}}
"""


pytestmark = pytest.mark.usefixtures("outage")


@pytest.fixture
def setting():
    """Give incidents four phases."""
    return Setting(model=MODEL)


async def events(world, outage, kind):
    return [entry.event for entry in await world.log(outage) if isinstance(entry.event, kind)]


def said(world, outage, words):
    found = [message for message in world.messages_in(outage) if words in message.text]
    assert found, f"nobody said {words!r}: {world.said_in(outage)}"
    return found[-1]


async def test_the_room_reads_at_the_beginning_what_is_to_be_done(world, outage):
    begun = said(world, outage, "Phase Investigation begins")
    assert "To do: Read the logs, required" in begun.text
    first = said(world, outage, "Phase Detection begins")
    assert "Set the status page to yellow" in first.text
    assert "Tell the customers" not in first.text
    assert "Phase: Investigation" in world.card_of(outage).text


async def test_a_ticked_box_is_on_the_record_and_everybody_sees_it(world, ana, fay, outage):
    begun = said(world, outage, "Phase Investigation begins")
    await ana.ticks("Read the logs", begun)
    assert "1 of 2 done, the last by" in begun.text
    assert "Done: Read the logs" in begun.text
    [ticked] = [entry for entry in await world.log(outage) if isinstance(entry.event, ItemTicked)]
    assert ticked.actor == ana.id
    assert "ticked: Read the logs" in await fay.runs("/incident timeline", in_=outage)


async def test_a_tick_can_be_taken_back(world, ana, outage):
    begun = said(world, outage, "Phase Investigation begins")
    await ana.ticks("Read the logs", begun)
    await ana.ticks("Read the logs", begun)
    assert "0 of 2 done" in begun.text


async def test_a_tick_on_an_old_screen_takes_nobody_elses_back(world, ana, fay, outage):
    # given a list that Fay has on the screen from before Ana ticked
    begun = said(world, outage, "Phase Investigation begins")
    old = deepcopy(begun.blocks)
    await ana.ticks("Read the logs", begun)
    begun.blocks = old
    await fay.ticks("Look at the dashboards", begun)
    await world.skip("3s")
    assert "2 of 2 done" in begun.text


async def test_what_is_late_is_told_to_who_owes_it_once(world, ana):
    await world.skip("1m")
    assert ana.dm("Due in Detection: Say that we know of it.")
    await world.skip("30s")
    assert len([text for text in ana.reads if "Due in Detection" in text]) == 1


async def test_a_reminder_goes_once_it_is_done(world, ana, outage):
    await world.skip("1m")
    reminder = ana.dm("Due in Detection")
    await ana.ticks("Say that we know of it", said(world, outage, "Phase Detection begins"))
    assert reminder.deleted


async def test_what_comes_round_is_due_again(world, ana, outage):
    begun = said(world, outage, "Phase Investigation begins")
    await ana.ticks("Look at the dashboards", begun)
    await world.skip("10m")
    assert ana.dm("Due in Investigation: Look at the dashboards.")
    assert "0 of 2 done" in begun.text


async def test_a_phase_whose_time_is_over_says_what_is_still_to_do(world, ana, outage):
    await world.skip("20m")
    overrun = said(world, outage, "Investigation should be over by now")
    assert overrun.text.startswith(ana.mention)
    assert "Read the logs" in overrun.text
    assert [e.phase for e in await events(world, outage, PhaseOverrun)] == ["investigation"]


async def test_the_question_is_asked_in_its_time_and_answered_with_one_press(world, ana, outage):
    # given the tenth minute
    await world.skip("9m")
    assert not any("Is the cause found?" in text for text in world.said_in(outage))
    await world.skip("1m")
    asked = said(world, outage, "Is the cause found?")
    assert asked.buttons == ["Cause found", "Cause unclear"]
    assert "Decision: Is the cause found?" in world.card_of(outage).text

    # when Ana says that it is unclear
    await ana.presses("Cause unclear", asked)

    # then the second engineer is called once, the fact is ticked, and nobody is asked again
    assert world.paged == ["ana", "eve"]
    assert [e.ticked for e in await events(world, outage, FactsChanged)] == [("unclear",)]
    assert "Decided: Cause unclear. Fetch a second engineer." in asked.text
    assert asked.buttons == []
    await world.skip("6m")
    assert not await events(world, outage, DecisionOverdue)


async def test_the_second_of_two_answers_is_told_the_first(world, ana, fay, outage):
    await world.skip("10m")
    asked = said(world, outage, "Is the cause found?")
    old = deepcopy(asked.blocks)
    await ana.presses("Cause unclear", asked)
    asked.blocks = old
    assert "is Cause unclear already" in await fay.presses("Cause found", asked)
    assert len(await events(world, outage, DecisionMade)) == 1
    await world.skip("3s")


async def test_an_answer_can_lead_to_the_next_phase(world, ana, outage):
    await world.skip("10m")
    await ana.presses("Cause found", said(world, outage, "Is the cause found?"))
    assert "Phase Fix begins" in said(world, outage, "Phase Fix").text
    assert "Identified" in world.card_of(outage).text
    assert {e.phase for e in await events(world, outage, PhaseEnded)} == {"detection", "investigation"}


async def test_an_unanswered_question_goes_to_the_commander_once_more(world, ana, outage):
    await world.skip("15m")
    again = ana.dm("still waits for an answer: Is the cause found?")
    assert again.buttons == ["Cause found", "Cause unclear"]
    assert len(await events(world, outage, DecisionOverdue)) == 1
    await ana.presses("Cause unclear", again)
    assert again.buttons == []


async def test_a_question_the_work_has_left_behind_is_closed(world, ana, outage):
    await world.skip("10m")
    asked = said(world, outage, "Is the cause found?")
    old = deepcopy(asked.blocks)
    await ana.runs("/incident status identified a bad deploy", in_=outage)
    assert "the work has moved on" in asked.text
    asked.blocks = old
    assert "is identified already" in await ana.presses("Cause found", asked)
    await world.skip("3s")


async def test_the_pace_of_a_phase_holds_while_it_is_stricter(world, ana, outage):
    # given an update every half hour, and a phase that wants one every ten minutes
    await ana.runs("/incident status identified a bad deploy", in_=outage)
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)
    assert "No change, next in 10 min" in reminder.buttons
    await ana.presses("No change, next in 10 min", reminder)

    # when the phase is over, the half hour holds again
    await ana.runs("/incident status monitoring", in_=outage)
    await world.skip("10m")
    [reminder] = world.reminders_in(outage)
    assert "No change, next in 30 min" in reminder.buttons


async def test_the_lists_can_be_read_at_any_time(world, ana, outage):
    await ana.ticks("Read the logs", said(world, outage, "Phase Investigation begins"))
    answer = await ana.runs("/incident checklist", in_=outage)
    assert "To do: Look at the dashboards" in answer
    assert "Read the logs" not in answer


async def test_after_the_end_the_last_phase_still_has_its_time(world, ana, outage):
    await ana.runs("/incident resolve", in_=outage)
    assert said(world, outage, "Phase Closure begins")
    await world.skip("2h")
    assert ana.dm("Due in Closure: Write it up.")
    await ana.runs("/incident close", in_=outage)
    assert {e.phase for e in await events(world, outage, PhaseEnded)} >= {"closure"}


async def test_a_reopened_incident_begins_its_phases_again(world, ana, outage):
    await ana.runs("/incident resolve", in_=outage)
    await ana.runs("/incident reopen it is back", in_=outage)
    assert [e.phase for e in await events(world, outage, PhaseBegun)].count("investigation") == 2
    await world.skip("10m")
    assert said(world, outage, "Is the cause found?").buttons


async def test_a_tick_after_the_close_changes_nothing(world, ana, outage):
    begun = said(world, outage, "Phase Investigation begins")
    old = deepcopy(begun.blocks)
    await ana.runs("/incident resolve", in_=outage)
    await ana.runs("/incident close", in_=outage)
    begun.blocks = old
    await ana.ticks("Read the logs", begun)
    assert not await events(world, outage, ItemTicked)
    await world.skip("3s")


class TestWithoutPhases:
    @pytest.fixture
    def setting(self):
        """Use the demo's model, which has none."""
        return Setting()

    async def test_nobody_sees_any_of_it(self, world, ana, outage):
        assert not any("Phase" in text for text in world.said_in(outage))
        assert "has no phases" in await ana.runs("/incident checklist", in_=outage)
        assert not [e for e in await events(world, outage, Paged) if e.target == "tier3"]
