"""Whether the folder for open incidents takes them, and has them as they are."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from bot.doctor.findings import Finding, fine, wrong
from bot.settings import Settings
from bot.snapshots import behind
from store import incidents
from store.database import Database
from store.engines import is_sqlite, path_of
from store.errors import StoreUnavailable
from store.migrate import HEAD, current

ROOM = 16 * 2**20
"""Bytes that should be free: a thousand incidents take about ten million."""

SETTLES_WITHIN = 2.0
"""Seconds in which a running Conn writes what was changed just now."""


async def snapshot_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the folder that CONN_SNAPSHOTS names, without writing to it."""
    folder = settings.conn_snapshots
    if folder is None:
        return
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        mend = "Make it a folder in which Conn's user may write, or correct CONN_SNAPSHOTS."
        yield wrong(f"No snapshot can be written to {folder}.", mend)
        return
    if shutil.disk_usage(there).free < ROOM:
        yield wrong(f"The disk of {folder} is full.", "Make room: snapshots of open incidents grow old meanwhile.")
        return
    found = await _behind(settings, folder)
    if found:
        late = ", ".join(found)
        yield wrong(f"The snapshot of {late} in {folder} is not current.", "Start Conn; if it runs, its log says why.")
        return
    yield fine(f"Open incidents are kept in {folder}.")


async def _behind(settings: Settings, folder: Path) -> list[str]:
    """List what is not current, and still is not a moment later."""
    url = settings.database_url.get_secret_value()
    try:
        if (is_sqlite(url) and not path_of(url).exists()) or await current(url) != HEAD:
            return []
    except StoreUnavailable:
        return []
    database = Database(url, read_only=True)
    await database.open()
    try:
        async with database.read() as tx:
            wanted = await incidents.versions(tx)
    finally:
        await database.close()
    if found := behind(folder, wanted):
        await asyncio.sleep(SETTLES_WITHIN)
        found = behind(folder, wanted)
    return found
