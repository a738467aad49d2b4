"""Conn, and a bare Bolt app to measure it by: each a process of its own that talks to a sandbox."""

import asyncio
import os
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox import Sandbox
from tests import postgres
from tests.bench.world import REPORTER, ROOT

DEMO = ROOT / "manifests" / "policies" / "demo.yaml"
READY_WITHIN = 30.0
STOPPED_WITHIN = 12.0
POLL = 0.005
SOCKETS = 2
OUTPUT = "output.txt"


@dataclass(frozen=True, kw_only=True)
class App:
    """A running app; `ready` is the seconds from its start until it answered a first command."""

    process: Process
    ready: float

    @property
    def memory(self) -> float:
        """Give the resident memory, in MB."""
        return resident(self.process.pid)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How Conn runs while it is measured: without a Postgres `server`, one process on SQLite."""

    server: str | None = None
    replicas: int = 1


SHAPE: ContextVar[Shape] = ContextVar("shape")


@asynccontextmanager
async def conn(
    sandbox: Sandbox,
    folder: Path | None = None,
    *,
    url: str | None = None,
    policy: Path = DEMO,
    shape: Shape | None = None,
) -> AsyncIterator[App]:
    """Run Conn; its database is at `url`, in `folder`, or a fresh one in a folder that goes away with it.

    Of several replicas the first is given; all of them answer and deliver.
    """
    shape = shape or SHAPE.get(None) or Shape()
    async with AsyncExitStack() as running:
        home = folder or Path(running.enter_context(tempfile.TemporaryDirectory()))
        if url is None and shape.server is not None:
            url = running.enter_context(postgres.fresh(shape.server))
        settings = {
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": url or f"sqlite:///{home / 'conn.db'}",
            "CONN_POLICY": str(policy),
            "PORT": "0",
        }
        apps = [
            await running.enter_async_context(_running(sandbox, home, settings, "-m", "bot", "run"))
            for _ in range(shape.replicas)
        ]
        await sandbox.connected(SOCKETS * shape.replicas)
        yield apps[0]


@asynccontextmanager
async def bare(sandbox: Sandbox) -> AsyncIterator[App]:
    """Run a Bolt app that does nothing but answer."""
    with tempfile.TemporaryDirectory() as temporary:
        settings = {name: str(sandbox.facts()[name]) for name in ("bot_token", "app_token", "api_url")}
        async with _running(sandbox, Path(temporary), settings, "-m", "tests.bench.bare") as app:
            yield app


@asynccontextmanager
async def _running(sandbox: Sandbox, home: Path, settings: dict[str, str], *arguments: str) -> AsyncIterator[App]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}
    began = time.perf_counter()
    with (home / OUTPUT).open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=home, env=environment, stdout=output, stderr=output
        )
        try:
            async with asyncio.timeout(READY_WITHIN):
                await _ready(sandbox, process, home)
            yield App(process=process, ready=time.perf_counter() - began)
        finally:
            await _stopped(process)


def resident(pid: int) -> float:
    """Give the resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(kilobytes) / 1024


async def answered(sandbox: Sandbox) -> bool:
    """Ask for help, and say whether the app gave it."""
    if not sandbox.sockets.connections:
        return False
    return not (await sandbox.person(REPORTER).command("/incident", "help")).error


async def _ready(sandbox: Sandbox, process: Process, home: Path) -> None:
    while not await answered(sandbox):
        if process.returncode is not None:
            raise RuntimeError(f"the app ended: {(home / OUTPUT).read_text(encoding='utf-8')[-2000:]}")
        await asyncio.sleep(POLL)


async def _stopped(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOPPED_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
