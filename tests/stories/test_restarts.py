"""Conn was away: what was due is sent once, late, and says so."""

import asyncio
import re

import pytest

from tests.sights import key_of


@pytest.mark.fault("F16")
async def test_a_page_that_came_due_while_conn_was_away_is_sent_once_and_says_why(world, fay, chloe):
    # given a P1 nobody answered, with Fay in command
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)

    # when Conn is away from minute 0 to minute 40
    await world.restarts(after="40m")

    # then tier 2 is called once, and the page says how late and why
    assert world.paged == ["ana", "chloe", "dev"]
    page = chloe.page().text
    assert "comes 10 min late: Conn was not running from <!date^" in page
    assert "|10:00 UTC> to " in page
    assert "|10:40 UTC>" in page


async def test_one_message_says_what_was_due_what_is_overdue_and_what_was_sent_late(world):
    # given a P1 nobody answered, without a commander
    outage = await world.incident()

    # when Conn is away for forty minutes
    await world.restarts(after="40m")

    # then the room reads one account of it, before what is made up for
    [account] = [text for text in world.said_in(outage) if text.startswith("Conn was not running")]
    words = re.sub(r"<!date[^|]*\|([^>]*)>", r"\1", account)
    assert words == (
        "Conn was not running from 10:00 UTC to 10:40 UTC. Overdue now: the internal update (10:15 UTC). "
        "Late, and made up for now: the call for an incident commander (10:02 UTC), the word that perhaps no phone "
        "rings (10:05 UTC) and the next call (10:30 UTC)."
    )
    said = world.said_in(outage)
    made_up = [text for text in said if "late" in text and text != account]
    assert len(made_up) == 3
    assert said.index(account) < min(map(said.index, made_up))


async def test_an_absence_is_told_once_however_often_conn_restarts(world):
    # given an absence that was told
    outage = await world.incident()
    await world.restarts(after="40m")

    # when Conn restarts again, at once and after a while in which nothing was due
    await world.restarts()
    await world.restarts(after="31s")

    # then nothing is added
    assert sum(text.startswith("Conn was not running") for text in world.said_in(outage)) == 1


@pytest.mark.fault("F16")
async def test_the_next_tier_gets_its_full_time_after_a_late_call(world, fay):
    # given that tier 2 was called late, at minute 40
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    await world.restarts(after="40m")

    # when four minutes pass, and then the fifth
    await world.skip("4m")
    assert world.paged == ["ana", "chloe", "dev"]
    await world.skip("1m")

    # then tier 3 is called only now
    assert world.paged == ["ana", "chloe", "dev", "eve"]


@pytest.mark.fault("F16")
async def test_calls_for_a_commander_that_were_missed_are_said_once(world):
    # given a P1 without a commander
    outage = await world.incident()

    # when Conn is away for half an hour
    await world.restarts(after="29m")

    # then one call stands there, and says that it is late
    [call] = [m for m in world.messages_in(outage) if "/commander/" in key_of(m)]
    assert "late" in call.text


async def test_a_restart_with_nothing_due_says_nothing(world, ana):
    # given a P1 in good hands
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    await ana.presses("Take command", outage)
    said = world.said_in(outage)
    card = world.card_of(outage)

    # when Conn restarts
    await world.restarts(after="1m")

    # then nothing is said again, and the buttons still work
    assert world.said_in(outage) == said
    assert world.card_of(outage).ts == card.ts
    await ana.presses("Resolve", outage)
    assert world.topic_of(outage).startswith("P1 | Resolved")


async def test_two_restarts_in_a_row_send_nothing_twice(world):
    # given a P1 nobody answered, due for tier 2 while Conn is away
    await world.incident()

    # when Conn restarts twice
    await world.restarts(after="31m")
    await world.restarts()

    # then everybody was paged once
    assert world.paged == ["ana", "chloe", "dev"]


async def test_what_was_said_while_conn_was_away_is_answered_with_an_error_and_changes_nothing(world, fay):
    # given that Conn is away
    await world.stops()

    # when Fay declares
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then Slack tells her, and nothing half done is left
    assert answer == "[dispatch_failed]"
    await world.starts()
    await world.settles()
    assert world.announcements == []


@pytest.mark.fault("F16")
async def test_a_machine_that_slept_says_so_too(world):
    # given a P1 nobody answered
    outage = await world.incident()

    # when the machine sleeps for forty minutes, and Conn with it
    await world.bot.deps.database.skip(world.minutes(40))
    await world.settles()

    # then it is told once, as after a stop, and made up for
    assert sum(text.startswith("Conn was not running") for text in world.said_in(outage)) == 1
    assert world.paged == ["ana", "chloe", "dev"]


@pytest.mark.only("socket-sqlite", reason="it is about the clock's own task, which both databases have alike")
async def test_a_clock_that_is_woken_in_the_moment_in_which_it_is_stopped_stops(world):
    # given a clock that waits for what is due next
    running = asyncio.create_task(world.bot.engine.run())
    await world.settles()

    # when something wakes it, and it is stopped before it could look
    world.bot.engine.wake()
    running.cancel()

    # then it has ended, not gone on for ever
    done, _ = await asyncio.wait([running], timeout=5)
    assert done == {running}
