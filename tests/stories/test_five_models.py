"""Five organisations, each under its own file: an incident goes down a path that only its document has."""

from datetime import timedelta

import pytest

from bot.domain.events import Acknowledged, CommandTaken, Paged
from bot.settings import MODELS
from tests.world import Setting

pytestmark = pytest.mark.only("socket-sqlite", reason="it is about the files, and both homes run the same domain")

SIGNX = f"""
extends: {MODELS / "signx.yaml"}
tiers:
  tier2: {{{{who: [dev@example.com]}}}}
  secondary: {{{{who: [ben@example.com]}}}}
  tier4: {{{{who: [eve@example.com]}}}}
rotations:
  primary: {{{{members: [ana@example.com], anchor: "2026-01-05"}}}}
"""
NWIRE = f"""
extends: {MODELS / "nwire.yaml"}
tiers:
  l1: {{{{who: [ana@example.com]}}}}
  l2: {{{{who: [ben@example.com]}}}}
  l3: {{{{who: [chloe@example.com]}}}}
teams:
  po: {{{{who: [dev@example.com]}}}}
hours:
  business: {{{{zone: Europe/Lisbon}}}}
channels:
  cs: {{{{address: "#cs"}}}}
"""
SKILLANCER = f"""
extends: {MODELS / "skillancer.yaml"}
tiers:
  tier1: {{{{who: [ana@example.com]}}}}
  tier3: {{{{who: [chloe@example.com]}}}}
teams:
  billing: {{{{who: [dev@example.com]}}}}
hours:
  extended: {{{{zone: Europe/Lisbon}}}}
  office: {{{{zone: Europe/Lisbon}}}}
  business: {{{{zone: Europe/Lisbon}}}}
channels:
  escalations: {{{{address: "#escalations"}}}}
"""
TAI = f"""
extends: {MODELS / "tai.yaml"}
rotations:
  primary_owner: {{{{members: [ana@example.com]}}}}
  support: {{{{members: [ana@example.com]}}}}
  engineering: {{{{members: [chloe@example.com]}}}}
  vp_product: {{{{members: [dev@example.com]}}}}
"""


async def calls(world, outage):
    """List whom the ladder called, after how many minutes."""
    log = await world.log(outage)
    begun = log[0].at
    return [((e.at - begun) // timedelta(minutes=1), e.event.target) for e in log if isinstance(e.event, Paged)]


class TestEvospin:
    """S0: tier 2 takes over as incident commander on its acknowledgement, and has five minutes for it."""

    async def test_five_minutes_after_a_silent_tier_2_tier_3_is_called(self, world):
        outage = await world.incident()
        await world.skip("36m")
        assert await calls(world, outage) == [(0, "tier1"), (30, "tier2"), (35, "tier3")]

    async def test_tier_2_takes_over_command_when_it_has_acknowledged(self, world, ana, chloe):
        # given a P1 that Ana of tier 1 commands, and gives to tier 2
        outage = await world.incident()
        await ana.presses("Acknowledge", ana.page())
        await ana.presses("Take command", outage)
        await ana.runs("/escalate needs a hotfix", in_=outage)
        assert await calls(world, outage) == [(0, "tier1"), (0, "tier2")]

        # when Chloe of tier 2 acknowledges, and takes over as she is offered
        await chloe.presses("Acknowledge", chloe.page())
        assert "Take command" in chloe.page().buttons
        await chloe.presses("Take command", chloe.page())

        # then command is hers, and no phone rings any more
        taken = [e for e in await world.log(outage) if isinstance(e.event, CommandTaken)]
        assert [(e.actor, e.event.instead_of) for e in taken] == [(ana.id, None), (chloe.id, ana.id)]
        assert world.pagerduty.ringing == []


class TestSignX:
    """S1: the last tier is the vendor, for what is the vendor's problem; their ticket is kept in ours."""

    @pytest.fixture
    def setting(self):
        return Setting(model=SIGNX, channels=("apex-support",))

    async def test_a_vendors_problem_ends_with_the_vendor(self, world, ana, eve):
        # given a P0 that the secondary was called for as well
        outage = await world.incident(severity="P0")
        await ana.presses("Acknowledge", ana.page())

        # when it turns out to be the vendor's, with their ticket
        await ana.opens("/incident facts", in_=outage)
        sent = await ana.sends({"What is so": [world.model.tags["vendor_related"]], "Ticket": "AWS-4711"})
        assert sent.ok

        # then whoever talks to the vendor is offered, and called when somebody says so; the ticket is on the card
        offer = next(m for m in world.messages_in(outage) if "Call them" in m.buttons)
        assert "Check vendor status pages" in offer.text
        await ana.presses("Call them", offer)
        assert eve.page(outage)
        assert "AWS-4711" in world.card_of(outage).text


class TestNwire:
    """S2: a ticket that crosses a level boundary goes up in real time."""

    @pytest.fixture
    def setting(self):
        return Setting(model=NWIRE, channels=("cs",))

    async def test_what_is_not_in_the_handoff_goes_to_level_2_at_once_and_data_integrity_to_level_3(self, world, ana):
        # given a P1 that began with level 1
        outage = await world.incident(severity="P1")
        assert await calls(world, outage) == [(0, "l1")]

        # when its answer is not in the handoff, and then data integrity is involved
        for fact in ("not_in_handoff", "data_integrity"):
            await ana.opens("/incident facts", in_=outage)
            assert (await ana.sends({"What is so": [world.model.tags[fact]]})).ok

        # then level 2 and level 3 are called without any wait
        assert await calls(world, outage) == [(0, "l1"), (0, "l2"), (0, "l3")]


class TestSkillancer:
    """S3: each kind of problem has its own path."""

    @pytest.fixture
    def setting(self):
        return Setting(model=SKILLANCER, channels=("incidents", "escalations"))

    async def test_a_failed_payment_goes_to_the_frontline_then_to_billing_then_to_engineering(self, world, fay):
        # given a P2 about a failed payment
        await fay.opens()
        await fay.sends({"Title": "Cards are declined", "Severity": "P2", "Category": "Payment failed"})

        # when it is escalated as often as its row of the table goes
        for _ in range(3):
            await fay.runs("/escalate INC-1 still declined")
            assert (await fay.sends(required_words(fay.form))).ok

        # then those of the row were called in order
        log = await world.log_of(1)
        assert [e.event.target for e in log if isinstance(e.event, Paged)] == ["tier1", "billing", "tier3"]


def required_words(form):
    """Answer every question of a form that has to be answered and is not yet: in words, or with the first choice."""
    answers = {}
    for block in form.blocks:
        element = block.get("element", {})
        if block["type"] != "input" or block.get("optional") or {"initial_value", "initial_option"} & set(element):
            continue
        choices = [option["text"]["text"] for option in element.get("options", ())]
        answers[block["label"]["text"]] = choices[0] if choices else "Declined since noon"
    return answers


class TestTai:
    """S4: what is unclear after ten minutes goes to engineering, whoever has acknowledged it."""

    @pytest.fixture
    def setting(self):
        channels = ("support-general", "support-critical", "support-escalations", "incidents-critical")
        return Setting(model=TAI, channels=channels)

    async def test_a_p2_that_stays_unclear_for_ten_minutes_is_engineerings(self, world, ana):
        outage = await world.incident(severity="P2")
        await ana.presses("Acknowledge", ana.page())
        await world.skip("11m")
        log = await world.log(outage)
        assert [e.event.target for e in log if isinstance(e.event, Acknowledged)] == ["tier1"]
        assert await calls(world, outage) == [(0, "tier1"), (10, "tier2")]
