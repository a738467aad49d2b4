"""Killed around the commit of a declare: what was acknowledged is stored, and a second try makes no second incident."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from tests.crash import story
from tests.crash.pictures import same
from tests.process.stored import rows
from tests.socket_line import Line

WAITING_TO_COMMIT = 0.4
"""Seconds until a declare certainly waits for the database; Conn would wait 1.5 s for it."""


@pytest.mark.long
@pytest.mark.fault("F1")
async def test_killed_before_the_commit_nothing_was_declared_and_a_second_try_declares_it(scene, undisturbed):
    # given somebody else who holds the database, so that Conn cannot commit
    async with scene.conn() as conn:
        with closing(sqlite3.connect(scene.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            # when Fay declares, and Conn is killed while it waits
            declaring = asyncio.create_task(story.declares(scene))
            await asyncio.sleep(WAITING_TO_COMMIT)
            await conn.kill()

    # then Slack shows her an error, and there is no incident
    reply = await declaring
    assert reply.error == "operation_timeout"
    assert rows(scene.database, "SELECT * FROM incident") == []

    # and her second try leads where a first one does
    _, wanted = await undisturbed("declare")
    same(await story.ended(scene, "declare", again=bool(reply.error)), wanted)


@pytest.mark.slow
@pytest.mark.fault("F2")
@pytest.mark.invariant("INV-14")
async def test_killed_between_commit_and_acknowledgement_the_second_try_is_told_of_the_first(scene, undisturbed):
    async with Line(scene.slack) as line:
        # given a Conn whose acknowledgements do not get through, and which dies at its first call after the commit
        async with scene.conn() as conn:
            await scene.person("ana").command("/incident", "help")
            line.hold()
            struck = scene.kill_around("conversations.create", after=False, process=conn)

            # when Fay declares
            reply = await story.declares(scene)

        # then Slack shows her an error, though the incident is stored
        assert struck.is_set()
        assert reply.error == "operation_timeout"
        assert rows(scene.database, "SELECT id FROM incident") == [(1,)]

    # and when Conn is back and she declares again, she is led to the first
    async with scene.conn() as conn:
        again = await story.declares(scene)
        assert "INC-1" in again.text
        await scene.finished(conn)
        assert await conn.terminate() == 0

    # and there is one incident, as if nothing had happened
    _, wanted = await undisturbed("declare")
    same(scene.picture(), wanted)


@pytest.mark.long
@pytest.mark.parametrize("milliseconds", [4, 12, 20, 28, 40])
@pytest.mark.fault("F1", "F2")
@pytest.mark.invariant("INV-14")
async def test_killed_at_any_moment_of_a_declare_an_acknowledged_incident_is_there(scene, undisturbed, milliseconds):
    # given Conn, killed so long after Slack hands it the declare
    async with scene.conn() as conn:
        declaring = asyncio.create_task(story.declares(scene))
        await asyncio.sleep(milliseconds / 1000)
        await conn.kill()
    reply = await declaring
    await scene.slack.quiet()

    # then a declare that was acknowledged is stored
    assert reply.error or rows(scene.database, "SELECT id FROM incident") == [(1,)]

    # and one incident comes of it, with a second try where Slack showed an error
    _, wanted = await undisturbed("declare")
    same(await story.ended(scene, "declare", again=bool(reply.error)), wanted)
