"""What the `demo` command does: play the story, or keep a workspace open in the browser."""

import logging
from datetime import UTC, datetime

import click

from bot.demo.stage import Derailed, Stage
from bot.demo.story import BEGINS, story
from bot.demo.teller import Teller
from bot.demo.world import world


async def play() -> None:
    """Play the story in the terminal, and end; exit code 1 when anybody does not see what they should."""
    _log_quietly()
    teller = Teller()
    async with world() as here:
        await here.skip(BEGINS - datetime.now(UTC))
        await here.start_conn()
        try:
            await story(Stage(here, teller))
        except Derailed as derailed:
            raise click.ClickException(f"The story did not go as it should: {derailed}") from derailed
    teller.end("That was Conn. To try it yourself: python -m bot demo")


def _log_quietly() -> None:
    """Keep everything but failures out of the story."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
