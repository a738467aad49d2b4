"""A whole incident in which Conn is killed at everything that happens, and started again each time.

This is the sample of the crash matrix that every run of the tests tells: one kill at each thing that happens, where it
decides most. That is right after Slack did the first thing that people see of it, which Conn cannot know by then; of
the escalation that falls due it is right before, when what was fired is told to nobody yet.
"""

from contextlib import AsyncExitStack

import pytest

from tests.crash import stage, story
from tests.crash.pictures import same
from tests.crash.stage import POLICY
from tests.history.remains import broken

ROOM = f"#{story.ROOM}"
WHOLE = {
    "declare": story.declared,
    "command": story.takes_command,
    "acknowledge": story.acknowledges,
    "escalate": story.escalates,
    "climb": story.passes(story.UNTIL_NEXT_TIER),
    "update": story.updates,
    "remind": story.passes(story.UNTIL_REMINDED),
    "resolve": story.resolves,
}
KILLS = {
    "declare": ("chat.postMessage to ana", True),
    "acknowledge": (f"chat.postMessage in {ROOM}", True),
    "escalate": ("chat.postMessage to chloe", True),
    "climb": ("chat.postMessage to eve", False),
    "update": (f"chat.postMessage in {ROOM}", True),
    "remind": (f"chat.postMessage in {ROOM}", True),
    "resolve": (f"chat.postMessage in {ROOM}", True),
}
"""At which call Conn is killed, and whether after Slack did it."""


async def lived(scene, kills):
    """Have everything happen, Conn killed at these calls and started again; give what is there at the end."""
    scene.slack.limits.enabled = False  # nobody else starts as often in a minute
    async with AsyncExitStack() as running:
        conn = await running.enter_async_context(scene.conn())
        for name, deed in WHOLE.items():
            scene.until, again = None, True
            if name in kills:
                call, after = kills[name]
                struck = scene.kill_around(call, after=after, process=conn)
                again = await deed(scene, conn)
                await story.until(struck)
                scene.watch()
                conn = await running.enter_async_context(scene.conn())
                await scene.finished(conn)
            while again:
                again = await deed(scene, conn)
            await scene.finished(conn)
        assert await conn.terminate() == 0
    return scene.picture()


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.fault("F3", "F6", "F12", "F13", "F14")
@pytest.mark.invariant("INV-20")
async def test_killed_at_everything_that_happens_an_incident_ends_as_if_nothing_had_been(migrated, scene):
    # given how it ends when nothing disturbs it
    async with stage.scene(migrated) as quiet:
        wanted = await lived(quiet, {})

    # when Conn is killed at everything that happens, and started again each time
    left = await lived(scene, KILLS)

    # then people see the same, nothing is missing or there twice, and every sentence is true
    same(left, wanted)
    assert await broken(scene.slack, scene.env["DATABASE_URL"], POLICY) == []
