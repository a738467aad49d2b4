"""The support model changes while incidents are open: they go on under the one they began with."""

import pytest

from tests.world import Setting

NEEDS_NO_AGREEMENT = """
extends: {demo}
change_control: {{sign_offs: []}}
"""

SLOWER = """
extends: {demo}
change_control: {{sign_offs: []}}

paths:
  standard:
    steps:
      - page: [tier1]
        wait: 3h
      - page: [tier2]
        wait: 3h
      - page: [tier3]
"""


@pytest.fixture
def setting():
    """Begin with a model that may be changed at any time."""
    return Setting(model=NEEDS_NO_AGREEMENT)


@pytest.mark.fault("F100")
@pytest.mark.invariant("INV-21")
async def test_an_open_incident_keeps_the_model_it_began_with_and_a_new_one_has_the_new(world, fay, ana):
    # given a P1, and a model by which nobody further is called for hours
    first = await world.incident("Checkout is down")
    await fay.runs("/incident ic", in_=first)
    world.setting.model = SLOWER

    # when Conn starts with it, and another P1 is declared
    await world.restarts()
    second = await world.incident("Login is down", by=ana)
    await ana.runs("/incident ic", in_=second)
    await world.skip("31m")

    # then tier 2 was called for the first alone
    assert {(page.incident, page.person.name) for page in world.pages if page.rung > 1} == {(1, "chloe"), (1, "dev")}
