"""What a running Conn logs: which request and incident a line is about, no secret, and nothing that holds it up."""

import asyncio
import json
import logging
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.logs import LogFormat, write_logs
from bot.trail import concerning, following
from tests.process.conn import ENDS_WITHIN, SOCKETS, STARTS_WITHIN, Process
from tests.process.stored import path_of
from tests.world import until

CANARY = "xoxb-1234567890-canary"
PASTED = f"token {CANARY} and https://hooks.slack.com/services/T0/B0/canary"


async def test_a_line_about_a_delivery_names_its_incident_and_no_log_line_holds_a_secret(env, slack):
    # given a Conn that logs for a collector, to which Slack will not pin anything
    slack.faults.error("pins.add", "not_allowed_token_type", times=None)
    async with Process({**env, "CONN_LOG_FORMAT": "json"}, slack) as conn:
        # when somebody pastes secrets into an incident, and Slack refuses a part of it
        await slack.person("fay").command("/incident", f"declare P1 {PASTED}")
        await conn.still()
        lines = [json.loads(line) for line in conn.printed.splitlines()]

    # then every line is one object with its time, and the refusal names the incident
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    assert [line for line in lines if line["level"] != "INFO" and line.get("incident") == "INC-1"], lines

    # and no secret of anybody is in it
    assert not [word for word in ("canary", *(env[n] for n in env if "TOKEN" in n)) if word in conn.printed]


@pytest.mark.parametrize("style", LogFormat)
def test_stack_traces_and_settings_are_hidden_as_well_as_messages(style, capsys):
    # given a log that knows two secrets of this process
    before = logging.getLogger().handlers[:]
    try:
        write_logs(style, ["s3cret-database-password", "short"])
        log = logging.getLogger("conn.test")

        # when an error carries them, and others that nobody told it of
        with following("Ev123"), concerning("INC-4"):
            error = ValueError(f"postgresql://conn:hunter2@db/conn s3cret-database-password {PASTED}")
            log.error("It failed with Authorization: Bearer abcdef-ghijkl", exc_info=error)
    finally:
        logging.getLogger().handlers[:] = before
    said = capsys.readouterr().err

    # then none of it is there, and what an operator needs is
    for secret in ("hunter2", "s3cret", "canary", "abcdef-ghijkl"):
        assert secret not in said
    assert "ValueError" in said
    if style is LogFormat.JSON:
        line = json.loads(said)
        assert (line["incident"], line["request"], line["level"]) == ("INC-4", "Ev123", "ERROR")


@pytest.mark.fault("F127")
async def test_a_log_that_cannot_be_written_holds_up_nothing(env, slack):
    # given a Conn whose log has no room left
    with Path("/dev/full").open("w") as full:  # noqa: ASYNC230 - it is no real file
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), env=env, cwd=path_of(env["DATABASE_URL"]).parent, stderr=full
        )
        try:
            async with asyncio.timeout(STARTS_WITHIN):
                await slack.connected(SOCKETS)

            # when something is declared that Conn would have a word to say about
            slack.faults.error("pins.add", "not_allowed_token_type", times=None)
            reply = await slack.person("fay").command("/incident", "declare P1 Checkout is down")

            # then it goes on as ever, and ends in good order
            assert reply.text.startswith("INC-1 (P1) is declared"), reply
            async with asyncio.timeout(STARTS_WITHIN):
                await until(lambda: slack.person("ana").dms)
            running.terminate()
            async with asyncio.timeout(ENDS_WITHIN):
                assert await running.wait() == 0
        finally:
            with suppress(ProcessLookupError):
                running.kill()
            await running.wait()
