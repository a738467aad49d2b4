"""The authority matrix holds for what Conn itself does: told, or stopped with who may instead, and never in the way of
an emergency.
"""

import pytest

from tests.world import Setting

HELD = """
extends: {demo}
access: {{enforcement: {enforcement}}}
authority:
  raise: {{name: Change how bad it is, allowed: [tier2], deed: change_severity}}
  end: {{name: Call it over, roles: [commander], deed: resolve}}
  turns: {{name: Override a rotation, leads: [tier2], deed: override_rotation}}
  model: {{name: Change the model, leads: [tier2], deed: change_model}}
"""
CLOSED = """
extends: {demo}
access: {{declare: [tier1], enforcement: deny}}
"""
OPEN = """
extends: {demo}
access: {{guests: true}}
"""


def held(enforcement):
    """Write a model in which only Tier 2 changes a severity."""
    return HELD.replace("{enforcement}", enforcement)


class TestWarned:
    """A model that lets things happen, and says so."""

    @pytest.fixture
    def setting(self):
        """Warn."""
        return Setting(model=held("warn"))

    async def test_it_happens_and_is_on_the_record_and_the_person_knows(self, world, ana):
        # when Ana of Tier 1 does what is Tier 2's
        outage = await world.incident()
        await ana.runs("/incident severity P0 everybody, INC-1")

        # then it is so, she is told privately, and the record says it
        assert world.topic_of(outage).startswith("P0 |")
        assert (
            "did what the model leaves to Tier 2, customer team senior on-call (authority.raise"
            in ana.dm("leaves").text
        )
        assert "BeyondAuthority" in [type(entry.event).__name__ for entry in await world.log(outage)]

    async def test_who_may_hears_nothing_of_it(self, world, chloe):
        # when Chloe of Tier 2 does it
        outage = await world.incident()
        await chloe.runs("/incident severity P0 everybody, INC-1")

        # then nothing is said about authority
        assert "BeyondAuthority" not in [type(entry.event).__name__ for entry in await world.log(outage)]


class TestDenied:
    """A model that stops people."""

    @pytest.fixture
    def setting(self):
        """Deny."""
        return Setting(model=held("deny"))

    async def test_it_is_stopped_with_who_may_instead(self, world, ana):
        # when Ana does what is Tier 2's
        outage = await world.incident()
        answer = await ana.runs("/incident severity P0 everybody, INC-1")

        # then nothing changed, and she knows who may
        assert (
            "The model leaves this to Tier 2, customer team senior on-call (authority.raise, model.yaml:5)." in answer
        )
        assert world.topic_of(outage).startswith("P1 |")

    async def test_in_an_emergency_a_reason_is_enough_and_the_room_reads_it(self, world, ana):
        # given Ana, who was stopped
        outage = await world.incident()
        await ana.runs("/incident severity P0 everybody, INC-1")

        # when she gives the reason by the button, and does it again
        await ana.presses("Do it anyway, because…")
        assert (await ana.sends({"Reason": "Nobody of Tier 2 answers"})).ok
        await ana.runs("/incident severity P0 everybody, INC-1")

        # then it is so, and the room has the reason
        assert world.topic_of(outage).startswith("P0 |")
        assert any("because: Nobody of Tier 2 answers. They may until" in text for text in world.said_in(outage))

        # and after a while she may not any more
        await world.skip("11m")
        assert "The model leaves this to" in await ana.runs("/incident severity P1 fewer, INC-1")

    async def test_a_form_says_it_too_and_the_command_takes_the_reason(self, world, ana):
        # given Ana with the form
        outage = await world.incident()
        await ana.presses("Change severity", outage)
        stopped = await ana.sends({"Severity": "P0"})
        assert "leaves this to Tier 2" in str(stopped.errors)

        # when she gives the reason by command, and sends the form again
        assert "You may for the next ten minutes" in await ana.runs("/incident anyway it burns, INC-1")
        assert (await ana.sends()).ok
        assert world.topic_of(outage).startswith("P0 |")

    async def test_a_role_in_the_incident_is_enough(self, world, ana, ben):
        # given Ana in command
        outage = await world.incident()
        await ana.presses("Take command", outage)

        # when somebody else calls it over, then she
        assert "leaves this to" in await ben.runs("/incident resolve INC-1")
        assert "is resolved" in await ana.runs("/incident resolve INC-1")

    async def test_the_model_is_reloaded_by_those_it_names_alone(self, ana, chloe):
        refused = await ana.runs("/incident model reload")
        assert "The model leaves this to Tier 2" in refused
        assert "Nothing was changed. Ask somebody who may." in refused
        assert "Nothing was changed." in await chloe.runs("/incident model reload")

    async def test_a_rotation_is_overridden_by_those_it_names_alone(self, ana, ben, chloe):
        line = f"/oncall override {ben.mention} today 18:00 22:00"
        assert "The model leaves this to Tier 2" in await ana.runs(line)
        assert "The model leaves this to" not in await chloe.runs(line)


class TestDeclaring:
    """A model that lets only Tier 1 declare."""

    @pytest.fixture
    def setting(self):
        """Deny declaring to others."""
        return Setting(model=CLOSED)

    async def test_who_may_not_declares_with_a_reason_alone(self, world, fay):
        # when Fay, who is in no tier, declares
        answer = await fay.runs("/incident declare P1 Checkout is down")
        assert "The model leaves this to Tier 1" in answer

        # then the form asks her why, and that is on the record
        await fay.presses("Declare incident")
        assert (await fay.sends({"Title": "Checkout is down", "Severity": "P1", "Reason": "Tier 1 is asleep"})).ok
        outage = await world.outage(1)
        assert "Tier 1 is asleep" in str([entry.event for entry in await world.log(outage)])

    async def test_who_may_is_not_asked(self, ana):
        assert "is declared" in await ana.runs("/incident declare P1 Checkout is down")


class TestGuests:
    """A model that lets guests act."""

    @pytest.fixture
    def setting(self):
        """Let guests in."""
        return Setting(model=OPEN)

    async def test_a_guest_may_declare(self, stranger):
        assert "is declared" in await stranger.runs("/incident declare P1 Checkout is down", in_="dm")
