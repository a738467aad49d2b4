"""What happens is repeated where the channel matrix says: for those who watch a channel and not the incident's room."""

import pytest

from tests.sights import key_of
from tests.world import Setting

LOG = """
extends: {demo}
channels:
  log:
    name: The continuous log
    address: "#incidents"
    echoes: [declared, acknowledged, command, escalated, status, severity, update, note, resolved]
    echo_severities: [P1]
"""
LOST = """
extends: {demo}
channels:
  oncall: {{address: "#nowhere"}}
"""
NAMED = """
extends: {demo}
incident: {{log_in: ebit_support}}
"""


def echoes(world, channel="oncall"):
    """List what was repeated in a channel."""
    return [m.text for m in world.channel(channel).posts if "/echo/" in key_of(m)]


class TestDemo:
    """The demo's matrix: #oncall reads who acknowledged and who has command, whatever the severity."""

    async def test_oncall_reads_who_acknowledged_and_who_has_command(self, world, ana, ben):
        # when a P1 is acknowledged, taken and handed over
        outage = await world.incident()
        await ana.presses("Acknowledge", ana.page())
        await ana.presses("Take command", outage)
        await ben.runs("/incident ic INC-1")
        await ben.presses("Take over")

        # then #oncall has read each of it, in order, with the way to the room, and nothing else
        first, second, third = echoes(world)
        here = f"It is run in <#{outage.channel.id}>."
        assert first.startswith(f"INC-1 (P1) Checkout is down\n{ana.mention} acknowledged")
        assert second == f"INC-1 (P1) Checkout is down\n{ana.mention} is incident commander.\n{here}"
        taken_over = f"{ben.mention} is incident commander, in place of {ana.mention}."
        assert third == f"INC-1 (P1) Checkout is down\n{taken_over}\n{here}"

    async def test_what_is_run_in_the_channel_itself_is_not_said_there_twice(self, world, ana):
        # given a P2, which is a thread in #oncall
        outage = await world.incident("Exports are slow", severity="P2")

        # when somebody takes command
        await ana.presses("Take command", outage)

        # then the thread says so, and the channel does not
        assert world.said_in(outage) == [f"{ana.mention} is incident commander."]
        assert echoes(world) == []

    async def test_what_turns_out_worse_is_repeated_where_it_is_not_run(self, world, ana):
        # given a P2, run in #oncall, and a P3, run in #ebit-support, that are both raised
        await world.incident("Exports are slow", severity="P2")
        await world.incident("Is this normal?", severity="P3")
        for number in (1, 2):
            await ana.runs(f"/incident severity P1 all of them, INC-{number}")

        # when each gets a commander
        for number in (1, 2):
            await ana.runs(f"/incident ic INC-{number}")

        # then #oncall reads it of the one that it does not see
        (said,) = echoes(world)
        assert said.startswith(f"INC-2 (P1) Is this normal?\n{ana.mention} is incident commander.")

    async def test_a_private_incident_is_repeated_nowhere(self, world, fay, ana):
        # given a private incident
        await fay.opens("/incident")
        await fay.sends({"Title": "A leak", "Severity": "P1", "Private": ["private"]})

        # when it is acknowledged
        await ana.presses("Acknowledge", ana.page())

        # then no other channel hears of it
        assert echoes(world) == []


class TestContinuousLog:
    """A channel that is also where the P1 is announced, and keeps the log of it."""

    @pytest.fixture
    def setting(self):
        """Let #incidents hear everything of a P1."""
        return Setting(model=LOG)

    async def test_it_reads_everything_once_and_in_order(self, world, ana, fay):
        # when a P1 goes its way
        outage = await world.incident()
        await ana.presses("Acknowledge", ana.page())
        await ana.presses("Take command", outage)
        await ana.runs("/escalate needs a code change", in_=outage)
        await fay.runs("/incident note a deploy went out at 9:58", in_=outage)
        await ana.runs("/incident status identified a bad deploy", in_=outage)
        await ana.opens("/incident update", in_=outage)
        await ana.sends({"What changed": "We roll back."})
        await ana.runs("/incident severity P0 everybody", in_=outage)
        await ana.runs("/incident severity P1 not everybody", in_=outage)
        await ana.runs("/incident resolve it is back", in_=outage)

        # then the log has it all, but for the declaration, which the announcement tells, and what was P0's
        said = [text.splitlines()[1] for text in echoes(world, "incidents")]
        expected = (
            "acknowledged",
            "is incident commander",
            "escalated to",
            "noted",
            "set the status to identified",
            "Update from",
            "changed the severity from P0 to P1",
            "resolved",
        )
        assert len(said) == len(expected), said
        assert all(words in text for words, text in zip(expected, said, strict=True)), said
        assert any("a deploy went out at 9:58" in text for text in echoes(world, "incidents"))
        assert len(world.announcements) - len(said) == 1


class TestLoggedEverywhere:
    """A model that names one channel as the log of all incidents."""

    @pytest.fixture
    def setting(self):
        """Let #ebit-support be the log."""
        return Setting(model=NAMED)

    async def test_the_log_reads_that_something_was_declared(self, world, fay):
        # when a P1 is declared
        await world.incident()

        # then the log says so, with who did it
        (said,) = echoes(world, "ebit-support")
        assert said.startswith(f"INC-1 (P1) Checkout is down\nDeclared by {fay.mention}.")


class TestMissingChannel:
    """A channel of the matrix that is not in Slack."""

    @pytest.fixture
    def setting(self):
        """Name a channel that nobody made."""
        return Setting(model=LOST)

    async def test_home_says_once_that_it_is_missing_and_the_incident_goes_on(self, world, ana):
        # when a P1 is acknowledged
        outage = await world.incident()
        await ana.presses("Acknowledge", ana.page())

        # then the room hears it and is not bothered, and Home names the channel
        assert any("acknowledged" in text for text in world.said_in(outage))
        assert not any("nowhere" in text for text in world.said_in(outage))
        assert "There is no channel #nowhere that Conn can see." in await ana.opens_home()
