"""The doctor names what keeps Conn from its work, with the mend, and changes nothing."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner

from bot.cli import main
from bot.domain.people import PersonId
from bot.sandbox import Sandbox
from store import people
from store.database import Database
from tests.process.conn import command, environment
from tests.world import MANIFEST, NAMES


async def examined(env, **changes):
    """Run the doctor, and give its exit code and its lines."""
    merged = {name: value for name, value in {**env, **changes}.items() if value is not None}
    ended = await command("doctor", env=merged)
    assert "Traceback" not in ended.err, ended.err
    return ended.code, ended.out


async def test_where_all_is_well_it_says_so(env):
    code, said = await examined(env)
    assert code == 0, said
    assert "Slack knows Conn as" in said
    assert "Slack is heard over Socket Mode." in said
    assert "scopes that Conn uses, and no other" in said
    assert "clock agrees with Slack's" in said


async def test_it_can_look_while_conn_runs(conn):
    code, said = await examined(conn.env)
    assert code == 0, said


async def test_the_folder_for_snapshots_is_looked_at(env, folder):
    # given a person whom Slack knew, and a folder for open incidents
    database = Database(env["DATABASE_URL"])
    await database.open()
    async with database.begin() as tx:
        await people.keep(tx, "ana@example.com", [PersonId("U0ANA")])
    await database.close()
    kept = {**env, "CONN_SNAPSHOTS": f"{folder}/snapshots", "CONN_ACTING_AS": "ana@example.com"}

    async def typed(line, **changes):
        return await asyncio.to_thread(CliRunner().invoke, main, line.split(), env={**kept, **changes})

    # when an incident is declared, it is in the folder
    declared = await typed("incident declare P1 Checkout is down")
    assert declared.exit_code == 0, declared.output
    assert f"ok    Open incidents are kept in {folder}/snapshots." in (await typed("doctor")).output

    # when the folder falls behind, or is none, the doctor says so
    await typed("incident ack", CONN_SNAPSHOTS="")
    assert "The snapshot of INC-1 in" in (await typed("doctor")).output
    seen = await typed("doctor", CONN_SNAPSHOTS=f"{folder}/conn.db")
    assert f"wrong No snapshot can be written to {folder}/conn.db." in seen.output


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SLACK_BOT_TOKEN": None}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refuses SLACK_BOT_TOKEN (invalid_auth)"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack refuses SLACK_APP_TOKEN (invalid_auth)"),
        ({"SLACK_APP_TOKEN": None}, "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set."),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "Slack cannot be reached"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "The database cannot be reached."),
    ],
)
async def test_each_thing_that_is_wrong_is_named(env, changes, words):
    code, said = await examined(env, **changes)
    assert code == 1, said
    assert words in said
    assert "xoxb-wrong" not in said
    assert "xapp-wrong" not in said


async def test_a_broken_model_is_told_line_by_line_and_open_places_with_their_owner(env, folder):
    broken = folder / "broken.yaml"
    broken.write_text("name: Acme\nseverities: {P1: {name: P1, path: nowhere}}\n")
    code, said = await examined(env, CONN_POLICY=str(broken))
    assert code == 1
    assert "broken.yaml:2:" in said

    evospin = str(MANIFEST.parent / "policies" / "evospin.yaml")
    _, said = await examined(env, CONN_POLICY=evospin)
    assert " is open: " in said
    assert "fills it in evospin.yaml" in said


@pytest.mark.fault("F61")
async def test_scopes_that_are_missing_or_too_many_are_each_named(folder):
    asked = yaml.safe_load(MANIFEST.read_text())
    asked["oauth_config"]["scopes"]["bot"].remove("pins:write")
    asked["oauth_config"]["scopes"]["bot"].append("files:read")
    async with Sandbox(asked) as workspace:
        for name in NAMES:
            workspace.add_person(name)
        code, said = await examined(environment(workspace, folder))
    assert code == 1, said
    assert "The scope pins:write is missing." in said
    assert "more than Conn uses: files:read" in said


@pytest.mark.fault("F101")
async def test_people_and_channels_that_slack_does_not_know_are_named(env, folder):
    model = folder / "strangers.yaml"
    model.write_text(
        f"extends: {env['CONN_POLICY']}\n"
        "teams: {strangers: {name: Strangers, who: [nobody@example.com, '@nogroup']}}\n"
        "channels: {incidents: {address: '#nowhere'}}\n"
    )
    code, said = await examined(env, CONN_POLICY=str(model))
    assert code == 1, said
    assert "nobody@example.com is nobody in Slack" in said
    assert "There is no user group @nogroup." in said
    assert "Conn sees no channel #nowhere." in said


@pytest.mark.fault("F90")
async def test_a_clock_that_slack_would_not_trust_is_wrong(env):
    async def auth_test(_: web.Request) -> web.Response:
        late = format_datetime(datetime.now(UTC) - timedelta(minutes=10), usegmt=True)
        body = {"ok": True, "user": "conn", "team": "Acme", "team_id": "T1", "user_id": "U1", "bot_id": "B1"}
        return web.json_response(body, headers={"Date": late})

    app = web.Application()
    app.router.add_post("/api/auth.test", auth_test)
    async with TestServer(app) as server:
        code, said = await examined(env, SLACK_API_URL=str(server.make_url("/api/")), SLACK_APP_TOKEN=None)
    assert code == 1
    assert "This machine's clock is 600 s away from Slack's." in said or "601 s" in said


@pytest.mark.usefixtures("outage")
async def test_what_is_due_and_not_done_is_wrong(env, conn):
    await conn.kill()
    await command("clock", "skip", "10m", env=env)
    code, said = await examined(env)
    assert code == 1
    assert "nobody does it" in said


@pytest.mark.fault("F89")
async def test_a_running_conn_whose_clock_is_another_than_the_machines_is_wrong(env, conn):
    # given a Conn that goes by a time years ahead of this machine's
    assert conn.pid

    # when somebody looks who goes by the machine's
    code, said = await examined(env, CONN_TEST_CLOCK=None)

    # then the difference is named, with what to do
    assert code == 1
    assert re.search(r"The clock that deadlines go by is \d{8,} s away from this machine's.", said), said
    assert "start Conn anew" in said
