"""`incident …` as an operator types it: beside a running Conn, without one, and where it cannot work."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from bot.cli import main
from store.migrate import HEAD
from tests.process.conn import Process, command
from tests.process.stored import path_of

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")


@pytest.fixture
def shell(env):
    """Give the environment of a terminal, in which no token of Slack's is set."""
    return {**{name: value for name, value in env.items() if name not in TOKENS}, "CONN_ACTING_AS": "ana@example.com"}


@pytest.mark.slow
@pytest.mark.fault("F57")
async def test_what_is_typed_while_slack_is_gone_is_posted_when_it_is_back(env, shell, slack):
    # given a Conn that runs, and a Slack where nothing listens any more
    async with Process(env, slack) as conn:
        await slack.faults.down()

        # when somebody declares and answers from a terminal
        declared = await command("incident", "declare", "P1", "Checkout is down", env=shell)
        answered = await command("incident", "ack", env=shell)
        assert (declared.code, declared.err) == (0, "")
        assert declared.out.startswith("INC-1 (P1) is declared: Checkout is down.")
        assert answered.out.startswith("You acknowledged INC-1.")

        # then it is in Slack as soon as Slack is there again
        await slack.faults.up()
        await conn.settled()
        room = slack.channel("inc-1-checkout-is-down")
        assert [text for text in (post.text for post in room.posts) if "acknowledged for" in text]
        assert "typed `ack` as ana@example.com" in conn.printed

    # and when Conn is gone too, of two who type at once one waits for the other
    noted = await asyncio.gather(*(command("incident", "note", words, env=shell) for words in ("one", "two")))
    assert [(one.code, one.out) for one in noted] == [(0, "It is in the timeline of INC-1.\n")] * 2, noted


def typed(line, **env):
    """Type `incident …` where no Conn runs, and give what came of it."""
    words = ["incident", *line.split()]
    return CliRunner().invoke(main, words, env={"CONN_ACTING_AS": "ana@example.com", **env})


def test_a_terminal_without_a_name_is_asked_for_one(sqlite_url):
    refused = typed("list", DATABASE_URL=sqlite_url, CONN_ACTING_AS="")
    assert refused.exit_code == 2
    assert "Say who acts: --as ana@example.com" in refused.stderr


def test_a_database_of_a_newer_release_is_left_alone(sqlite_url):
    with closing(sqlite3.connect(path_of(sqlite_url))) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    refused = typed("list", DATABASE_URL=sqlite_url)
    assert refused.exit_code == 1
    assert refused.stderr == f"The database has schema 9999, which is newer than this release's {HEAD}.\n"


def test_a_database_that_is_away_is_named_without_its_password():
    refused = typed("list", DATABASE_URL="postgresql://conn:secret-word@127.0.0.1:1/conn")
    assert refused.exit_code == 1
    assert refused.stderr
    assert "secret-word" not in refused.stderr


def test_a_folder_without_a_database_is_named_and_gets_none(tmp_path):
    refused = typed("list", DATABASE_URL=f"sqlite:///{tmp_path}/conn.db")
    assert refused.exit_code == 1
    assert refused.stderr == f"There is no database {tmp_path}/conn.db: go where Conn runs, or set DATABASE_URL.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_database_on_which_conn_never_ran_knows_nobody(sqlite_url):
    refused = typed("list", DATABASE_URL=sqlite_url)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Nobody is known as ana@example.com.")
