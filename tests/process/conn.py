"""`python -m bot …` as the operating system sees it: an environment, signals, an exit code, what it prints."""

import asyncio
import os
import re
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.door import ask
from bot.sandbox import Sandbox
from tests.postgres import fast
from tests.process.stored import path_of, unfinished

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "manifests" / "policies" / "demo.yaml"
READY = "Conn is running."
STARTS_WITHIN = 20.0
ENDS_WITHIN = 15.0
SETTLES_WITHIN = 20.0
SOCKETS = 2

Environment = Mapping[str, str]

_LISTENING = re.compile(r"Listening on port (\d+)\.")


def environment(slack: Sandbox, folder: Path, **changes: str | None) -> dict[str, str]:
    """Give a process what it needs to run in this workspace, and nothing of this shell; None leaves a name out."""
    names: dict[str, str | None] = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder}/conn.db",
        "CONN_POLICY": str(DEMO),
        "CONN_TEST_CLOCK": "1",
        "PORT": "0",
        "WORKER_PORT": "0",
        **changes,
    }
    return {name: value for name, value in names.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What a command that has ended left behind."""

    code: int
    out: str
    err: str


async def command(*words: str, env: Environment, within: float = STARTS_WITHIN) -> Finished:
    """Run `python -m bot …` to its end."""
    pipe = asyncio.subprocess.PIPE
    started = await asyncio.create_subprocess_exec(*_line(words), env=env, cwd=_folder(env), stdout=pipe, stderr=pipe)
    try:
        async with asyncio.timeout(within):
            out, err = await started.communicate()
    finally:
        await _ended(started)
    return Finished(code=started.returncode or 0, out=out.decode(), err=err.decode())


class Process:
    """One `python -m bot run` (or `web`, or `worker`); enter it to start it, and it is gone when the block ends."""

    def __init__(self, env: Environment, slack: Sandbox, what: str = "run", *, module: str = "bot") -> None:
        """Choose its environment, and the module that is run; nothing runs yet."""
        self.env = env
        self._what = what
        self._module = module
        self._slack = slack
        self._process: asyncio.subprocess.Process | None = None
        self._printed = bytearray()
        self._reader: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start it, and wait until Slack reaches it."""
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *_line([self._what], self._module), env=self.env, cwd=_folder(self.env), stderr=pipe
        )
        self._reader = asyncio.create_task(self._listen(self._process))
        try:
            async with asyncio.timeout(STARTS_WITHIN):
                await self._ready.wait()
                if "SLACK_APP_TOKEN" in self.env:
                    await self._reached(self._process)
        except TimeoutError:
            await self._gone()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it, and show what it printed where a failure would be read."""
        await self._gone()
        sys.stderr.write(f"--- what `python -m {self._module} {self._what}` printed ---\n{self.printed}\n")

    @property
    def pid(self) -> int:
        """Give its process id."""
        return self._running.pid

    @property
    def has_ended(self) -> bool:
        """Say whether it runs no more."""
        return self._running.returncode is not None

    @property
    def printed(self) -> str:
        """Read what it has printed so far."""
        return self._printed.decode()

    @property
    def address(self) -> str:
        """Give the root of what it serves."""
        found = _LISTENING.search(self.printed)
        assert found, self.printed
        return f"http://127.0.0.1:{found[1]}/"

    async def terminate(self) -> int:
        """Ask it to stop, as an operator does, and give its exit code."""
        self._running.send_signal(signal.SIGTERM)
        return await self.exit_code()

    async def kill(self) -> None:
        """End it as a power cut does; nothing of it runs after this."""
        await self._gone()

    async def exit_code(self) -> int:
        """Wait until it ends by itself."""
        async with asyncio.timeout(ENDS_WITHIN):
            code = await self._running.wait()
        await self._gone()
        return code

    async def skip(self, seconds: float) -> None:
        """Let Conn's time pass through the socket beside its database; everything due has happened afterwards."""
        answer = await ask(self.env["DATABASE_URL"], do="skip", seconds=seconds)
        assert "error" not in answer, answer

    async def still(self) -> None:
        """Wait until nothing is on its way; something may wait for its time, or for Slack to allow it."""
        await self.skip(0)
        await self._slack.quiet()
        await self.skip(0)

    async def settled(self) -> None:
        """Wait until everything that was to be sent or shown is."""
        database = path_of(self.env["DATABASE_URL"])
        await self.still()
        async with asyncio.timeout(SETTLES_WITHIN):
            while unfinished(database):
                await asyncio.sleep(0.05)
                await self.still()

    async def _reached(self, process: asyncio.subprocess.Process) -> None:
        """Wait until Slack has its sockets, or until it turns out that it has died before that."""
        waits = [asyncio.ensure_future(self._slack.connected(SOCKETS)), asyncio.ensure_future(process.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        stream = process.stderr
        assert stream is not None
        while line := await stream.readline():
            self._printed += line
            if READY.encode() in line:
                self._ready.set()
        self._ready.set()  # it has ended, and whoever waits for it has to know

    async def _gone(self) -> None:
        if self._process is not None:
            await _ended(self._process)
        if self._reader is not None:
            await self._reader

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "it was never started"
        return self._process


def short_folder() -> "tempfile.TemporaryDirectory[str]":
    """Make a folder whose path is short enough for a Unix socket, which pytest's own are not everywhere."""
    return tempfile.TemporaryDirectory(prefix="conn-", dir=fast())


def _line(words: Sequence[str], module: str = "bot") -> list[str]:
    return [sys.executable, "-m", module, *words]


def _folder(env: Environment) -> str:
    """Stand where no `.env` of a developer lies: beside the database, where it is a file."""
    beside = path_of(env.get("DATABASE_URL", "")).parent
    return str(beside) if beside.is_absolute() and beside.is_dir() else "/"


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
