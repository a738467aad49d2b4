"""Several replicas of Conn on one Postgres share what Slack allows."""

import asyncio
from bisect import bisect
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.app import Bot, running
from bot.control import Control
from bot.delivery import limits
from bot.sandbox import Sandbox
from bot.sandbox.pagerduty import PagerDuty
from bot.settings import MODELS, Settings
from tests.crowd import crowd
from tests.steps import number_in
from tests.world import MANIFEST, NAMES, until

STORM = 26

SCARCE = ("conversations.create", "conversations.setTopic", "pins.add")

MINUTE = 60.0
PATIENCE = 25.0
"""Seconds until something that should happen at once never will."""

AT_ONCE = 4
"""How many declare in the same moment, so that two Conns in one process can answer everybody in time."""


class Replicas:
    """A limited Slack, and two Conns on one database."""

    def __init__(self, sandbox: Sandbox, bots: list[Bot], pagerduty: PagerDuty, settings: Settings) -> None:
        self.sandbox = sandbox
        self.pagerduty = pagerduty
        self.bots = bots
        self.settings = settings

    async def declares(self, count: int) -> set[int]:
        people = [self.sandbox.add_person(f"reporter{n}") for n in range(count)]
        lines = (p.command("/incident", f"declare P1 {p.name} cannot pay") for p in people)
        return {number_in(reply.text) for reply in await crowd(lines, AT_ONCE)}

    async def rests(self) -> None:
        """Wait until neither has anything to do that may be done now."""
        for bot in self.bots:
            await Control(bot.deps, bot.engine, bot.worker, self.settings).settled()

    async def happens(self, method: str, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            await until(lambda: len(self.sandbox.log.calls(method)) >= count)

    def most_in_a_minute(self, method: str) -> int:
        """Count the calls in the minute that had the most of them."""
        moments = sorted(call.started for call in self.sandbox.log.calls(method))
        return max(bisect(moments, moment + MINUTE) - n for n, moment in enumerate(moments))


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
        yield Replicas(sandbox, bots, pagerduty, settings)


async def test_together_they_call_no_more_often_than_slack_allows(replicas):
    # when more incidents are declared than Slack lets anybody make channels for in a minute
    numbers = await replicas.declares(STORM)
    assert len(numbers) == STORM
    for method in SCARCE:
        await replicas.happens(method, limits.TIERS[2])
    await replicas.rests()

    # then the two have called each method as often as one may, and Slack had to refuse neither
    log = replicas.sandbox.log
    assert {method: replicas.most_in_a_minute(method) for method in SCARCE} == dict.fromkeys(SCARCE, limits.TIERS[2])
    assert not [call.method for call in log.calls() if call.error == "ratelimited"]
    assert not log.violations


@pytest.mark.fault("F49")
async def test_what_slack_tells_one_the_other_heeds(replicas):
    # given that Slack puts off whoever makes the first channel
    rule = replicas.sandbox.faults.ratelimited("conversations.create", 20)
    await replicas.declares(1)
    await replicas.happens("conversations.create", 1)
    await replicas.rests()

    # when the other replica has channels to make too
    await replicas.declares(6)
    await replicas.rests()

    # then neither asks again before Slack said
    assert rule.hits == 1
    assert len(replicas.sandbox.log.calls("conversations.create")) == 1
    assert not replicas.sandbox.log.violations


async def test_replicas_ring_each_phone_once_though_answers_are_lost(replicas):
    # given a PagerDuty whose first answers do not arrive
    replicas.pagerduty.faults.cut_after("trigger", times=2)

    # when four P1 are declared to two Conns
    await replicas.declares(4)
    async with asyncio.timeout(PATIENCE):
        await until(lambda: len(replicas.pagerduty.calls) >= 6)
    await replicas.rests()

    # then four phones ring, once each
    assert len(replicas.pagerduty.alerts) == len({alert.dedup_key for alert in replicas.pagerduty.alerts}) == 4
