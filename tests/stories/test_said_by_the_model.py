"""What an organisation wrote down for people is said to them where they need it."""

import json

import pytest

from bot.settings import MODELS
from tests.stories.test_tai_playbook import CHANNELS, MODEL
from tests.stories.test_triage import advice
from tests.world import Setting

SKILLANCER = f"""
extends: {MODELS / "skillancer.yaml"}
tiers:
  tier3: {{{{who: [ana@example.com]}}}}
  tier4: {{{{who: [eve@example.com]}}}}
channels:
  escalations: {{{{address: "#escalations"}}}}
"""


async def test_whoever_takes_command_reads_what_that_means_here(world, ana):
    outage = await world.incident()
    answer = await ana.runs("/incident ic", in_=outage)
    assert "Here that means: Pins the channel and bridge URL in the incident-channel topic, Spins up" in answer


class TestSkillancer:
    """Examples of each severity, a ticket for what is small, all hands for what is not."""

    @pytest.fixture
    def setting(self):
        """Run on its model."""
        return Setting(model=SKILLANCER, channels=("incidents", "escalations"))

    async def test_the_form_gives_examples_and_names_the_executives_who_are_told(self, ana, eve):
        form = await ana.opens("/incident declare P2")
        assert "P2, for example: Notifications delayed; Profile images not uploading;" in advice(form)
        form = await ana.opens("/incident declare P1")
        assert f"tells {eve.mention}" in json.dumps(form.blocks)

    async def test_all_stay_for_a_p0_and_a_p2_has_a_ticket(self, world):
        worst = await world.incident("Platform is down", severity="P0")
        assert "Everybody stays until it is resolved." in world.card_of(worst).text
        small = await world.incident("Exports are slow", severity="P2")
        assert "Ticket: none yet" in world.card_of(small).text


class TestTai:
    """How to speak, where customers are told, how people are reached."""

    @pytest.fixture
    def setting(self):
        """Run on its model."""
        return Setting(model=MODEL, channels=CHANNELS)

    async def test_the_update_form_says_how_to_speak_and_where(self, world, ana):
        outage = await world.incident("API is down", severity="P1")
        shown = json.dumps((await ana.opens("/incident update", in_=outage)).blocks)
        assert "Provide status update even if no progress; Be transparent about unknowns" in shown
        assert "enterprise customers, told in Email and Phone" in shown

    async def test_the_declare_form_says_how_urgent_a_group_of_customers_is(self, ana):
        form = json.dumps((await ana.opens("/incident declare P2")).blocks)
        assert "High, by Phone" in form
        assert "Have at hand: Priority level; Severity category; Customer tier;" in form

    async def test_whoever_asks_who_is_on_call_reads_how_to_reach_them(self, ana):
        assert "On-call level: 2.\nReached by: PagerDuty." in await ana.runs("/oncall tier2")
