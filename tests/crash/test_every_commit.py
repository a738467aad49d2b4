"""Killed at each commit of a story, Conn ends where it ends when nothing happens."""

from itertools import count

import pytest

from tests.crash import stage, story
from tests.crash.pictures import same
from tests.crash.stage import POLICY
from tests.history.remains import broken

FEWEST = 3
"""Commits that every story has at least: the decision, and what became of a message and of what Slack shows."""


async def killed_at(scene, name, moment, number):
    """Tell a story, kill Conn at a commit, start it again; give how it ends, None when it has not so many commits."""
    order = scene.database.with_name("strike")
    async with scene.conn("tests.crash.strike", STRIKE_ORDER=str(order)) as first:
        await story.begun(scene, first, name)
        order.write_text(f"{moment} {number}")
        again = await story.STORIES[name].does(scene, first)
        if not again:
            await story.comes_to_rest(scene, first)
        struck = not order.exists()
    return await story.ended(scene, name, again=again) if struck else None


@pytest.mark.long
@pytest.mark.parametrize("name", story.STORIES)
@pytest.mark.fault("F1", "F2", "F10", "F11", "F14")
@pytest.mark.invariant("INV-7", "INV-14", "INV-20")
async def test_killed_at_any_commit_it_ends_where_an_undisturbed_run_ends(migrated, undisturbed, name):
    # given how the story ends when nothing disturbs it
    _, wanted = await undisturbed(name)

    # when Conn is killed before its first commit, or just after any one, and started again
    for place in count():
        moment, number = ("after", place) if place else ("before", 1)
        async with stage.scene(migrated) as scene:
            left = await killed_at(scene, name, moment, number)
            if left is None:
                break

            # then people see the same, nothing is missing or there twice, and every sentence is true
            same(left, wanted)
            assert await broken(scene.slack, scene.env["DATABASE_URL"], POLICY) == [], (moment, number)

    assert place > FEWEST
