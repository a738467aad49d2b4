"""The crash matrix: killed around each call that a story takes, Conn ends where it ends when nothing happens.

All of it takes minutes and is left out by default; `test_whole.py` is the sample that is not.
"""

import pytest

from tests.crash import story
from tests.crash.pictures import same
from tests.crash.stage import POLICY
from tests.history.remains import broken

ROOM = f"#{story.ROOM}"
CALLS = {
    "declare": [
        "conversations.create",
        "chat.postMessage to ana",
        "chat.postMessage to ben",
        "chat.postMessage to fay",
        f"conversations.invite in {ROOM}",
        f"chat.postMessage in {ROOM}",
        f"chat.postMessage in {ROOM} (2)",
        f"conversations.setTopic in {ROOM}",
        f"pins.add in {ROOM}",
        "bookmarks.add",
        "chat.postMessage in #incidents",
    ],
    "acknowledge": [
        "chat.update with ana",
        "chat.update with ben",
        "chat.postMessage in #oncall",
        f"chat.postMessage in {ROOM}",
        f"chat.update in {ROOM}",
        f"chat.update in {ROOM} (2)",
    ],
    "escalate": [
        "chat.postMessage to chloe",
        "chat.postMessage to dev",
        "chat.update with ana",
        "chat.update with ben",
        f"chat.postMessage in {ROOM}",
        f"chat.update in {ROOM}",
        f"chat.update in {ROOM} (2)",
        f"conversations.invite in {ROOM}",
    ],
    "update": [
        "views.open",
        "chat.postMessage to fay",
        f"chat.postMessage in {ROOM}",
        f"chat.update in {ROOM}",
        "chat.update in #incidents",
    ],
    "resolve": [
        f"chat.postMessage in {ROOM}",
        f"chat.postMessage in {ROOM} (2)",
        f"chat.update in {ROOM}",
        f"chat.update in {ROOM} (2)",
        f"conversations.setTopic in {ROOM}",
        "chat.update in #incidents",
        "chat.update with ana",
        "chat.update with ben",
    ],
    "remind": [
        "chat.postMessage to fay",
        "chat.postMessage to fay (2)",
        "chat.delete with fay",
        "chat.delete with fay (2)",
        f"chat.postMessage in {ROOM}",
        f"chat.postMessage in {ROOM} (2)",
        f"chat.postMessage in {ROOM} (3)",
        f"chat.delete in {ROOM}",
        f"chat.update in {ROOM}",
        f"chat.update in {ROOM} (2)",
    ],
    "climb": [
        "chat.postMessage to eve",
        f"chat.postMessage in {ROOM}",
        f"chat.update in {ROOM}",
        f"chat.update in {ROOM} (2)",
        f"conversations.invite in {ROOM}",
        "chat.update with chloe",
        "chat.update with dev",
    ],
}
MATRIX = [(name, call, moment) for name, calls in CALLS.items() for call in calls for moment in ("before", "after")]


@pytest.mark.long
@pytest.mark.parametrize("name", CALLS)
async def test_the_matrix_has_every_call_of_an_undisturbed_story(undisturbed, name):
    # given a story that nothing disturbed
    calls, _ = await undisturbed(name)

    # then each of its calls has its two lines in the matrix
    assert sorted(calls) == sorted(CALLS[name])


@pytest.mark.long
@pytest.mark.parametrize(("name", "call", "moment"), MATRIX, ids=lambda part: part.replace(" ", "-"))
@pytest.mark.fault("F3", "F4", "F5", "F6", "F7", "F8", "F12", "F13", "F14")
@pytest.mark.invariant("INV-20")
async def test_killed_around_any_call_it_ends_where_an_undisturbed_run_ends(scene, undisturbed, name, call, moment):
    # given how the story ends when nothing disturbs it
    _, wanted = await undisturbed(name)

    # when Conn is killed just before or just after Slack does what this call asks for, and started again
    left = await story.survived(scene, name, call, after=moment == "after")

    # then people see the same, nothing is missing or there twice, and the log says the same
    same(left, wanted)

    # and every sentence that must always be true is true
    assert await broken(scene.slack, scene.env["DATABASE_URL"], POLICY) == []
