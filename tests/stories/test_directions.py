"""Questions answered on the spot, out of the support model, to the person who asks and to nobody else."""

import pytest

from bot.settings import MODELS
from tests.world import Setting

ASKED = (
    "/incident route fairness seed",
    "/incident channel P2",
    "/incident can deploy hotfixes",
    "/incident contacts",
    "/incident runbook oncall",
)


@pytest.mark.parametrize("line", ASKED)
async def test_only_the_person_who_asks_reads_the_answer(world, ana, line):
    before = len(world.sandbox.channel("general").messages)
    assert await ana.runs(line)
    assert len(world.sandbox.channel("general").messages) == before


class TestDemo:
    """The demo's model: tiers with people, a channel matrix, an authority list, no routes and no directory."""

    async def test_who_asks_about_an_urgency_reads_the_right_channel_and_the_wrong_ones(self, ana):
        answer = await ana.runs("/incident channel p2 is the queue slow?")
        assert answer.splitlines() == [
            "P2 goes here:",
            "Slack #oncall (mention).",
            "For: P2; Ack confirmation; IC handoff.",
            "Not for: P0/P1 (page first, then post).",
            "Expect: Ack &lt; 1 hr.",
            "Not for P2: PagerDuty (page); Slack #ebit-support (post); Video bridge; Status page (customer-facing).",
        ]

    async def test_who_asks_for_a_subject_reads_its_channel(self, ana):
        assert "Email: support@example.com." in await ana.runs("/incident channel billing question")

    async def test_without_an_urgency_every_channel_is_listed(self, ana):
        answer = await ana.runs("/incident channel")
        assert "Slack #ebit-support (post): P3; Questions" in answer
        assert "For example: /incident channel P0." in answer

    async def test_whether_i_may_depends_on_my_tier(self, ana, chloe, fay):
        # given Ana in Tier 1's rotation, Chloe in Tier 2, and Fay in no tier
        line = "/incident can deploy hotfixes"

        # when each asks, then each reads what holds for them, and who may
        refused = await ana.runs(line)
        assert refused.startswith("Deploy hotfixes: no, the model does not say that you may (Tier 1, ")
        assert "May: Tier 2, customer team senior on-call; Tier 3, ebit-team escalation." in refused
        assert (await chloe.runs(line)).startswith("Deploy hotfixes: yes, you may (Tier 2, ")
        assert (await fay.runs(line)).startswith("Deploy hotfixes: the model names you in no tier")

    async def test_without_an_action_i_read_all_that_i_may(self, ana):
        answer = await ana.runs("/incident can")
        assert "You (Tier 1, customer team first responder) may: Restart services; Drain queues;" in answer
        assert "You may not, or it is not said: Modify production code;" in answer

    async def test_a_word_of_the_action_is_enough(self, chloe):
        answer = await chloe.runs("/incident can deploy")
        assert answer.startswith("The nearest to deploy:\nDeploy hotfixes: yes, you may")

    async def test_a_runbook_is_found_by_what_it_is_about(self, ana):
        answer = await ana.runs("/incident runbook who is notified")
        assert answer.startswith("Escalation matrix: escalation-matrix.md (Severity ")

    async def test_what_fits_nothing_is_answered_with_what_there_is(self, ana):
        answer = await ana.runs("/incident runbook <!channel> zzz")
        assert "<!channel>" not in answer
        assert "Nothing here fits" in answer
        assert "Escalation matrix; On-call runbook; Onboarding curriculum; On-call readiness." in answer

    async def test_a_part_of_the_system_has_its_owner(self, ana):
        assert "Fairness seed mechanism: Tier 3, ebit-team escalation." in await ana.runs(
            "/incident route fairness seed"
        )

    async def test_what_the_model_leaves_out_is_said_with_where_it_goes(self, ana):
        answer = await ana.runs("/incident contacts")
        assert "says nothing about contacts." in answer
        assert "Whoever looks after it adds them under contacts: in demo.yaml." in answer


class TestDirectory:
    """Skillancer's model with one tier filled in: routes, an authority matrix and a directory, with open places."""

    @pytest.fixture
    def setting(self):
        """Run on that model."""
        return Setting(model=f"extends: {MODELS / 'skillancer.yaml'}\ntiers:\n  tier3:\n    who: [eve@example.com]\n")

    async def test_a_problem_has_an_owner_a_path_and_a_time(self, ana):
        assert await ana.runs("/incident route refund") == (
            "Refund request (Billing): Tier 1: Frontline Support, then Billing Team. In all within 1 d.\n"
            "Reach them: support@skillancer.com."
        )

    async def test_the_model_itself_is_asked_part_by_part(self, ana):
        answer = await ana.runs("/incident model P0")
        assert answer.startswith("P0 Critical: Complete service outage or security breach (")
        assert "Everybody stays until it is resolved." in answer
        assert "CSAT: over 90 %." in await ana.runs("/incident model measures")
        assert "/incident model P0" in await ana.runs("/incident model")

    async def test_a_part_that_the_model_does_not_have_is_answered_with_those_it_has(self, ana):
        answer = await ana.runs("/incident model xyzzy")
        assert answer.startswith("Nothing here fits xyzzy.")
        assert "It has: severities; tiers; teams;" in answer

    async def test_two_problems_at_once_are_both_answered_and_open_places_are_named(self, ana):
        answer = await ana.runs("/incident route user hacked, a journalist asks")
        assert "Account compromise (Trust &amp; Safety): Security, then" in answer
        assert "Open in the model: Security (head of support)." in answer
        assert "Press inquiry (Business): PR, then CEO and CMO." in answer

    async def test_without_words_every_kind_of_problem_is_listed(self, ana):
        answer = await ana.runs("/incident route")
        assert "Billing: Payment failed; Refund request; Withdrawal issues;" in answer
        assert "For example: /incident route login problems." in answer

    async def test_the_directory_is_read_whole_or_in_part(self, ana):
        assert len((await ana.runs("/incident contacts")).splitlines()) == 16
        assert await ana.runs("/incident contacts billing") == "Billing Team: billing@skillancer.com; 9am-6pm"
        assert "CTO (Tier 4: Executive Escalation): still open: CTO's contact (head of support)" in (
            await ana.runs("/incident contacts cto")
        )

    async def test_a_slip_of_the_finger_still_finds_it(self, ana):
        assert (await ana.runs("/incident contacts verifcation")).startswith(
            "The nearest to verifcation:\nVerification Team: verify@skillancer.com"
        )

    async def test_an_urgency_that_no_channel_is_meant_for_says_so(self, ana):
        answer = await ana.runs("/incident channel P2")
        assert answer.startswith("P2 Medium: the model binds no channel to it.")
        assert "Not for P2: #incidents; PagerDuty;" in answer


class TestTrust:
    """A team with a lead, who may what the team may not, and a kind of problem of its own."""

    @pytest.fixture
    def setting(self):
        """Make Dev the lead of a team that Ben is in."""
        return Setting(
            model="""
extends: {demo}
teams:
  trust: {{name: Trust, who: [ben@example.com, "@trust"], lead: [dev@example.com]}}
routes:
  abuse: {{name: Abuse, category: Trust, owner: trust, path: standard}}
authority:
  ban: {{name: Ban user, allowed: [tier3], leads: [trust], denied: [tier1, tier2]}}
""",
            groups={"trust": ("fay",)},
        )

    async def test_a_problem_with_a_path_of_its_own_names_it(self, ana):
        answer = await ana.runs("/incident route abuse")
        assert answer == "Abuse (Trust): Trust. It escalates along: Tier 1, Tier 2, Tier 3."

    async def test_only_the_lead_of_a_team_may(self, ben, fay, dev, ana):
        line = "/incident can ban user"
        assert "Ban user: not by yourself (Tier 1, customer team first responder and Trust); ask your lead." in (
            await ben.runs(line)
        )
        assert "Ban user: not by yourself (Trust); ask your lead.\n" in await fay.runs(line)
        assert "Ban user: yes, you may (Tier 2, customer team senior on-call and Trust)." in await dev.runs(line)
        refused = await ana.runs(line)
        assert "Ban user: no, you may not (Tier 1, customer team first responder)." in refused
        assert "Only their lead may: Trust." in refused
