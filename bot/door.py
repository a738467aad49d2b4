"""The door beside the SQLite file, through which other commands reach the process that runs on it."""

import asyncio
import json
from pathlib import Path
from typing import Any

from store.engines import is_sqlite, path_of

LONGEST_PATH = 100
"""Characters; a socket's path has room for 107 bytes on Linux."""

LONGEST_LINE = 2**24
"""Bytes of what is asked or answered; a list of a thousand incidents has a third of a million."""


class NotRunning(Exception):  # noqa: N818 - says how it is
    """No Conn runs on this database, so the command may open it itself."""


def socket_path(url: str) -> Path | None:
    """Say where the door is: beside the SQLite file, unless that has too long a path; Postgres needs none."""
    if not is_sqlite(url):
        return None
    path = Path(f"{path_of(url)}.sock")
    return path if len(str(path)) <= LONGEST_PATH else None


async def ask(url: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
    """Have the running process do something; NotRunning when there is none."""
    path = socket_path(url)
    if path is None:
        raise NotRunning
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE)
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise NotRunning from error
    writer.write(json.dumps(request).encode() + b"\n")
    await writer.drain()
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return dict(json.loads(answer))
