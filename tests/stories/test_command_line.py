"""Incidents run from a terminal while Slack is away, and what Slack shows when it is back."""

import re

import pytest

from bot.domain.events import CommandLineUsed
from tests.clock import advance_to


async def later(world, length):
    """Let time pass while nothing runs."""
    await advance_to(world.home.url, world.at + length)
    world.at += length


@pytest.mark.fault("F57")
async def test_an_incident_run_from_a_terminal_is_told_in_order_once_and_with_its_own_times(world, terminal, ana, ben):
    # given that neither Slack nor Conn is there
    world.tolerates("Slack cannot be reached")
    started = world.at = await world.now()
    await world.stops()
    await world.faults.down()

    # when Ana and Ben run an incident from a terminal, minutes apart
    answer = await terminal(ana, "declare P1 Checkout is down & out")
    assert answer.startswith("INC-1 (P1) is declared: Checkout is down & out.\n")
    assert "as soon as Slack takes it" in answer
    await later(world, world.minutes(2))
    await terminal(ana, "ack")
    await terminal(ana, "ic INC-1")
    await terminal(ana, "role comms @ben")
    await later(world, world.minutes(2))
    await terminal(ana, "note tried: a restart of <node 3>")
    await terminal(ana, "update We fail over to B", "--to", "internal", "--next", "30m")
    assert "as soon as Slack takes it" in await terminal(ben, "show")
    await terminal(ben, "resolve Traffic is back")

    # then, when both are back, all of it is there in order and once, and what is late says so
    await world.faults.up()
    await world.starts_at(world.at + world.minutes(1))
    await world.settles()
    outage = await world.outage(1)
    said, told = world.said_in(outage), ("acknowledged", "is incident commander", "made ", "fail over", "is resolved")
    assert [text for text in said if any(words in text for words in told)] == said[: len(told)]
    assert all(words in text for words, text in zip(told, said, strict=False)), said
    assert "comes 3 min late" in said[0]
    assert len(world.announcements) == 1
    assert world.topic_of(outage).startswith("P1 | Resolved")

    # and the record has the times at which it happened, and says that it was typed outside Slack
    log = await world.log(outage)
    assert (log[0].at - started).total_seconds() < 30
    outside = [entry.actor for entry in log if isinstance(entry.event, CommandLineUsed)]
    assert outside == [*[ana.id] * 6, ben.id]
    timeline = await ana.runs("/incident timeline", in_=outage)
    assert "did this on the command line, as the user" in timeline


@pytest.mark.fault("F57")
async def test_a_running_conn_carries_out_what_is_typed_in_a_terminal(world, terminal, ana, fay):
    # given a running Conn from which no call to Slack gets through
    rule = world.faults.cut_before(lambda method, _: method != "apps.connections.open", times=None)

    # when Fay declares and Ana answers from a terminal, and Slack is back half a minute later
    await terminal(fay, "declare P1 Checkout is down")
    assert "You acknowledged INC-1." in await terminal(ana, "ack")
    await world.skip("32s")
    world.faults.rules.remove(rule)
    await world.skip("10s")

    # then it was never forgotten
    [said] = world.said_in(await world.outage(1))
    assert said.startswith(f"{ana.mention} acknowledged")
    assert re.search(r"comes \d+ s late", said), said
    assert world.members_of(await world.outage(1)) == ["fay", "ana"]
