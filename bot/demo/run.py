"""What the `demo` command does: play the story, or keep a workspace open in the browser."""

import asyncio
import errno
import logging
import signal
from datetime import UTC, datetime

import click

from bot.demo.night import NIGHT
from bot.demo.stage import Derailed, Stage, Story
from bot.demo.story import STORY
from bot.demo.teller import Teller
from bot.demo.world import world

STORIES = {"incident": STORY, "night": NIGHT}


async def play(story: Story = STORY) -> None:
    """Play a story in the terminal, and end; exit code 1 when anybody does not see what they should."""
    _log_quietly()
    teller = Teller()
    async with world(model=story.model, guests=dict(story.guests)) as here:
        await here.skip(story.begins - datetime.now(UTC))
        await here.start_conn()
        try:
            await story.script(Stage(here, teller, story.begins))
        except Derailed as derailed:
            raise click.ClickException(f"The story did not go as it should: {derailed}") from derailed
    teller.end("That was Conn. To try it yourself: python -m bot demo")


async def serve(port: int) -> None:
    """Keep a workspace with Conn open at this port until it is interrupted; port 0 takes any free one."""
    _log_quietly()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        async with world(port) as here:
            await here.start_conn()
            click.echo(f"Open {here.address} and type /incident. Ctrl-C ends it.")
            await stopped.wait()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        taken = f"Port {port} is taken on this machine. Try another: python -m bot demo --port {port + 1}"
        raise click.ClickException(taken) from error


def _log_quietly() -> None:
    """Keep everything but failures out of the story."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
