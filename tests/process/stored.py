"""What a process has in its database, read from outside without ever writing to it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def path_of(url: str) -> Path:
    """Find the file."""
    return Path(url.removeprefix("sqlite:///"))


def rows(database: Path, query: str) -> list[Any]:
    """Ask the database."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def unfinished(database: Path) -> list[str]:
    """List what Conn still means to send or show; looking for copies that may turn up late is left out."""
    messages = "SELECT key FROM effect WHERE state IN ('pending', 'leased', 'unknown') AND kind != 'Sweep'"
    shown = "SELECT facet FROM surface WHERE want_version > seen_version OR looks_wanted > looks_taken"
    return [name for query in (messages, shown) for (name,) in rows(database, query)]


def held(database: Path) -> list[str]:
    """List what is claimed by somebody who says that they are at work on it."""
    messages = "SELECT key FROM effect WHERE state = 'leased'"
    shown = "SELECT facet FROM surface WHERE state = 'leased'"
    return [name for query in (messages, shown) for (name,) in rows(database, query)]
