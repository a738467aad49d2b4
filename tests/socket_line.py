"""The wire between Conn's sockets and Slack, which can be held so that nothing Conn says gets through."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from bot.sandbox import Sandbox

_CHUNK = 65536


class Line:
    """A TCP relay that Slack's socket addresses lead through while the block lasts."""

    def __init__(self, slack: Sandbox) -> None:
        """Stand between the app and this workspace."""
        self._slack = slack
        self._addressed = slack.sockets.base_url
        self._open = asyncio.Event()
        self._open.set()
        self._alive: set[asyncio.Event] = set()
        self._relays: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Begin to relay, and have Slack give out this address."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self._slack.sockets.base_url = f"ws://127.0.0.1:{port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cut what is still connected, and leave Slack its own address."""
        self._slack.sockets.base_url = self._addressed
        if self._server:
            self._server.close()
        for relay in self._relays:
            relay.cancel()
        await asyncio.gather(*self._relays, return_exceptions=True)

    def hold(self) -> None:
        """Let nothing more of what Conn says reach Slack; what Slack says still arrives."""
        self._open.clear()

    def release(self) -> None:
        """Let through what was held, and everything from now on."""
        self._open.set()

    def silence(self) -> None:
        """Lose everything that is said on the connections there are, and leave them open; new ones are as usual."""
        for alive in self._alive:
            alive.clear()
        self._alive.clear()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay = asyncio.create_task(self._relays_between(reader, writer))
        self._relays.add(relay)
        relay.add_done_callback(self._relays.discard)

    async def _relays_between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self._addressed.removeprefix("ws://").rstrip("/").split(":")
        inside, outside = await asyncio.open_connection(host, int(port))
        alive, always = asyncio.Event(), asyncio.Event()
        alive.set()
        always.set()
        self._alive.add(alive)
        try:
            await asyncio.gather(_relay(reader, outside, alive, self._open), _relay(inside, writer, alive, always))
        finally:
            outside.close()
            writer.close()


async def _relay(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, alive: asyncio.Event, passes: asyncio.Event
) -> None:
    with suppress(ConnectionError):
        while data := await source.read(_CHUNK):
            await passes.wait()
            if alive.is_set():
                target.write(data)
                await target.drain()
    target.close()
