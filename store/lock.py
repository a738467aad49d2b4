"""One process per SQLite file: two would fire every clock twice."""

import fcntl
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from store.errors import AlreadyRunning, StoreUnavailable

PAUSE = 0.05
"""Seconds between two tries for a lock that somebody holds."""


class FileLock:
    """An exclusive lock beside the database file; the system lets go of it when the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        """Choose the file; nothing is locked yet."""
        self.database = database
        self.path = database.with_name(f"{database.name}.lock")
        self._file: TextIO | None = None

    def take(self, patience: timedelta = timedelta(0)) -> None:
        """Lock, waiting (and blocking) this long at most; AlreadyRunning names the process that holds it."""
        file = self._opened()
        deadline = time.monotonic() + patience.total_seconds()
        while not _locked(file):
            if time.monotonic() >= deadline:
                holder = file.read().strip()
                file.close()
                who = f"Process {holder}" if holder else "Another process"
                raise AlreadyRunning(f"{who} is already running Conn on {self.database}.")
            time.sleep(PAUSE)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let another process in; the empty file stays, or two processes could lock two different files."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def _opened(self) -> TextIO:
        try:
            return os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")
        except OSError as error:
            raise StoreUnavailable(f"{self.path} cannot be opened: {error.strerror}.") from error


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
