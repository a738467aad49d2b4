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
NOBODY_ELSE = """
extends: {demo}
access: {{enforcement: deny}}
authority:
  raise: {{name: Change how bad it is, roles: [commander], deed: change_severity}}
  call: {{name: Call for help, allowed: [tier3], deed: escalate}}
  lead: {{name: Lead, leads: [tier2], deed: take_command}}
  status_page: {{allowed: [], roles: [comms]}}
  end: {{name: Call it over, allowed: [tier2], deed: resolve}}
"""
ABOVE = """
extends: {demo}
tiers: {{tier3: {{executive: true}}}}
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


class TestEverythingDenied:
    """A model that leaves each deed to somebody."""

    @pytest.fixture
    def setting(self):
        """Leave each to another."""
        return Setting(model=NOBODY_ELSE)

    @pytest.mark.fault("F116")
    @pytest.mark.invariant("INV-17")
    async def test_who_may_not_presses_and_types_in_vain_and_reads_who_may(self, world, ben, fay):
        # given an incident, with Ana called
        outage = await world.incident()
        await ben.person.joins(outage.channel)
        await world.settles()
        before = await world.log(outage)

        # when Ben, who has no part in it, types and presses what is left to others
        answers = {
            "the IC": [await ben.runs("/incident severity P0 worse", outage)],
            "Tier 3": [await ben.runs("/escalate now", outage), await ben.presses("Escalate", outage)],
            "Tier 2": [
                await ben.runs("/incident ic", outage),
                await ben.presses("Take command", outage),
                await ben.runs("/incident resolve", outage),
                await ben.presses("Resolve", outage),
            ],
        }
        await ben.presses("Change severity", outage)
        answers["the IC"].append(str((await ben.sends({"Severity": "P0"})).errors))
        await ben.presses("Post update", outage)
        sent = await ben.sends({"What changed": "All is well", "Audiences": ["Status page"]})
        answers["the comms lead"] = [str(sent.errors)]

        # then each time he reads who may, and nothing has changed
        for who, said in answers.items():
            assert all(f"The model leaves this to {who}" in text for text in said), (who, said)
        assert await world.log(outage) == before
        assert world.paged == ["ana"]

        # and who declared, and so acts as its commander, changes how bad it is
        assert "is P0 now" in await fay.runs("/incident severity P0 worse", outage)

    @pytest.mark.fault("F117")
    async def test_a_right_lost_while_the_form_was_open_is_missed_when_it_is_sent(self, world, fay, chloe):
        # given Fay, who acts as commander and has the form open
        outage = await world.incident()
        await chloe.person.joins(outage.channel)
        await fay.presses("Change severity", outage)

        # when Chloe takes command, and then Fay sends it
        await chloe.presses("Take command", outage)
        before = await world.log(outage)
        sent = await fay.sends({"Severity": "P0"})

        # then the form stays and says who may, and nothing has changed
        assert "The model leaves this to the IC" in str(sent.errors)
        assert fay.has_form
        assert await world.log(outage) == before


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


class TestExecutives:
    """People who are there for decisions above the work: whoever has command leads, or they do."""

    @pytest.fixture
    def setting(self):
        """Make Eve's tier one of executives."""
        return Setting(model=ABOVE)

    @pytest.mark.parametrize(
        "words", ["/incident severity P2 it is small", "/incident resolve enough", "/incident cancel", "/escalate now"]
    )
    async def test_who_wants_to_decide_is_offered_command_and_nothing_less(self, world, eve, outage, ana, words):
        # when Eve decides over Ana, who has command
        before = len(await world.log(outage))
        answer = await eve.runs(f"{words} INC-1")

        # then nothing changed, and she may take command or leave it
        assert answer == (
            f"{ana.mention} has command of INC-1 and decides that.\n"
            "Nothing was changed. Tell them, or take command yourself."
        )
        assert eve.last.message.buttons == ["Take command"]
        assert len(await world.log(outage)) == before

    async def test_once_in_command_she_decides(self, world, eve, outage):
        # given Eve, who was refused and takes command
        await eve.runs("/incident severity P2 it is small INC-1")
        await eve.presses("Take command")

        # then it is hers to decide, and everybody sees who leads
        assert f"IC: {eve.mention}" in world.card_of(outage).text
        await eve.runs("/incident severity P0 everybody INC-1")
        assert world.topic_of(outage).startswith("P0 |")

    async def test_while_nobody_has_command_and_for_all_the_rest_she_acts_like_anybody(self, world, eve, fay):
        # given an incident that only the declarer leads so far
        outage = await world.incident()

        # when Eve raises it, writes a note and gives her reason
        await eve.runs("/incident severity P0 everybody INC-1")
        await fay.runs("/incident ic", in_=outage)
        await eve.runs("/incident note the board asks INC-1")
        await eve.runs("/incident anyway the board decided INC-1")
        await eve.runs("/incident severity P1 fewer INC-1")

        # then all of it counts
        assert world.topic_of(outage).startswith("P1 |")
