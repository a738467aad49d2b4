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

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._relays.add(task)
        task.add_done_callback(self._relays.discard)
        host, port = self._addressed.removeprefix("ws://").rstrip("/").split(":")
        inside, outside = await asyncio.open_connection(host, int(port))
        try:
            await asyncio.gather(self._relay(reader, outside, held=True), self._relay(inside, writer, held=False))
        finally:
            outside.close()
            writer.close()

    async def _relay(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, held: bool) -> None:
        with suppress(ConnectionError):
            while data := await source.read(_CHUNK):
                if held:
                    await self._open.wait()
                target.write(data)
                await target.drain()
        target.close()
