"""What a running Conn logs: which request and incident a line is about, and no secret, whatever people paste."""

import json
import logging

import pytest

from bot.logs import LogFormat, write_logs
from bot.trail import concerning, following
from tests.process.conn import Process

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
