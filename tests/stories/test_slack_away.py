"""Slack is away, slow or says `later`: everything arrives once, and what is late says so."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing

import psycopg
import pytest
from aiohttp import ClientSession

from store.engines import is_sqlite, path_of

METHODS = (
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "chat.postMessage",
    "pins.add",
    "bookmarks.add",
    "conversations.list",
    "conversations.join",
)


def complete(world, outage):
    """Say whether everything a P1 brings is there; the history checker sees that nothing is there twice."""
    return (
        world.pinned_in(outage) == [world.card_of(outage)]
        and world.topic_of(outage).startswith("P1 | ")
        and [bookmark.title for bookmark in world.bookmarks_of(outage)] == ["Bridge"]
        and world.members_of(outage) == ["fay", "ana"]
        and len(world.announcements) == 1
        and world.paged == ["ana"]
    )


async def vain_calls(world):
    """Count the calls that found no way to Slack, from Conn's own figures."""
    async with ClientSession() as session, session.get(f"{world.address}metrics") as figures:
        lines = (await figures.text()).splitlines()
    return sum(float(line.split()[-1]) for line in lines if "conn_slack_calls_total" in line and "unreachable" in line)


@asynccontextmanager
async def locked(url):
    """Hold a database as another program would, as soon as nobody else writes."""
    if not is_sqlite(url):
        async with await psycopg.AsyncConnection.connect(url) as other:
            await other.execute("LOCK TABLE incident, inbox IN ACCESS EXCLUSIVE MODE")
            yield
        return
    with closing(sqlite3.connect(path_of(url), timeout=0)) as other:
        while not other.in_transaction:
            try:
                other.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                await asyncio.sleep(0.01)
        yield


@pytest.mark.fault("F57")
async def test_a_declaration_while_slack_answers_nothing_arrives_late_and_once(world, fay, ana):
    # given that no call to Slack gets through
    rule = world.faults.cut_before(lambda method, _: method != "apps.connections.open", times=None)

    # when Fay declares, and it lasts a minute
    answer = await fay.runs("/incident declare P1 Checkout is down")
    assert answer.startswith("INC-1 (P1) is declared")
    await world.skip("1m")
    assert world.paged == []
    world.faults.rules.remove(rule)
    await world.skip("1m")

    # then everything is there, and the page says that it is late
    assert complete(world, await world.outage(1))
    assert "late" in ana.page().text
    assert "Slack was unreachable" in ana.page().text


async def test_conn_may_start_while_slack_is_away(world, fay):
    # given that Conn is started while Slack is gone
    world.tolerates("Slack cannot be reached", "Slack cannot say yet")
    await world.stops()
    await world.faults.down()
    await world.starts(connected=False)

    # when Slack is back
    await world.faults.up()
    await world.reached()

    # then people can declare, and the right ones are paged
    assert (await fay.runs("/incident declare P1 Checkout is down")).startswith("INC-1 (P1) is declared")
    assert world.paged == ["ana"]


@pytest.mark.fault("F57")
async def test_slack_gone_altogether_for_a_minute_loses_nothing(world, fay):
    # given a P1 whose next tier comes due while Slack is gone
    world.tolerates("Slack cannot be reached")
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    await world.skip("29m")

    # when Slack is gone for two minutes
    await world.faults.down()
    await world.bot.deps.database.skip(world.minutes(2))
    await world.faults.up()
    await world.reached()
    await world.skip("1m")

    # then tier 2 was called once, and people can act again
    assert world.paged == ["ana", "chloe", "dev"]
    assert (await fay.runs("/incident list")).startswith("Open incidents: 1")


@pytest.mark.fault("F57")
async def test_while_slack_is_away_one_call_a_second_finds_out_and_phones_ring_all_the_same(world):
    # given several P1 that nobody answers
    world.tolerates("Slack cannot be reached", "Failed to check the current session")
    for number in range(3):
        await world.incident(f"Shop {number} is down")

    # when Slack is gone, and the moment passes at which the next tier of each is called
    await world.faults.down()
    await world.bot.deps.database.skip(world.minutes(31))
    await world.skip("1s")

    # then the phones of that tier have rung
    rung = [alert.first["payload"]["group"] for alert in world.pagerduty.alerts]
    assert rung.count("tier2") == 3

    # and however much waits, one call a second finds out whether Slack is back
    before, began = await vain_calls(world), await world.now()
    for _ in range(8):
        await world.skip("1s")
    seconds = (await world.now() - began).total_seconds()
    assert 6 <= await vain_calls(world) - before <= seconds + 1

    # and when it is, people are called before anything else is said
    known = len(world.sandbox.log.calls("chat.postMessage"))
    await world.faults.up()
    await world.reached()
    await world.skip("5s")
    posts = world.sandbox.log.calls("chat.postMessage")[known:]
    pages = ["/page/" in post.args["metadata"]["event_payload"]["key"] for post in posts]
    assert pages.count(True) == 6
    assert all(pages[:6])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.fault("F54")
async def test_an_answer_lost_after_the_deed_is_looked_up_and_the_deed_done_once(world, method):
    # given that Slack does it and the answer is lost
    world.faults.cut_after(method)

    # when a P1 is declared
    await world.people["fay"].runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then everything is there, once
    assert complete(world, await world.outage(1))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.fault("F52")
async def test_an_error_page_after_the_deed_is_no_proof_that_it_failed(world, method):
    # given that Slack does it and answers with an error page
    world.faults.status(method, 500, after=True)

    # when a P1 is declared
    await world.people["fay"].runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then everything is there, once
    assert complete(world, await world.outage(1))


@pytest.mark.fault("F54")
async def test_every_kind_of_message_survives_a_lost_answer(world, ana, fay):
    # given that the answer to every third post is lost after the deed
    posts = iter(range(1000))
    world.faults.cut_after(lambda method, _: method == "chat.postMessage" and next(posts) % 3 == 2, times=None)

    # when an incident runs its course
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")
    outage = await world.outage(1)
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/escalate", in_=outage)
    await world.skip("16m")
    await ana.runs("/incident resolve", in_=outage)
    await world.skip("10s")

    # then everybody was called once; the history checker counts the rest
    assert world.paged == ["ana", "chloe", "dev", "eve"]


@pytest.mark.long
@pytest.mark.fault("F54")
async def test_a_call_that_hangs_is_looked_up(world, fay):
    # given that making the channel and paging hang, although they are done
    world.faults.hang("conversations.create", 6, after=True)
    world.faults.hang("chat.postMessage", 6, after=True)

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("10s")

    # then everything is there, once
    assert complete(world, await world.outage(1))


@pytest.mark.fault("F49")
async def test_every_method_may_be_limited_and_nothing_is_lost(world, fay):
    # given that every method says `later` once
    for method in METHODS:
        world.faults.ratelimited(method, 1)

    # when a P1 is declared
    await fay.runs("/incident declare P1 Checkout is down")
    await world.skip("20s")

    # then everything is there, once; the history checker sees that nobody called too early
    assert complete(world, await world.outage(1))


@pytest.mark.fault("F82")
async def test_a_locked_database_is_admitted_within_three_seconds(world, fay):
    # given that another program holds the database
    world.expects("Not recorded")
    world.tolerates("Deliveries wait for the database", "A tick failed")
    async with locked(world.home.url):
        # when Fay declares
        answer = await fay.runs("/incident declare P1 Checkout is down", settled=False)

    # then she reads that nothing was recorded, and trying again works
    assert answer.startswith("That was not recorded")
    assert fay.last.latency_ms < 3000
    await world.settles()
    assert world.announcements == []
    assert (await fay.runs("/incident declare P1 Checkout is down")).startswith("INC-1 (P1) is declared")
