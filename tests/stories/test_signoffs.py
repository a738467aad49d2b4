"""Sign-offs: nobody is called for a tier, and nobody takes it, before what it asks for is signed (S0 section 4)."""

import re

import pytest

from tests.world import Setting

STRICT = """
extends: {demo}
tiers:
  tier1: {{signed_off: [ana@example.com], lead: [chloe@example.com]}}
rotations:
  primary: {{members: [ben@example.com, ana@example.com]}}
readiness: {{handover: "2029-12-01"}}
"""

NOBODY = """
extends: {demo}
tiers:
  tier1: {{signed_off: [], lead: [fay@example.com]}}
  tier2: {{signed_off: []}}
  tier3: {{signed_off: []}}
readiness: {{handover: "2029-12-01"}}
"""

LENIENT = """
extends: {demo}
tiers:
  tier1: {{signed_off: []}}
readiness: {{handover: "2029-01-01", enforcement: warn}}
"""


def called(world):
    return [page.person.name for page in world.pages]


class TestStrict:
    """Within 90 days of the handover; it is the week of Ben, whom nobody signed off."""

    @pytest.fixture
    def setting(self):
        """Sign Ana off alone."""
        return Setting(model=STRICT)

    async def test_who_is_not_signed_off_is_passed_over_and_the_channel_is_told(self, world, ana):
        outage = await world.incident()
        assert called(world) == ["ana"]
        assert any(
            said.startswith("ben@example.com was passed over: not signed off for tier1: Completed the onboarding")
            for said in world.said_in(outage)
        ), world.said_in(outage)
        assert "Not reached: ben@example.com, not signed off for tier1" in await ana.runs("/oncall tier1")

    async def test_with_the_last_signature_he_is_called(self, world, ben, chloe, fay):
        # given what is missing, listed with until when there is no exception
        listed = await fay.runs("/oncall signoffs")
        assert f"{ben.mention} is not signed off for Tier 1, customer team first responder and is passed over" in listed
        assert "no exception until <!date" in listed

        # when the tier's lead signs the one thing, then the other
        answer = await chloe.runs(f"/oncall signoff {ben.mention} tier1 shadow shift")
        assert answer.splitlines()[0].endswith("Signed off on shadow shift.")
        assert "Missing: Completed the onboarding curriculum" in answer
        await chloe.runs(f"/oncall signoff {ben.mention} tier1")

        # then he is told, and called
        assert ben.dm(f"{chloe.mention} signed {ben.mention} off for Tier 1")
        await world.incident(by=fay)
        assert called(world) == ["ben"]

        # and when it is taken back, he is not
        await chloe.runs(f"/oncall withdraw {ben.mention} tier1 needs another shadow shift")
        assert ben.dm("needs another shadow shift")
        await world.incident("Deposits fail", by=fay)
        assert called(world) == ["ben", "ana"]

    async def test_only_who_may_signs_and_never_for_themselves(self, ana, ben, chloe, dev):
        answer = await dev.runs(f"/oncall signoff {ben.mention} tier1")
        assert f"You may not sign {ben.mention} off" in answer
        assert f"{chloe.mention} may do that" in answer
        assert "You may not sign" in await ben.runs(f"/oncall signoff {ben.mention} tier1")
        assert "is signed off for Tier 1, customer team first responder already" in await chloe.runs(
            f"/oncall signoff {ana.mention} tier1"
        )
        assert "There is no tier or team teir1. Did you mean tier1?" in await chloe.runs(
            f"/oncall signoff {ben.mention} teir1"
        )
        assert "Nobody told Conn" in await chloe.runs(f"/oncall withdraw {ana.mention} tier1")

    async def test_nobody_takes_a_turn_without_it(self, ana, dev):
        answer = await ana.runs(f"/oncall override {dev.mention} 18:00 22:00 primary")
        assert answer.startswith(f"{dev.mention} is not signed off for Tier 1, customer team first responder")
        assert re.search(r"There is no exception until <!date[^>]*01 Mar", answer)
        assert "/oncall signoff @somebody tier1" in answer


class TestNobody:
    """Nobody on the whole path is signed off."""

    @pytest.fixture
    def setting(self):
        """Sign nobody off."""
        return Setting(model=NOBODY)

    async def test_who_may_sign_is_woken_and_the_channel_knows_why(self, world, ana):
        outage = await world.incident(by=ana)
        assert called(world)[0] == "fay"
        said = "\n".join(world.said_in(outage))
        assert "nobody on the path is signed off" in world.people["fay"].page(outage).text
        assert "was passed over: not signed off for tier2" in said


class TestLenient:
    """Long after the handover, in an organisation that only warns."""

    @pytest.fixture
    def setting(self):
        """Warn."""
        return Setting(model=LENIENT)

    async def test_he_is_called_all_the_same_and_it_is_said(self, world, ana, ben, fay):
        outage = await world.incident()
        assert called(world) == ["ana"]
        assert f"Not signed off: {ana.mention}." in await fay.runs(f"/incident why {outage}")
        answer = await fay.runs(f"/oncall override {ben.mention} 18:00 22:00")
        assert (
            f"{ben.mention} is not signed off for Tier 1, customer team first responder and is called all the same"
            in answer
        )
