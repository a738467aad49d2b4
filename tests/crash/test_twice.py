"""Killed again while it looks for what the first crash left: it still ends where nothing happened."""

import pytest

from tests.crash import story
from tests.crash.pictures import same
from tests.crash.stage import POLICY
from tests.history.remains import broken

ROOM = f"#{story.ROOM}"
TWICE = [
    ("conversations.create", "users.conversations"),
    ("conversations.create", f"conversations.invite in {ROOM}"),
    ("chat.postMessage to ana", "conversations.history with ana"),
    (f"chat.postMessage in {ROOM}", f"conversations.history in {ROOM}"),
    ("chat.postMessage in #incidents", "conversations.history in #incidents"),
]


@pytest.mark.long
@pytest.mark.parametrize(("first", "second"), TWICE, ids=lambda call: call.replace(" ", "-"))
@pytest.mark.fault("F4", "F6", "F12")
@pytest.mark.invariant("INV-20")
async def test_killed_again_while_it_recovers_it_ends_where_an_undisturbed_run_ends(scene, undisturbed, first, second):
    # given a declare during which Conn is killed
    async with scene.conn() as conn:
        struck = scene.kill_around(first, after=True, process=conn)
        reply = await story.declares(scene)
        await story.until(struck)

    # when it is started again, and killed at a call that its recovery makes
    again = scene.conn()
    struck = scene.kill_around(second, after=True, process=again)
    async with again:
        await story.until(struck)
    left = await story.ended(scene, "declare", again=bool(reply.error))

    # then it ends as if neither had happened
    _, wanted = await undisturbed("declare")
    same(left, wanted)
    assert await broken(scene.slack, scene.env["DATABASE_URL"], POLICY) == []
