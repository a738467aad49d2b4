"""What a model wants confirmed before an incident is called resolved."""

import pytest

from bot.domain.events import Resolved, Verified
from tests.world import Setting

MODEL = """
extends: {demo}
verification:
  severities: [P0, P1]
  checks:
    - {{do: The dashboards are green, required: true}}
    - {{do: Run the synthetic test, times: 3, required: true}}
    - {{do: Ask two customers}}
"""


@pytest.fixture
def setting():
    """Want three things confirmed, two of them without fail."""
    return Setting(model=MODEL)


async def events(world, outage, kind):
    return [entry.event for entry in await world.log(outage) if isinstance(entry.event, kind)]


async def test_resolve_asks_what_was_confirmed_before_anything_ends(world, ana, outage):
    await ana.presses("Resolve", outage)
    assert ana.has_form
    assert not await events(world, outage, Resolved)


async def test_with_everything_confirmed_it_is_resolved_and_on_the_record(world, ana, outage):
    await ana.runs("/incident resolve Traffic is back", in_=outage)
    sent = await ana.sends({"Confirmed": ["The dashboards are green"], "Run the synthetic test": "3 of 3"})
    assert sent.ok
    assert any("is resolved" in text and "Traffic is back" in text for text in world.said_in(outage))
    [checked] = await events(world, outage, Verified)
    assert checked.done == (("The dashboards are green", 1), ("Run the synthetic test", 3))
    assert "verification" in await ana.runs("/incident why", in_=outage)


async def test_what_is_missing_keeps_it_open_unless_somebody_says_why(world, ana, outage):
    # given a test that passed twice of three times
    await ana.runs("/incident resolve", in_=outage)
    fields = {"Confirmed": ["The dashboards are green"], "Run the synthetic test": "2 of 3"}
    sent = await ana.sends(fields)

    # then the form says what is missing
    assert not sent.ok
    assert "Run the synthetic test" in str(sent.errors)
    assert not await events(world, outage, Resolved)

    # and with a reason it is resolved, and everybody reads that
    assert (await ana.sends({"Why without all of them": "the probe itself is broken"})).ok
    said = next(text for text in world.said_in(outage) if "Not confirmed" in text)
    assert "Run the synthetic test. Why: the probe itself is broken." in said
    assert await events(world, outage, Resolved)


async def test_what_was_changed_meanwhile_counts(world, ana, fay, outage):
    # given a form that Ana has open while Fay makes it a P2, which wants nothing
    await ana.runs("/incident resolve", in_=outage)
    await fay.runs("/incident severity P2 only some", in_=outage)
    assert (await ana.sends()).ok
    assert await events(world, outage, Resolved)
    assert not await events(world, outage, Verified)


async def test_a_form_sent_after_the_end_says_who_was_first(ana, fay, outage):
    await ana.runs("/incident resolve", in_=outage)
    await fay.runs("/incident cancel a drill", in_=outage)
    sent = await ana.sends({"Why without all of them": "x"})
    assert not sent.ok
    assert "cancelled already" in str(sent.errors)


async def test_a_severity_that_wants_nothing_is_resolved_at_once(world, ana):
    outage = await world.incident(severity="P2")
    await ana.runs(f"/incident resolve {outage}")
    assert not ana.has_form
    assert await events(world, outage, Resolved)
