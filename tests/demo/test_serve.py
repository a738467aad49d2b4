import asyncio
import re
import signal
import socket
import sys
from contextlib import asynccontextmanager

import aiohttp

PATIENCE = 15


@asynccontextmanager
async def serving(command, *options):
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, *options, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_command_typed_into_the_open_workspace_leads_to_an_incident_and_ctrl_c_ends_it(command, tmp_path):
    async with serving(command, "--port", "0") as process:
        # given one line that says where to go
        async with asyncio.timeout(PATIENCE):
            line = (await process.stdout.readline()).decode()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)[0]

        # when Fay declares
        async with aiohttp.ClientSession(address) as session:
            typed = {"command": "/incident", "text": "declare P1 Checkout is down", "channel": "support"}
            async with session.post("/control/people/fay/command", json=typed) as answer:
                assert "INC-1 (P1) is declared" in (await answer.json())["result"]["ephemeral"][0]["text"]

            # then she sees the incident's channel
            async with asyncio.timeout(PATIENCE):
                while "inc-1-checkout-is-down" not in await channels_of(session, "fay"):  # noqa: ASYNC110 - over HTTP there is only asking again
                    await asyncio.sleep(0.05)

        # and Ctrl-C ends everything in good order
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            rest, complained = await process.communicate()
        assert (process.returncode, rest, complained) == (0, b"", b"")
        assert list(tmp_path.iterdir()) == []


async def test_a_port_that_is_taken_is_said_in_a_sentence(command):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        async with serving(command, "--port", port) as process:
            async with asyncio.timeout(PATIENCE):
                _, complained = await process.communicate()
    assert process.returncode == 1
    assert complained.decode().startswith(f"Error: Port {port} is taken on this machine. Try another:")


async def channels_of(session, who):
    async with session.get(f"/control/people/{who}") as answer:
        return [channel.get("name") for channel in (await answer.json())["channels"]]
