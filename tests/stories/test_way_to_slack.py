"""The way to Slack is barred before anything is said: a name nobody knows, a certificate nobody signed."""

import asyncio
import socket
import ssl
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import trustme

from tests.clock import advance_to
from tests.world import TUESDAY_MORNING, until

pytestmark = pytest.mark.only("socket-sqlite", reason="it is about the way to Slack")


@asynccontextmanager
async def no_name(world):
    """Let nobody know where Slack is."""
    resolve = socket.getaddrinfo

    def unknown(host, *rest, **more):
        if host == "localhost":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *rest, **more)

    world.way_to_slack = lambda address: address.replace("127.0.0.1", "localhost")
    socket.getaddrinfo = unknown
    try:
        yield
    finally:
        socket.getaddrinfo = resolve


@asynccontextmanager
async def no_certificate(world):
    """Have somebody answer in Slack's place."""
    identity = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(identity)
    async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=identity) as server:
        port = server.sockets[0].getsockname()[1]
        world.way_to_slack = lambda _: f"https://localhost:{port}/api/"
        yield


@pytest.mark.fault("F58")
@pytest.mark.parametrize(
    ("barred", "because"),
    [(no_name, "Name or service not known"), (no_certificate, "certificate verify failed")],
)
async def test_what_bars_the_way_is_logged_and_everything_arrives_when_it_is_gone(world, fay, chloe, barred, because):
    # given a P1 whose next tier comes due while Conn starts, and cannot get through to Slack
    world.expects(because)
    world.tolerates("Slack cannot be reached", "Slack cannot say")
    outage = await world.incident()
    await fay.runs("/incident ic", in_=outage)
    await world.stops()
    async with barred(world):
        await advance_to(world.home.url, TUESDAY_MORNING + timedelta(minutes=31))
        await world.starts(connected=False)
        await until(lambda: any(because in record.getMessage() for record in world.records))
        assert "Slack cannot be reached" in str([record.getMessage() for record in world.records])
        await world.stops()

    # when the way is free again
    world.way_to_slack = lambda address: address
    await world.starts()
    await world.skip("5s")

    # then the next tier was called once, and told how late
    assert world.paged == ["ana", "chloe", "dev"]
    assert "late" in chloe.page().text
