"""The database as an operator sees it: copied while Conn runs, looked at, put right, filled from a copy."""

import sqlite3
from contextlib import closing

import pytest

from tests.process.conn import Process, command
from tests.process.stored import path_of, rows


def spoil(url, statement):
    """Change the database behind Conn's back."""
    with closing(sqlite3.connect(path_of(url))) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.usefixtures("outage")
async def test_a_running_database_is_checked_and_backed_up(conn, folder):
    # when an operator checks it and backs it up, while an incident runs
    seen = await command("db", "check", env=conn.env)
    copied = await command("db", "backup", f"{folder}/copy.db", env=conn.env)

    # then it is sound, and the copy too
    assert (seen.code, seen.err) == (0, "")
    assert seen.out.startswith("Everything stored is as it must be")
    assert copied.out.startswith(f"{folder}/copy.db holds 1 incidents"), copied
    there = {**conn.env, "DATABASE_URL": f"sqlite:///{folder}/copy.db"}
    assert (await command("db", "check", env=there)).code == 0

    # and a second backup of that name is refused
    again = await command("db", "backup", f"{folder}/copy.db", env=conn.env)
    assert again.code == 1
    assert "nothing is ever overwritten" in again.err


@pytest.mark.fault("F80", "F88")
async def test_conn_goes_on_from_a_backup_without_repeating_what_slack_has(env, slack, conn, outage, folder):
    # given a backup of an incident that runs, and the loss of the database
    assert (await command("db", "backup", f"{folder}/copy.db", env=env)).code == 0
    said, paged = outage.said, len(slack.person("ana").dms)
    await conn.kill()
    fresh = {**env, "DATABASE_URL": f"sqlite:///{folder}/new.db"}
    filled = await command("db", "restore", f"{folder}/copy.db", env=fresh)
    assert filled.out.startswith("The database holds 1 incidents"), filled

    # when Conn starts on what was restored
    async with Process(fresh, slack) as second:
        await second.settled()

        # then nothing was said again, and the incident goes on
        assert outage.said == said
        assert len(slack.person("ana").dms) == paged
        reply = await slack.person("ana").command("/incident", "ack", outage.room)
        await second.settled()
        assert reply.error is None
        assert any("acknowledged" in text for text in outage.said)


@pytest.mark.usefixtures("outage")
async def test_what_was_changed_behind_conns_back_is_explained_and_mended_once_it_is_stopped(env, conn):
    # given a database in which somebody cleared a clock and a column
    spoil(env["DATABASE_URL"], "UPDATE timer SET state = 'cancelled', ended_at = armed_at, ended_why = 'by hand'")
    spoil(env["DATABASE_URL"], "UPDATE incident SET severity = 'P3'")

    # when it is checked, then each is said with what it means
    seen = await command("db", "check", env=env)
    assert seen.code == 1
    assert "INC-1: its columns" in seen.out
    assert "is not armed" in seen.out
    assert "Something would be forgotten" in seen.out

    # when it is to be repaired while Conn runs, then that is refused
    refused = await command("db", "check", "--repair", env=env)
    assert refused.code == 1
    assert "already running Conn" in refused.err

    # when Conn is stopped, it is repaired, and on record
    await conn.terminate()
    mended = await command("db", "check", "--repair", env=env)
    assert mended.code == 0, mended.out
    assert "Put right: INC-1: its columns" in mended.out
    assert (await command("db", "check", env=env)).code == 0
    assert rows(path_of(env["DATABASE_URL"]), "SELECT count(*) FROM event WHERE kind = 'Mended'") == [(1,)]


@pytest.mark.usefixtures("outage")
async def test_a_log_that_somebody_changed_is_named_and_never_mended(env, conn):
    await conn.terminate()
    spoil(env["DATABASE_URL"], "DROP TRIGGER event_refuses_delete")
    spoil(env["DATABASE_URL"], "DELETE FROM event WHERE seq = 2")

    for words in (("db", "check"), ("db", "check", "--repair")):
        seen = await command(*words, env=env)
        assert seen.code == 1
        assert "INC-1: its log has gaps" in seen.out
        assert "Somebody changed the log behind Conn's back" in seen.out


@pytest.mark.fault("F85")
async def test_a_damaged_file_is_said_in_a_sentence(env):
    file = path_of(env["DATABASE_URL"])
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    seen = await command("db", "check", env=env)
    assert seen.code == 1
    assert "Traceback" not in seen.err
    assert "damaged" in seen.out + seen.err
