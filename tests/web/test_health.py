"""What operators can ask: whether Conn lives, whether it may be used, and how it is doing."""

import asyncio
import re
from contextlib import contextmanager
from math import isnan

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed
from sqlalchemy import make_url, update

from bot import __version__
from bot.engine import MODULE, VERSION
from store.engine import take_over
from store.models import EngineRow
from tests.project.files import ROOT, text_of


async def asked(session, world, path):
    """Ask Conn, and read the status and the answer."""
    async with session.get(world.address + path) as response:
        return response.status, await response.json()


async def figures(session, world):
    """Scrape Conn: every sample by its name and labels."""
    async with session.get(world.address + "metrics") as response:
        assert response.status == 200
        text = await response.text()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in parsed(text)
        for sample in family.samples
    }


@contextmanager
def gone(url):
    """Throw everybody out of a Postgres database, and let nobody in."""
    address = make_url(url)
    server = address.set(database="postgres").render_as_string(hide_password=False)
    allow = "UPDATE pg_database SET datallowconn = %s WHERE datname = %s"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(allow, [False, address.database])
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [address.database])
        try:
            yield
        finally:
            admin.execute(allow, [True, address.database])


async def test_a_running_conn_is_alive_and_ready(world, session):
    status, said = await asked(session, world, "healthz")
    assert (status, said["healthy"]) == (200, True)
    assert 0 <= said["engine_tick_age_seconds"] < 5
    assert await asked(session, world, "readyz") == (200, {"ready": True})


async def test_with_slack_away_conn_stays_alive_and_ready(world, session):
    world.tolerates("Slack cannot be reached")
    await world.faults.down()

    assert (await asked(session, world, "healthz"))[0] == 200
    assert (await asked(session, world, "readyz"))[0] == 200


@pytest.mark.only("http-postgres", reason="an SQLite file does not go away")
async def test_without_its_database_conn_is_not_ready_and_says_why(world, session):
    # given a database that is gone
    world.tolerates("A tick failed", "Deliveries wait for the database")
    with gone(world.home.url):
        # then Conn says so, and its figures do not claim what they were
        status, said = await asked(session, world, "readyz")
        assert (status, said["ready"]) == (503, False)
        assert said["why"].startswith("The database ")
        seen = await figures(session, world)
        assert seen[("conn_database_up",)] == 0
        assert isnan(seen[("conn_timers_overdue",)])

    # and when it is back, so is Conn
    assert await asked(session, world, "readyz") == (200, {"ready": True})


@pytest.mark.fault("F96", "F124")
@pytest.mark.invariant("INV-23")
async def test_an_engine_that_stands_still_is_unhealthy(world, session):
    # given a newer release that took the clocks over, so that this engine stands down
    world.expects("is in charge of timers")
    async with world.bot.deps.database.begin() as tx:
        await take_over(tx, MODULE, VERSION + 1)

    # when it has not ticked for longer than it may
    world.bot.health.stuck = 0.2
    await asyncio.sleep(1.5)

    # then an orchestrator is told, and so is whoever reads it
    status, said = await asked(session, world, "healthz")
    assert status == 503
    assert not said["healthy"]
    assert re.fullmatch(r"The engine has not ticked for \d+ s\.", said["why"])

    # and back on the newer release all is well
    async with world.bot.deps.database.begin() as tx:
        await tx.execute(update(EngineRow).values(version=VERSION))
    await world.restarts()
    assert (await asked(session, world, "healthz"))[0] == 200


async def test_the_figures_follow_what_happens(world, session, ana):
    # given a P1 whose first call nobody answered in time, and a call that Slack refused for now
    world.faults.ratelimited("pins.add", 1)
    outage = await world.incident()
    await ana.presses("Take command", outage)
    await world.skip("31m")
    await world.skip("10s")

    # then the figures tell
    seen = await figures(session, world)
    assert seen[("conn_ack_seconds_count", "command")] == 1
    assert seen[("conn_ack_seconds_count", "action")] == 1
    assert seen[("conn_slack_calls_total", "pins.add", "ratelimited")] == 1
    assert seen[("conn_slack_calls_total", "conversations.create", "ok")] == 1
    assert seen[("conn_timer_late_seconds_count",)] >= 1
    assert seen[("conn_timers_overdue",)] == 0
    assert seen[("conn_effects", "delivered")] >= 3
    assert seen[("conn_effects", "pending")] == 0
    assert seen[("conn_surfaces_stale",)] == 0
    assert seen[("conn_database_up",)] == 1
    assert 0 <= seen[("conn_engine_tick_age_seconds",)] < 5
    model = world.bot.deps.models.current
    assert seen[("conn_info", model.name, model.revision, __version__)] == 1


@pytest.mark.only("http-postgres", reason="it is about requests over HTTP")
@pytest.mark.fault("F123")
async def test_figures_hold_no_secret_and_nothing_that_somebody_wrote(world, session, sender):
    await world.incident("Secret project Falcon")
    await sender.sends(b"x" * 10, {})

    async with session.get(world.address + "metrics") as response:
        text = await response.text()
    assert 'conn_requests_refused_total{why="not signed by Slack"} 1.0' in text
    for secret in (world.sandbox.bot_token, world.sandbox.signing_secret, "Falcon", world.people["fay"].id):
        assert secret not in text


@pytest.mark.fault("F128")
async def test_while_a_scrape_hangs_people_are_answered(world, session, fay):
    answers = await asyncio.gather(*(figures(session, world) for _ in range(20)), fay.runs("/incident list"))

    assert answers[-1].startswith("There is no open incident.")


async def test_every_figure_that_an_alert_is_made_of_is_served(world, session):
    # given the page of alerts
    wanted = set(re.findall(r"conn_[a-z_]+", text_of(ROOT / "bot" / "web" / "ALERTS.md")))

    # when something has happened, so that counters have begun, and Conn is scraped
    await world.incident("Checkout is down")
    names = {name for name, *_ in await figures(session, world)}
    async with session.get(world.address + "metrics") as response:
        names |= set(re.findall(r"^# TYPE (\S+)", await response.text(), re.MULTILINE))

    # then each figure is there
    assert wanted - names == set()
