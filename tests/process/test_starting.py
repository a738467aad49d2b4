"""Starting: what stops it is said in a sentence that names what to mend, and never shows a secret."""

import socket

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.process.conn import ROOT, Process, command

POLICIES = ROOT / "manifests" / "policies"
SECRET = "xoxp-93847-not-to-be-shown"  # noqa: S105 - made up
MODELS = sorted(path.name for path in POLICIES.glob("*.yaml"))


def without(env, *names):
    """Leave settings out."""
    return {name: value for name, value in env.items() if name not in names}


@pytest.mark.fault("F103")
async def test_without_settings_each_that_is_missing_is_named(env):
    # when Conn is run without its secrets, one of them set to nothing
    ended = await command("run", env={**without(env, "SLACK_BOT_TOKEN"), "SLACK_APP_TOKEN": ""})

    # then there is a line for each, and no stack trace
    assert ended.code == 1
    first, second = ended.err.splitlines()
    assert first.startswith("SLACK_BOT_TOKEN is not set")
    assert all(name in second for name in ("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "Socket Mode", "HTTP"))


async def test_a_port_that_is_taken_is_named_with_what_to_do(env):
    # given something else that listens on a port
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        # when Conn is run with it
        ended = await command("run", env={**env, "PORT": str(port)})

    # then its last line says so
    assert ended.code == 1
    assert ended.err.splitlines()[-1] == f"Port {port} is taken on this machine. Set PORT to another."
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", SECRET),
        ("SLACK_APP_TOKEN", SECRET),
        ("PORT", SECRET),
        ("SLACK_API_URL", f"https://slack.example.com/{SECRET}"),
        ("CONN_TEST_CLOCK", SECRET),
        ("CONN_INCIDENT_COMMAND", SECRET),
        ("DATABASE_URL", f"mysql://conn:{SECRET}@db.example.com/conn"),
        ("DATABASE_URL", f"postgresql://conn:{SECRET}@db.example.com:{SECRET}/conn"),
        ("DATABASE_URL", SECRET),
    ],
)
@pytest.mark.fault("F103", "F123")
async def test_a_setting_that_cannot_be_used_is_named_and_never_shown(env, name, value):
    # when Conn is run with a setting that it cannot use
    ended = await command("run", env={**env, name: value})

    # then it says which, in a line without a stack trace and without the value
    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert name in ended.err
    assert SECRET not in ended.err + ended.out


@pytest.mark.parametrize("words", [("db", "upgrade"), ("clock", "skip", "5m")])
@pytest.mark.fault("F103", "F123")
async def test_the_other_commands_do_not_show_it_either(env, words):
    # when a command for the database is given an address it cannot use
    ended = await command(*words, env={**env, "DATABASE_URL": f"mysql://conn:{SECRET}@db.example.com/conn"})

    # then it says which setting that is, and not what it holds
    assert ended.code == 1
    assert ended.err.startswith("DATABASE_URL: ")
    assert "Traceback" not in ended.err
    assert SECRET not in ended.err + ended.out


@pytest.mark.fault("F84")
async def test_a_database_in_a_folder_that_is_not_there_is_named(env, folder):
    # when the folder of the database does not exist
    ended = await command("run", env={**env, "DATABASE_URL": f"sqlite:///{folder}/nowhere/conn.db"})

    # then the sentence says what to look at
    assert ended.code == 1
    assert ended.err.startswith("The database file (DATABASE_URL) cannot be opened: is its folder there, and writable?")
    assert len(ended.err.splitlines()) == 1


async def test_the_test_clock_is_refused_anywhere_but_on_this_machine(env):
    # when Conn is run against Slack itself with the test clock on
    ended = await command("run", env={**env, "SLACK_API_URL": "https://slack.com/api/"})

    # then it says what does not go together
    assert ended.code == 1
    assert ended.err == "CONN_TEST_CLOCK is allowed only with a SLACK_API_URL on this machine\n"


async def test_a_support_model_that_is_not_there_is_named(env, folder):
    # when the support model is a file that is not there
    ended = await command("run", env={**env, "CONN_POLICY": str(folder / "ours.yaml")})

    # then the sentence names the file
    assert ended.code == 1
    assert ended.err.startswith(f"{folder / 'ours.yaml'}:1:1: this file can't be read")
    assert len(ended.err.splitlines()) == 1


@pytest.mark.fault("F99")
async def test_every_mistake_in_a_support_model_has_its_line_and_column(env, folder):
    # given a support model with two mistakes
    file = folder / "ours.yaml"
    file.write_text(
        f"extends: {POLICIES / 'demo.yaml'}\n\ntiers:\n  tier1:\n    whom: [ana@example.com]\n\nhour: {{}}\n"
    )

    # when Conn is run with it
    ended = await command("run", env={**env, "CONN_POLICY": str(file)})

    # then both have their place
    assert ended.code == 1
    places = [line.split(": ")[0] for line in ended.err.splitlines() if line.startswith(str(file))]
    assert places == [f"{file}:5:5", f"{file}:7:1"]
    assert "Traceback" not in ended.err


async def test_a_model_under_which_nobody_could_be_paged_is_refused_with_what_to_do(env):
    # when Conn is run with a model whose places are all still open
    ended = await command("run", env={**env, "CONN_POLICY": str(POLICIES / "evospin.yaml")})

    # then its last line says why, and how to go on
    assert ended.code == 1
    last = ended.err.splitlines()[-1]
    assert "nobody could ever be paged" in last
    assert "extends: ./evospin.yaml" in last
    assert "Traceback" not in ended.err


@pytest.mark.fault("F102")
async def test_a_second_run_on_the_same_file_says_so_and_ends(env, conn):
    # given a Conn that runs

    # when another is run on its database
    ended = await command("run", env=env)

    # then it ends with one sentence that names the first
    assert ended.code == 1
    last = ended.err.splitlines()[-1]
    assert last == f"Process {conn.pid} is already running Conn on {env['DATABASE_URL'].removeprefix('sqlite:///')}."
    assert "Traceback" not in ended.err


async def test_an_empty_database_is_made_ready_by_the_start_itself(env, slack, folder):
    # given no database at all
    fresh = {**env, "DATABASE_URL": f"sqlite:///{folder}/new.db"}

    # when Conn is run
    async with Process(fresh, slack):
        # then it answers
        reply = await slack.person("fay").command("/incident", "list")
        assert reply.text.startswith("There is no open incident.")


@pytest.mark.parametrize("model", MODELS)
async def test_every_model_that_comes_with_conn_has_no_errors(env, model):
    # when it is checked
    checked = await command("policy", "check", str(POLICIES / model), env=env)

    # then it has none
    assert checked.code == 0, checked.err
    assert checked.out.splitlines()[-1].endswith("no errors")


async def test_upgrading_the_database_a_second_time_changes_nothing(env, folder):
    # given a database that does not exist
    fresh = {"PYTHONPATH": env["PYTHONPATH"], "DATABASE_URL": f"sqlite:///{folder}/new.db"}

    # when it is upgraded twice
    first = await command("db", "upgrade", env=fresh)
    second = await command("db", "upgrade", env=fresh)

    # then the second time says that nothing was to be done
    assert (first.code, second.code) == (0, 0)
    assert second.out == first.out.replace(".", " already.")


@pytest.mark.fault("F21")
async def test_a_part_that_ends_by_itself_ends_all_of_conn_with_a_sentence(env):
    # given a Slack that says who Conn is in a way that nobody foresaw, and else nothing
    async def nonsense(request: web.Request) -> web.Response:
        asked_who = request.match_info["method"] == "auth.test"
        return web.json_response([1]) if asked_who else web.Response(status=503)

    app = web.Application()
    app.router.add_post("/api/{method}", nonsense)
    async with TestServer(app) as server:
        # when Conn is run with it
        ended = await command("run", env={**env, "SLACK_API_URL": str(server.make_url("/api/"))})

    # then it does not stay there deaf, and whoever starts it anew is told to
    assert ended.code == 1
    assert "A part of Conn failed, so all of it ends" in ended.err.splitlines()[-1]
