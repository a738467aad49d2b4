"""Several replicas of Conn on one Postgres share what Slack allows."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.app import Bot, running
from bot.delivery import limits
from bot.sandbox import Sandbox
from bot.sandbox.pagerduty import PagerDuty
from bot.settings import MODELS, Settings
from tests.steps import number_in
from tests.world import MANIFEST, NAMES, until

STORM = 26

AT_ONCE = 4
"""How many declare in the same moment, so that two Conns in one process can answer everybody in time."""


class Replicas:
    """A limited Slack, and two Conns on one database."""

    def __init__(self, sandbox: Sandbox, bots: list[Bot], pagerduty: PagerDuty) -> None:
        self.sandbox = sandbox
        self.pagerduty = pagerduty
        self.bots = bots

    async def declares(self, count: int) -> set[int]:
        people = [self.sandbox.add_person(f"reporter{n}") for n in range(count)]
        lines = [p.command("/incident", f"declare P1 {p.name} cannot pay") for p in people]
        numbers = set[int]()
        for few in (lines[n : n + AT_ONCE] for n in range(0, count, AT_ONCE)):
            numbers |= {number_in(reply.text) for reply in await asyncio.gather(*few)}
        return numbers

    async def happens(self, method: str, count: int) -> None:
        async with asyncio.timeout(10):
            await until(lambda: len(self.sandbox.log.calls(method)) >= count)


@asynccontextmanager
async def workspace() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(MANIFEST, event_retries=(0.0, 0.05, 0.1))
    everybody = [sandbox.add_person(name, tz="Europe/Lisbon") for name in NAMES]
    for name in ("incidents", "oncall", "ebit-support"):
        sandbox.add_channel(name, everybody)
    async with sandbox:
        yield sandbox


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[Replicas]:
    async with workspace() as sandbox, PagerDuty() as pagerduty, AsyncExitStack() as conns:
        settings = Settings(
            pagerduty_routing_key=pagerduty.routing_key,
            pagerduty_events_url=pagerduty.events_url,
            slack_bot_token=sandbox.bot_token,
            slack_app_token=sandbox.app_token,
            slack_api_url=sandbox.api_url,
            database_url=postgres_url,
            conn_policy=MODELS / "demo.yaml",
            port=0,
            _env_file=None,
        )
        bots = [await conns.enter_async_context(running(settings)) for _ in range(2)]
        for bot in bots:
            await bot.connected()
        yield Replicas(sandbox, bots, pagerduty)


async def test_together_they_call_no_more_often_than_slack_allows(replicas):
    # when more incidents are declared than Slack lets anybody make channels for in a minute
    numbers = await replicas.declares(STORM)
    assert len(numbers) == STORM
    await replicas.happens("conversations.setTopic", limits.TIERS[2])
    await asyncio.sleep(1.0)

    # then the two have made as many as one may, and Slack had to refuse neither
    log = replicas.sandbox.log
    made = Counter(call.method for call in log.calls())
    assert made["conversations.create"] == limits.TIERS[2]
    assert made["conversations.setTopic"] == limits.TIERS[2]
    assert made["pins.add"] == limits.TIERS[2]
    assert not [call.method for call in log.calls() if call.error == "ratelimited"]
    assert not log.violations


@pytest.mark.fault("F49")
async def test_what_slack_tells_one_the_other_heeds(replicas):
    # given that Slack puts off whoever makes the first channel
    rule = replicas.sandbox.faults.ratelimited("conversations.create", 20)
    await replicas.declares(1)
    await replicas.happens("conversations.create", 1)
    await asyncio.sleep(0.1)

    # when the other replica has channels to make too
    await replicas.declares(6)
    await asyncio.sleep(1.0)

    # then neither asks again before Slack said
    assert rule.hits == 1
    assert len(replicas.sandbox.log.calls("conversations.create")) == 1
    assert not replicas.sandbox.log.violations


async def test_replicas_ring_each_phone_once_though_answers_are_lost(replicas):
    # given a PagerDuty whose first answers do not arrive
    replicas.pagerduty.faults.cut_after("trigger", times=2)

    # when four P1 are declared to two Conns
    await replicas.declares(4)
    async with asyncio.timeout(20):
        await until(lambda: len(replicas.pagerduty.calls) >= 6)
    await asyncio.sleep(0.2)

    # then four phones ring, once each
    assert len(replicas.pagerduty.alerts) == len({alert.dedup_key for alert in replicas.pagerduty.alerts}) == 4
