"""The Postgres under Conn is slow, gone, or lost in the middle: people are told the truth, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest
from sqlalchemy import func, select

from store.models import IncidentRow
from tests.clock import advance_to
from tests.database_line import DatabaseLine, database_line
from tests.world import Home, until

pytestmark = pytest.mark.only("http-postgres", reason="an SQLite file is not at the end of a wire")

TROUBLE = ("Once more", "A tick failed", "Deliveries wait for the database", "could not be marked", "Not recorded")
"""What is logged while a database is away."""


@pytest.fixture
async def laid(postgres_url: str) -> AsyncIterator[tuple[str, DatabaseLine]]:
    """Lay a wire to the database."""
    async with database_line(postgres_url) as laid:
        yield laid


@pytest.fixture
def home(laid, tmp_path) -> Home:
    """Let Conn live at the end of it."""
    return Home(laid[0], tmp_path, http=True)


@pytest.fixture
def line(laid) -> DatabaseLine:
    """Give the wire, to be disturbed."""
    return laid[1]


def declared(world):
    """Count what was announced; the history checker sees that it agrees with what is stored."""
    return len(world.announcements)


@pytest.mark.fault("F78")
@pytest.mark.invariant("INV-14")
@pytest.mark.parametrize("heard", [True, False])
async def test_a_connection_lost_while_committing_leaves_one_incident_and_a_true_answer(world, fay, line, heard):
    # given a connection that breaks at the commit of a declare, before or after the database has it
    world.tolerates(*TROUBLE)
    line.loses, line.heard = b"INSERT INTO incident", heard

    # when Fay declares
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then she reads that it is declared, and it is, once
    assert line.loses == b""
    assert answer.startswith("INC-1 (P1) is declared")
    assert declared(world) == 1


@pytest.mark.fault("F78")
@pytest.mark.invariant("INV-14")
async def test_who_cannot_be_told_whether_it_was_stored_is_told_that(world, fay, line):
    # given a database that goes at the commit of a declare, and stays away
    world.tolerates(*TROUBLE)
    world.expects("Perhaps recorded")
    line.loses, line.heard, line.for_good = b"INSERT INTO incident", True, True
    answer = await fay.runs("/incident declare P1 Checkout is down", settled=False)

    # then Fay reads that nobody knows
    assert answer.startswith("That may or may not be recorded")
    assert fay.last.latency_ms < 3000

    # and when it is back, what was stored is carried out
    line.up()
    await world.settles()
    assert declared(world) == 1


@pytest.mark.fault("F76")
async def test_who_types_while_the_database_is_gone_reads_that_nothing_was_recorded(world, fay, line):
    # given a database that is gone
    world.tolerates(*TROUBLE)
    line.down()

    # when Fay declares
    answer = await fay.runs("/incident declare P1 Checkout is down", settled=False)

    # then she knows within Slack's time, and when it is back it works
    assert answer.startswith("That was not recorded")
    assert fay.last.latency_ms < 3000
    line.up()
    assert (await fay.runs("/incident declare P1 Checkout is down")).startswith("INC-1 (P1) is declared")


@pytest.mark.fault("F77")
async def test_what_comes_due_while_the_database_is_gone_is_done_at_its_return_and_says_how_late(
    world, fay, line, postgres_url
):
    # given a P1 that nobody answers, and a database that goes before tier 2 is due
    world.tolerates(*TROUBLE)
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    due = await world.now() + world.minutes(33)
    line.down()

    # when it is back three minutes after that
    await advance_to(postgres_url, due)
    line.up()
    await world.skip("1s")

    # then tier 2 is called once, and reads how late
    assert world.paged == ["ana", "chloe", "dev"]
    assert "3 min late" in world.people["chloe"].page().text


@pytest.mark.fault("F30")
@pytest.mark.invariant("INV-14", "INV-15")
async def test_who_types_while_the_database_is_slow_is_answered_in_time_and_told_later(world, fay, line):
    # given a database to which everything takes its time
    world.tolerates(*TROUBLE)
    line.delay = 0.4

    # when Fay declares
    answer = await fay.runs("/incident declare P1 Checkout is down", settled=False)

    # then she is asked for patience within Slack's time, and told once it is recorded
    assert answer.startswith("That is not done yet")
    assert fay.last.latency_ms < 3000
    line.delay = 0.0
    await world.settles()
    assert any("INC-1 (P1) is declared" in message.text for message in fay.person.sees("general"))
    assert declared(world) == 1


@pytest.mark.fault("F30")
async def test_who_presses_while_the_database_is_slow_is_told_too(world, ana, line):
    # given a P1, and a database to which everything takes its time
    world.tolerates(*TROUBLE)
    outage = await world.incident()
    card = world.card_of(outage)
    line.delay = 0.6

    # when Ana acknowledges
    pressing = asyncio.create_task(ana.presses("Acknowledge", card))
    await asyncio.sleep(2.6)
    line.delay = 0.0
    await pressing

    # then she is asked for patience, and told when it is recorded
    told = [message.text for message in ana.person.sees(outage.channel) if message.to]
    assert [text.split(".")[0] for text in told] == ["That is not done yet", "That is recorded now"]
    assert any("acknowledged" in text for text in world.said_in(outage))


@pytest.mark.fault("F30")
async def test_a_form_sent_while_the_database_is_slow_stays_and_counts_once(world, fay, line):
    # given a filled form, and a database to which everything takes its time
    world.tolerates(*TROUBLE)
    await fay.opens("/incident declare P1")
    line.delay = 0.6

    # when Fay sends it, and again when she is told to
    sending = asyncio.create_task(fay.sends({"Title": "Checkout is down"}))
    await asyncio.sleep(2.6)
    line.delay = 0.0
    [sentence] = (await sending).errors.values()
    sent = await fay.sends()

    # then it counted once
    assert "Send it again in a moment: it counts once" in sentence
    assert sent.ok
    assert declared(world) == 1


@pytest.mark.fault("F79")
async def test_a_database_that_throws_everybody_out_again_and_again_loses_nothing(world, line):
    # given connections that break again and again
    world.tolerates(*TROUBLE, "Perhaps recorded", "The listening connection")

    async def breaking():
        while True:
            await asyncio.sleep(0.3)
            line.cut()

    breaker = asyncio.create_task(breaking())
    people = [world.sandbox.add_person(f"reporter{n}") for n in range(8)]

    # when eight people declare, each again until they read that it is done
    async def declares(person):
        while not (reply := await person.command("/incident", f"declare P3 {person.name} waits")).text.startswith(
            ("INC-", "You declared")
        ):
            assert reply.text.startswith("That ")

    await asyncio.gather(*(declares(person) for person in people))
    breaker.cancel()
    await world.skip("15s")

    # then there is one incident for each of them
    async with world.bot.deps.database.read() as tx:
        assert await tx.scalar(COUNT) == len(people)


@pytest.mark.fault("F86")
async def test_two_transactions_that_wait_for_each_other_end_with_both_done(world, ana, postgres_url):
    # given a P1, and another transaction that holds what its acknowledgement needs last
    world.tolerates(*TROUBLE)
    outage = await world.incident()
    async with await psycopg.AsyncConnection.connect(postgres_url) as other:
        await other.execute("SET LOCAL deadlock_timeout = '10s'")  # Conn is the one to be given up
        await other.execute("SELECT 1 FROM surface WHERE incident = 1 FOR UPDATE")

        # when Ana acknowledges, and the other wants the incident
        asking = asyncio.create_task(ana.runs("/incident ack", in_=outage, settled=False))
        await blocked(postgres_url)
        await other.execute("SELECT 1 FROM incident WHERE id = 1 FOR UPDATE")

    # then hers was tried again, and is done
    assert (await asking).startswith("You acknowledged INC-1")
    assert [record for record in world.records if record.levelname == "ERROR"] == []


@pytest.mark.long
@pytest.mark.fault("F81", "F87")
async def test_a_row_held_for_long_and_more_commands_than_connections_hold_up_no_clock(world, fay, ana, postgres_url):
    # given two P1, one of which somebody outside holds
    world.tolerates(*TROUBLE)
    held, free = await world.incident(), await world.incident("Login is down", by=ana)
    for outage in (held, free):
        await fay.runs(f"/incident ic {outage}")
    people = [world.sandbox.add_person(f"reporter{n}") for n in range(50)]
    await world.skip("1790s")
    async with await psycopg.AsyncConnection.connect(postgres_url) as other:
        await other.execute("SELECT 1 FROM incident WHERE id = 1 FOR UPDATE")

        # when more people want it than there are connections, and the next tier is due for both
        asking = [asyncio.create_task(notes(person, n)) for n, person in enumerate(people)]
        await blocked(postgres_url)
        await advance_to(postgres_url, await world.now() + world.minutes(0.4))

        # then the other incident's tier is called while they wait, and everybody is answered in time
        await until(lambda: {page.incident for page in world.pages if page.rung > 1} == {2} or asking[-1].done())
        assert not asking[-1].done()
        replies = await asyncio.gather(*asking)
        assert {reply.text.split(".")[0] for reply in replies} <= {"That was not recorded", "That is not done yet"}
        assert max(reply.latency_ms for reply in replies) < 3000

    # and once the first is let go, its own too
    await world.skip("1s")
    assert {page.incident for page in world.pages if page.rung > 1} == {1, 2}


async def notes(person, n):
    """Want the first incident, one person after the other."""
    await asyncio.sleep(n * 0.04)
    return await person.command("/incident", "note it hurts INC-1")


COUNT = select(func.count()).select_from(IncidentRow)


async def blocked(url):
    """Wait until somebody waits for a lock in this database."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as outside:
        while (await (await outside.execute(query)).fetchone()) == (0,):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
