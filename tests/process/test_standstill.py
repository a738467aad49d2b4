"""A process that stood still leaves alone what came meanwhile: whoever sent it has read that nothing was done."""

import asyncio
import os
import signal

import pytest

from tests.process.conn import Process
from tests.process.stored import path_of, rows


@pytest.mark.slow
@pytest.mark.fault("F17")
async def test_a_command_that_waited_through_a_standstill_is_not_carried_out(conn: Process, slack):
    # given a Conn that stands still
    fay = slack.person("fay")
    os.kill(conn.pid, signal.SIGSTOP)

    # when Fay declares, and is told by Slack that it came to nothing
    reply = await fay.command("/incident", "declare P1 Checkout is down")
    assert reply.error == "operation_timeout"
    await asyncio.sleep(0.5)
    os.kill(conn.pid, signal.SIGCONT)
    await conn.settled()

    # then it did come to nothing
    assert rows(path_of(conn.env["DATABASE_URL"]), "SELECT id FROM incident") == []
    assert "stood still" in conn.printed

    # and a moment later she is heard again
    async with asyncio.timeout(20):
        while (await fay.command("/incident", "declare P1 Checkout is down")).error:
            pass
    await conn.settled()
    assert rows(path_of(conn.env["DATABASE_URL"]), "SELECT id FROM incident") == [(1,)]
