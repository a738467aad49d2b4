"""Who is on call is kept in PagerDuty: Conn reads it there, calls them, and knows it while PagerDuty is away."""

from datetime import timedelta

import pytest

from tests.world import TUESDAY_MORNING, Setting

pytestmark = pytest.mark.only("socket-sqlite", reason="the stores are held against each other elsewhere")

SCHEDULED = """
extends: {demo}
tiers:
  tier1: {{who: ["pagerduty:PPRIME1"]}}
"""
HANDOFF = TUESDAY_MORNING + timedelta(hours=6)


@pytest.fixture
def setting():
    """Have tier 1 on call in PagerDuty, in a schedule that says so from the start."""

    def on_call(world):
        people = {name: world.pagerduty.add_user(name) for name in ("ben", "dev")}
        schedule = world.pagerduty.add_schedule("Primary", "PPRIME1")
        schedule.add(people["ben"], TUESDAY_MORNING - timedelta(days=3), HANDOFF)
        schedule.add(people["dev"], HANDOFF, HANDOFF + timedelta(days=7))

    return Setting(model=SCHEDULED, prepare=on_call)


async def test_whoever_is_on_call_in_pagerduty_is_paged(world):
    # when a P1 is declared while Ben is on call there, and another after the handoff
    outage = await world.incident()
    await world.people["fay"].runs(f"/incident cancel {outage}")
    await world.skip("6h")
    await world.incident("It is back")

    # then Ben and Dev are called, each in his time
    calls = [page.person.name for page in world.pages if page.target == "tier1"]
    assert calls == ["ben", "dev"]


async def test_oncall_says_until_when_who_follows_and_where_that_is_kept(ana, ben, dev):
    answer = await ana.runs("/oncall tier1")
    assert f"{ben.mention} until " in answer
    assert f"then {dev.mention}" in answer
    assert "Rule: tier1: PagerDuty schedule Primary (PPRIME1), read on 2030-01-15 at 10:00 UTC" in answer


async def test_an_override_made_in_pagerduty_counts_when_it_was_read_again(world):
    # given that Fay takes over from Ben in PagerDuty
    fay = world.pagerduty.add_user("fay")
    world.pagerduty.account.schedules["PPRIME1"].add(fay, TUESDAY_MORNING, TUESDAY_MORNING + timedelta(hours=2))

    # when Conn has read it, and a P1 is declared
    await world.bot.housekeeping.ask_pagerduty()
    await world.incident()

    # then Fay is called
    assert world.paged == ["fay"]


async def test_while_pagerduty_is_away_what_it_said_holds_even_across_a_restart(world, ana):
    # given a PagerDuty that is gone, and a Conn that starts anew without it
    await world.pagerduty.faults.down()
    world.expects("PagerDuty cannot say now who is on call in PPRIME1")
    world.tolerates("inc:1/phone")
    await world.restarts()

    # when a P1 is declared after the handoff
    await world.skip("6h")
    await world.incident()

    # then Dev is called, and /oncall says how old that is
    assert world.paged == ["dev"]
    assert "read on 2030-01-15 at 10:00 UTC" in await ana.runs("/oncall tier1")


async def test_beyond_what_was_read_the_tier_is_passed_over_and_it_is_said_why(world):
    # given that PagerDuty was last read three weeks ago
    await world.skip("3w")

    # when a P1 is declared
    outage = await world.incident()

    # then the next tier is called, and the room knows why
    assert world.paged == ["chloe", "dev"]
    assert any("PagerDuty was last read on 2030-01-15" in said for said in world.said_in(outage))


class TestUnknown:
    """A schedule that PagerDuty does not have."""

    @pytest.fixture
    def setting(self):
        return Setting(model=SCHEDULED)

    async def test_it_is_passed_over_with_the_reason(self, world):
        world.expects("names the PagerDuty schedule PPRIME1")
        outage = await world.incident()
        assert world.paged == ["chloe", "dev"]
        assert any("PagerDuty has no such schedule" in said for said in world.said_in(outage))


class TestWithoutToken:
    """A schedule in the model, and no token to read it with."""

    @pytest.fixture
    def setting(self):
        return Setting(model=SCHEDULED, phones=False)

    async def test_the_tier_is_passed_over_and_the_start_says_what_is_missing(self, world):
        world.expects("PAGERDUTY_API_TOKEN is not set")
        outage = await world.incident()
        assert world.paged == ["chloe", "dev"]
        assert any("a PagerDuty schedule that was never read" in said for said in world.said_in(outage))


async def test_a_token_that_may_no_longer_read_is_named_and_never_shown(world):
    # given a token that was withdrawn in PagerDuty
    token = world.pagerduty.api_token
    world.pagerduty.account.api_token = "u+another-one"  # noqa: S105 - the look-alike's own

    # when Conn asks again
    await world.bot.housekeeping.ask_pagerduty()
    world.expects("PagerDuty cannot say now who is on call")

    # then the log says what to mend, without the token, and what was read holds
    [warning] = [record.getMessage() for record in world.records if "who is on call" in record.getMessage()]
    assert "PAGERDUTY_API_TOKEN may not read schedules" in warning
    assert token not in warning
    await world.incident()
    assert world.paged == ["ben"]
