import asyncio
import sys

import click
import pytest

from bot.demo.run import play
from bot.demo.stage import Story
from bot.demo.story import STORY

KEY_MOMENTS = (
    "Fay Faria types /incident",
    "P0 pages",
    "P0 page, INC-1: Nobody can pay",
    "Acknowledged by @ana at 03:14",
    "has command of INC-1 since 03:14",
    "IC posts within 10 min of P0/P1 acknowledge",
    "[ No change, next in 15 min ]",
    "called you as Tier 2",
    "did not acknowledge in time",
    "sets the topic to payments???",
    "Conn was not running",
    "P0, resolved",
    "is closed by",
)


async def test_the_story_is_played_to_its_end_and_leaves_nothing_behind(command, tmp_path):
    # when somebody runs the demo where there is no terminal
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, "--play", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        said, complained = await process.communicate()

    # then it ends well, plainly and quietly, with every key moment in order
    story = " ".join(said.decode().replace("│", " ").split())
    assert process.returncode == 0, complained.decode()
    assert complained == b""
    assert "\x1b" not in story
    places = [story.find(moment) for moment in KEY_MOMENTS]
    assert -1 not in places, [moment for moment, place in zip(KEY_MOMENTS, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert all(len(line) <= 80 for line in said.decode().splitlines())
    assert list(tmp_path.iterdir()) == []


async def test_a_step_that_leads_to_something_else_is_told_with_what_was_seen_instead(capsys):
    # given a story in which somebody expects what never comes
    async def mistaken(stage):
        fay = stage.person("fay")
        await stage.types(fay, "/incident help", "general")
        stage.reads(fay, "general", "Conn makes coffee")

    # when it is played, then it stops there, and the command's exit code is 1
    with pytest.raises(click.ClickException, match="fay should read 'Conn makes coffee' in general") as stopped:
        await play(Story(script=mistaken, begins=STORY.begins))
    assert "Conn runs incidents." in stopped.value.message
    assert stopped.value.exit_code == 1
    assert "Fay Faria types /incident help" in capsys.readouterr().out
