"""What `policy simulate` tells is what happens."""

from datetime import timedelta

import pytest

from bot.domain.events import (
    CommandMissing,
    OfTargets,
    Paged,
    PathEnded,
    PhaseBegun,
    PhaseOverrun,
    PromiseMade,
    Reminded,
)
from bot.policy.loader import load
from bot.policy.simulate import Scenario, simulate
from tests.world import Setting

HASTY = """
extends: {demo}
tiers:
  tier1: {{response: 2m}}
severities:
  P0:
    targets: {{ack: 2m, response: [{{within: 3m, maximum: 7m}}]}}
    clocks: [{{audience: internal, first: 3m, every: 3m, rule: An update every three minutes}}]
  P1: {{targets: {{ack: 2m}}}}
reminders: {{ignored_after: 2m, target_before: 1m, reassign_after: 3m}}
phases: {{look: {{name: Look, starts: 1m, ends: 4m, statuses: [investigating]}}}}
"""
CLOCKWORK = CommandMissing | Paged | PathEnded | PromiseMade | Reminded | OfTargets | PhaseBegun | PhaseOverrun


@pytest.fixture
def setting():
    """Let the whole ladder pass in a few minutes."""
    return Setting(model=HASTY)


def told(entries):
    begun = entries[0].at  # what falls into the same second may come in either order
    return sorted(
        (
            type(one.event).__name__,
            round((one.at - begun) / timedelta(minutes=1)),
            getattr(one.event, "target", getattr(one.event, "goal", "")),
        )
        for one in entries
        if isinstance(one.event, CLOCKWORK)
    )


async def test_an_incident_that_nobody_answers_goes_as_the_simulation_said(world):
    # given what is foretold of a P0 that nobody answers
    lasts = timedelta(minutes=9)
    supposed = Scenario(severity="P0", at=await world.now(), lasts=lasts)
    foretold = simulate(load(world.policy), supposed)

    # when one is declared, and the time passes minute by minute
    outage = await world.incident("Nothing works", severity="P0")
    for _ in range(lasts // timedelta(minutes=1)):
        await world.skip("1m")
    await world.skip("1s")

    # then the same happened at the same times
    assert told(await world.log(outage)) == told([one.entry for one in foretold.happenings])
