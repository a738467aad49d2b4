import asyncio
import json
import sys

import pytest
import yaml
from aiohttp import web

from bot.sandbox import Sandbox
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.test_people import BUTTONS


async def post(session, sandbox, path, **given):
    async with session.post(f"{sandbox.control_url}{path}", json=given) as answer:
        return await answer.json()


async def test_a_driver_acts_as_a_person_and_sees_what_that_person_sees(sandbox, session, app, connect):
    @app.command("/incident")
    async def incident(ack):
        await ack(text="Sure?", blocks=BUTTONS)

    @app.action("acknowledge")
    async def acknowledge(ack, respond):
        await respond(text="Done", replace_original=True)
        await ack()

    await connect()
    await post(session, sandbox, "people", name="ana", real_name="Ana Lima")
    made = await post(session, sandbox, "channels", name="inc-1", members=["ana"], bot=True)
    answer = (await post(session, sandbox, "people/ana/command", command="/incident", channel="inc-1"))["result"]
    private = answer["messages"][0]
    assert private["ephemeral"] is True
    await post(session, sandbox, "people/ana/press", channel=made["id"], ts=private["ts"], button="Acknowledge")
    async with session.get(f"{sandbox.control_url}people/ana") as seen:
        screen = await seen.json()
    channel = next(c for c in screen["channels"] if c["name"] == "inc-1")
    assert [m["text"] for m in channel["messages"]] == ["Done"]


@pytest.mark.usefixtures("ana")
async def test_a_page_learns_what_the_app_offers_and_who_is_here(sandbox, session, ben):
    async with session.get(f"{sandbox.control_url}facts") as facts:
        app = (await facts.json())["app"]
    assert (app["name"], app["home_tab"], app["messages_tab"]) == ("Conn", True, True)
    assert app["commands"][0] == {"command": "/incident", "description": "Incidents", "usage_hint": ""}
    assert app["shortcuts"][1] == {"name": "Declare from message", "on_message": True}
    sandbox.add_channel("open", [ben])
    sandbox.add_channel("closed", [ben], private=True)
    opened = (await post(session, sandbox, "people/ana/opens_direct", user="ben"))["result"]["channel"]
    async with session.get(f"{sandbox.control_url}people/ana") as seen:
        screen = await seen.json()
    assert {one["name"]: one["is_bot"] for one in screen["people"]} == {
        "conn": True, "slackbot": True, "ana": False, "ben": False,
    }  # fmt: skip
    assert [one["name"] for one in screen["joinable"]] == ["open"]
    assert [one["user"] for one in screen["channels"] if one["id"] == opened["id"]] == [ben.id]


@pytest.mark.usefixtures("ana")
async def test_what_cannot_be_done_is_refused_with_the_reason(sandbox, session):
    assert "nobody here" in (await post(session, sandbox, "people/zoe/says", text="x"))["error"]
    assert "nobody can" in (await post(session, sandbox, "people/ana/teleport"))["error"]
    assert "nothing breaks" in (await post(session, sandbox, "faults/stop"))["error"]


async def test_slack_can_be_broken_and_mended_from_outside(sandbox, session, client):
    await post(session, sandbox, "faults/error", match="auth.test", code="internal_error")
    answer = await session.get(f"{sandbox.api_url}auth.test", headers={"Authorization": f"Bearer {sandbox.bot_token}"})
    assert (await answer.json())["error"] == "internal_error"
    await post(session, sandbox, "faults/down")
    await post(session, sandbox, "faults/up")
    await client.auth_test()


async def test_changes_are_streamed_as_they_happen(sandbox, session, ana):
    async with session.get(f"{sandbox.control_url}events") as stream:
        await ana.says("hello")
        lines = []
        async for line in stream.content:
            lines.append(line.decode().strip())
            if lines[-1].startswith("data:"):
                break
    assert "event: changed" in lines
    assert json.loads(lines[-1][5:])["detail"]["text"] == "hello"


async def test_the_log_is_read_from_a_number_on(sandbox, session, ana):
    await ana.says("one")
    await ana.says("two")
    async with session.get(f"{sandbox.control_url}log", params={"after": 1}) as answer:
        entries = (await answer.json())["entries"]
    assert [entry["detail"]["text"] for entry in entries] == ["two"]


async def test_the_composer_adds_its_own_routes(session):
    async def skip(_request):
        return web.json_response({"skipped": 60})

    async with Sandbox(MANIFEST, extra_routes=[web.post("/control/time", skip)]) as sandbox:
        assert await post(session, sandbox, "time") == {"skipped": 60}


async def test_it_runs_in_a_process_of_its_own(session, tmp_path):
    path = tmp_path / "app.yaml"
    path.write_text(yaml.safe_dump(MANIFEST))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--manifest", str(path), "--people", "ana",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    facts = json.loads(await process.stdout.readline())
    headers = {"Authorization": f"Bearer {facts['bot_token']}"}
    async with session.get(f"{facts['api_url']}auth.test", headers=headers) as answer:
        assert (await answer.json())["user_id"] == facts["bot_user_id"]
    assert list(facts["people"]) == ["ana"]
    process.terminate()
    assert await process.wait() == 0
    process._transport.close()  # noqa: SLF001 - asyncio leaves its pipe to the garbage collector
