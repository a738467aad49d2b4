"""Asking for help as the documents want it: what they ask for is asked, what is known is there, vendors are chased."""

import pytest

from bot.settings import MODELS
from tests.world import SATURDAY_NIGHT, Setting

SIGNX = f"""
extends: {MODELS / "signx.yaml"}
tiers:
  tier3:
    who: [eve@example.com]
  secondary:
    who: [dev@example.com]
  tier4:
    who: [chloe@example.com]
    follow_up_every: 2h
vendors:
  aws:
    status_page: https://health.aws.example.com
channels:
  apex_support:
    address: "#incidents"
incident:
  bridge: https://meet.example.com/x
"""

SKILLANCER = f"""
extends: {MODELS / "skillancer.yaml"}
tiers:
  tier2:
    who: [chloe@example.com]
    answers: []
  tier3:
    who: [eve@example.com]
  tier4:
    who: [dev@example.com]
channels:
  escalations:
    address: "#oncall"
  incidents:
    address: "#incidents"
"""


def labels(form):
    return [block["label"]["text"] for block in form.blocks if block["type"] == "input"]


def consequences(form):
    return next(block["elements"][0]["text"] for block in form.blocks if block.get("block_id") == "preview")


def given(form):
    elements = {b["label"]["text"]: b["element"] for b in form.blocks if b["type"] == "input"}
    return {name: element.get("initial_value") for name, element in elements.items()}


class TestSignX:
    """What SIGN X wants of an escalation: error messages, logs, steps; vendors' status pages checked first."""

    @pytest.fixture
    def setting(self):
        """Run SIGN X's model with people in it."""
        return Setting(model=SIGNX)

    async def test_engineering_is_called_with_error_messages_logs_and_steps_or_not_at_all(self, world, fay, eve):
        # given a P2 with a ticket, at the help desk
        await fay.opens("/incident")
        await fay.sends({"Title": "Exports fail", "Severity": "P2", "Ticket": "OPS-7"})
        outage = await world.outage(1)

        # when Fay escalates to engineering in words
        form = await fay.opens(f"/escalate tier3 cannot solve it {outage}", in_=outage)

        # then nobody is called; the form asks for what engineering needs, with what is known in it
        assert world.paged == []
        assert labels(form)[:5] == ["Whom", "Ticket link", "Error messages", "Logs", "Steps to reproduce"]
        assert given(form)["Ticket link"] == "OPS-7"
        assert given(form)["Why"] == "cannot solve it"
        assert f"This pages {eve.mention}" in consequences(form)

        # and once it is said, they are called, and everybody reads all of it
        sent = await fay.sends(
            {"Error messages": "E42 in export.py", "Logs": "https://logs.example.com/1", "Steps to reproduce": "Export"}
        )
        assert sent.ok
        assert world.paged == ["eve"]
        assert "cannot solve it" in eve.page().text
        said = next(text for text in world.said_in(outage) if "for help" in text)
        assert "Error messages: E42 in export.py" in said
        assert "Ticket: OPS-7" in said

    async def test_a_vendor_is_called_once_its_status_page_was_checked_and_their_ticket_is_kept(self, world, fay):
        # given a P1
        await fay.opens("/incident")
        await fay.sends({"Title": "No machines", "Severity": "P1", "Ticket": "OPS-8"})
        outage = await world.outage(1)
        called = list(world.paged)

        # when Fay escalates to the vendor
        form = await fay.opens("/escalate aws", in_=outage)
        assert {"Checked first", "Vendor's ticket", "Relevant logs"} <= set(labels(form))
        assert "Nobody is paged: call AWS Support yourself (support@aws.amazon.com)" in consequences(form)
        fields = {
            "Vendor's ticket": "AWS-99",
            "Ticket details": "No capacity",
            "Relevant logs": "https://logs.example.com",
        }
        unchecked = await fay.sends({**fields, "Checked first": ["Review vendor documentation"]})

        # then not before the status page was checked
        assert "status pages" in unchecked.errors["Checked first"]
        sent = await fay.sends(
            {
                "Checked first": [
                    "Check vendor status pages (https://health.aws.example.com)",
                    "Review vendor documentation",
                ]
            }
        )
        assert sent.ok
        assert world.paged == called
        card = world.card_of(outage).text
        assert "Vendor: AWS Support (AWS-99), called by" in card
        assert any("asked AWS Support" in text and "AWS-99" in text for text in world.said_in(outage))

    async def test_whoever_called_the_vendor_is_reminded_privately_then_in_the_room(self, world, fay, ana):
        # given a vendor's ticket
        outage = await self.with_vendor(world, fay)

        # when nobody heard from them for their time
        await world.skip("2h")

        # then Fay is reminded privately
        chase = fay.dm("time to ask AWS Support again")
        assert chase.buttons == ["Heard from them", "Resolved by vendor", "Stop chasing"]

        # and when she ignores it, the room is
        await world.skip("5m")
        room = [m for m in world.messages_in(outage) if "time to ask AWS Support" in m.text]
        assert len(room) == 1
        assert not [text for text in fay.reads if "time to ask AWS Support again" in text]

        # and when Ana heard from them, it waits for the next time
        await ana.presses("Heard from them", room[0])
        assert (await ana.sends({"What they said": "They add capacity"})).ok
        assert "last said: They add capacity" in world.card_of(outage).text
        assert not [m for m in world.messages_in(outage) if "time to ask AWS Support" in m.text]

    async def test_a_vendor_who_solved_it_is_chased_no_more(self, world, fay):
        # given a reminder to ask the vendor again
        outage = await self.with_vendor(world, fay)
        await world.skip("2h")

        # when Fay says that they solved it
        await fay.presses("Resolved by vendor", fay.dm("time to ask AWS Support again"))

        # then the card shows them no more, and nobody is reminded
        assert "AWS" not in world.card_of(outage).text
        assert any("AWS Support solved it" in text for text in world.said_in(outage))
        await world.skip("10m")
        assert not [m for m in world.messages_in(outage) if "time to ask" in m.text]

    async def test_a_vendor_need_not_be_chased(self, world, fay):
        # given a reminder to ask the vendor again
        outage = await self.with_vendor(world, fay)
        await world.skip("2h")

        # when Fay stops it
        await fay.presses("Stop chasing", fay.dm("time to ask AWS Support again"))

        # then nobody is reminded
        assert any("AWS Support is not chased any more" in text for text in world.said_in(outage))

    async def with_vendor(self, world, fay):
        """Declare, and call the vendor."""
        await fay.opens("/incident")
        await fay.sends({"Title": "No machines", "Severity": "P2", "Ticket": "OPS-8"})
        outage = await world.outage(1)
        await fay.runs("/incident ic", in_=outage)
        await fay.opens(f"/escalate aws {outage}", in_=outage)
        sent = await fay.sends(
            {
                "Checked first": [
                    "Check vendor status pages (https://health.aws.example.com)",
                    "Review vendor documentation",
                ],
                "Vendor's ticket": "AWS-99",
                "Ticket details": "No capacity",
                "Relevant logs": "https://logs.example.com",
            }
        )
        assert sent.ok
        return outage


class TestSkillancer:
    """What Skillancer writes into its chat escalation message."""

    @pytest.fixture
    def setting(self):
        """Run Skillancer's model with people in it."""
        return Setting(model=SKILLANCER, at=SATURDAY_NIGHT)

    async def test_the_message_is_prefilled_with_what_is_known_and_posted_where_the_model_says(self, world, fay, eve):
        # given a P2 on which somebody tried something
        await fay.opens("/incident")
        await fay.sends({"Title": "Exports fail", "Severity": "P2", "Ticket": "OPS-7"})
        outage = await world.outage(1)
        await fay.runs(f"/incident note restarted the worker {outage}", in_=outage)
        await world.skip("20m")

        # when Fay escalates by the button
        await fay.presses("Escalate", outage)
        form = fay.form

        # then everything known stands there
        known = given(form)
        assert known["Ticket"] == "OPS-7"
        assert known["Brief description"] == "Exports fail"
        assert known["Time open"] == "20 min"
        assert known["What's been tried"] == "restarted the worker"

        # and choosing somebody else says whom that calls
        await fay.fills(Whom="Tier 3: Engineering Support")
        assert f"This pages {eve.mention}" in consequences(fay.form)
        assert (await fay.sends({"User or business impact": "No invoices", "Requesting": "Tier 3"})).ok
        assert world.paged == ["eve"]
        said = next(text for text in world.said_in(outage) if "for help" in text)
        assert "Attempts: restarted the worker" in said

    async def test_a_typo_is_no_tier_and_becomes_the_reason(self, world, fay):
        # given an incident
        outage = await world.incident("Down", severity="P1", by=fay)

        # when Fay names a tier that is none
        form = await fay.opens("/escalate teir3 help", in_=outage)

        # then it is the reason, and the next step of the path is chosen
        assert given(form)["Why"] == "teir3 help"


async def test_the_same_words_again_within_a_minute_ask_before_they_climb(world, ana):
    # given that Ana escalated, and the answer got lost
    outage = await world.incident()
    await ana.runs("/escalate primary is silent", in_=outage)

    # when she types it again
    answer = await ana.runs("/escalate primary is silent", in_=outage)

    # then nobody further is called until she says so
    assert answer.startswith("You called Tier 2")
    assert world.paged == ["ana", "chloe", "dev"]
    await ana.presses("Call the next one too")
    assert world.paged == ["ana", "chloe", "dev", "eve"]


async def test_a_tier_named_is_called_ahead_of_the_others(world, ana):
    # when Ana escalates to tier 3 by name
    outage = await world.incident()
    answer = await ana.runs("/escalate tier3 the RNG is wrong", in_=outage)

    # then tier 3 is called and tier 2 sleeps on, also later
    assert answer.startswith("Calling Tier 3")
    assert world.paged == ["ana", "eve"]
    await world.skip("1h")
    assert world.paged == ["ana", "eve"]
