"""The command line; nothing heavy is imported before a command needs it, so that help comes at once."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import click

from bot.complaints import or_complain, or_exit
from bot.db_commands import db
from bot.incident_commands import incident
from bot.policy_commands import policy


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Incident command for Slack."""


main.add_command(policy)
main.add_command(db)
main.add_command(incident)


@main.command()
def run() -> None:
    """Run Conn, everything in one process, until it is told to stop."""
    from bot.settings import read_settings  # noqa: PLC0415

    _finish(_until_stopped(or_exit(read_settings), "web", "worker"))


@main.command()
def web() -> None:
    """Hear Slack and answer; `worker` does the rest in another process (Postgres only)."""
    from bot.settings import read_settings  # noqa: PLC0415

    _finish(_until_stopped(or_exit(read_settings), "web"))


@main.command()
def worker() -> None:
    """Fire timers, deliver and keep house; `web` does the rest in another process (Postgres only)."""
    from bot.settings import read_worker_settings  # noqa: PLC0415

    _finish(_until_stopped(or_exit(read_worker_settings), "worker"))


@main.command()
@click.option(
    "--play",
    type=click.Choice(["incident", "night"]),
    is_flag=False,
    flag_value="incident",
    help="Play an incident in the terminal, from declare to close, and end; `night` is one of two hard hours.",
)
@click.option("--port", default=8080, show_default=True, help="Where the page of the sandbox is.")
def demo(*, play: str | None, port: int) -> None:
    """Try Conn in a local Slack look-alike: no account, no token, no network."""
    from bot.demo import run as demonstrations  # noqa: PLC0415

    _finish(demonstrations.play(demonstrations.STORIES[play]) if play else demonstrations.serve(port))


@main.command()
def doctor() -> None:
    """Say what keeps Conn from doing all it promises here, and what mends it; exit code 1 when something is wrong."""
    sys.exit(asyncio.run(or_complain(_examined())))


async def _examined() -> int:
    from bot.doctor import State, examine  # noqa: PLC0415

    code = 0
    async for finding in examine():
        click.echo(f"{finding.state:<6}{finding.what}")
        if finding.mend:
            click.echo(f"{'':<6}-> {finding.mend}")
        code = 1 if finding.state is State.WRONG else code
    return code


@main.group()
def clock() -> None:
    """Look at, or in tests move, the clock that Conn goes by."""


@clock.command("skip")
@click.argument("length")
def clock_skip(length: str) -> None:
    """Let time pass (`10m`, `2h`): everything due on the way happens. Only with CONN_TEST_CLOCK=1."""
    from bot.domain.durations import Deadline, DurationError  # noqa: PLC0415

    try:
        deadline = Deadline.parse(length)
    except DurationError as bad:
        raise click.ClickException(str(bad)) from bad
    if not deadline.is_elapsed:
        raise click.ClickException(f"`{length}` depends on a calendar: say how long, such as 10m or 2h")
    click.echo(f"It is {asyncio.run(or_complain(_skipped(deadline.elapsed)))} for Conn now.")


async def _skipped(length: timedelta) -> str:
    from bot.control import skip_from_outside  # noqa: PLC0415
    from bot.door import NotRunning, ask  # noqa: PLC0415
    from bot.settings import read_settings  # noqa: PLC0415
    from store.database import Database  # noqa: PLC0415
    from store.migrate import upgrade  # noqa: PLC0415

    settings = read_settings()
    url = settings.database_url.get_secret_value()
    try:
        answer = await ask(url, do="skip", seconds=length.total_seconds())
    except NotRunning:
        await upgrade(url)
        database = Database(url, test_clock=settings.conn_test_clock)
        await database.open()
        try:
            await skip_from_outside(database, length)
            async with database.read() as tx:
                return tx.now.isoformat(timespec="seconds")
        finally:
            await database.close()
    if "error" in answer:
        raise click.ClickException(answer["error"])
    return str(answer["now"])


async def _until_stopped(settings: Any, *parts: str) -> None:  # noqa: ANN401 - Settings, which is not imported here
    from bot.app import Part, serve  # noqa: PLC0415
    from bot.logs import write_logs  # noqa: PLC0415

    write_logs(settings.conn_log_format, settings.secrets())
    stopped, hung_up = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, hung_up.set)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await serve(settings, stopped, hung_up, [Part(part) for part in parts])


def _finish(work: Coroutine[Any, Any, None]) -> None:
    from bot.logs import let_go  # noqa: PLC0415

    try:
        asyncio.run(or_complain(work))
    finally:
        let_go()
