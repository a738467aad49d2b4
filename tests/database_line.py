"""The wire between Conn and its Postgres, which can be slow, cut, or lost at the worst moment."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, make_url

_SOCKET = ".s.PGSQL.5432"
_CHUNK = 65536

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class DatabaseLine:
    """A relay; whatever is set on it holds for connections that are open, too.

    `delay` is how many seconds everything said to the server takes. `loses` is part of a statement: the connection
    breaks at the next commit of a transaction with it, once, and `heard` says whether the server still got the commit;
    with `for_good` no other connection is let in from that moment on.
    """

    def __init__(self, server: URL) -> None:
        """Lead to this server."""
        self._server = server
        self._serving: set[asyncio.Task[None]] = set()
        self._ways: set[asyncio.Task[None]] = set()
        self._refused = False
        self.delay = 0.0
        self.loses = b""
        self.heard = False
        self.for_good = False

    def cut(self) -> None:
        """Break every connection."""
        for way in self._ways:
            way.cancel()

    def down(self) -> None:
        """Break every connection, and let none in."""
        self._refused = True
        self.cut()

    def up(self) -> None:
        """Let connections in again."""
        self._refused = False

    async def ended(self) -> None:
        """Break every connection, and wait until none is left."""
        self.down()
        await asyncio.gather(*self._serving)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relay one connection until it ends or is cut."""
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        if not self._refused:
            server = await self._dialled()
            await self._until_broken(_Relay(self, (reader, writer), server))
            await _closed(server[1])
        await _closed(writer)

    async def _until_broken(self, relay: "_Relay") -> None:
        ways = {asyncio.create_task(relay.to_server()), asyncio.create_task(relay.to_conn())}
        self._ways |= ways
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self._ways -= ways

    async def _dialled(self) -> Streams:
        if folder := self._server.query.get("host"):
            return await asyncio.open_unix_connection(f"{folder}/{_SOCKET}")
        return await asyncio.open_connection(self._server.host, self._server.port or 5432)


class _Relay:
    """The two ways of one connection."""

    def __init__(self, line: DatabaseLine, conn: Streams, server: Streams) -> None:
        self._line = line
        self._conn = conn
        self._server = server
        self._lost = False

    async def to_server(self) -> None:
        said = b""
        while data := await self._conn[0].read(_CHUNK):
            await asyncio.sleep(self._line.delay)
            said += data
            if b"COMMIT" in data:
                self._lost = bool(self._line.loses) and self._line.loses in said
                said = b""
            if self._lost:
                self._line.loses = b""
            if self._lost and not self._line.heard:
                return
            self._server[1].write(data)
            await self._server[1].drain()
            if self._lost and self._line.for_good:
                self._line.down()

    async def to_conn(self) -> None:
        while (data := await self._server[0].read(_CHUNK)) and not self._lost:
            self._conn[1].write(data)
            await self._conn[1].drain()


@asynccontextmanager
async def database_line(url: str) -> AsyncIterator[tuple[str, DatabaseLine]]:
    """Lay a wire to the database of this URL; give the URL that leads over it."""
    server = make_url(url)
    line = DatabaseLine(server)
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        listening = await asyncio.start_unix_server(line.connected, Path(folder) / _SOCKET)
        try:
            over = server.set(host=None, port=None).update_query_dict({"host": folder})
            yield over.render_as_string(hide_password=False), line
        finally:
            listening.close()
            await line.ended()


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()
