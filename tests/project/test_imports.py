"""How parts may depend on each other, and what an import may do: nothing."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from tests.project.files import ROOT, text_of

PYTHON = (sys.executable, "-P")  # -P: not what happens to lie in the working directory
HEAVY = {"aiohttp", "alembic", "apscheduler", "pydantic", "slack_bolt", "slack_sdk", "sqlalchemy", "yaml", "rich"}

HELP = """
import json, sys
from bot.cli import main
main(sys.argv[1:], standalone_mode=False)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

IMPORT_ALL = """
import asyncio, importlib, json, pkgutil, sys, threading

root, done = sys.argv[1], []

def watch(event, args):
    if event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.system", "os.fork"):
        done.append(f"{event} {args[1:]}")
    if event == "open":
        path, mode = str(args[0]), str(args[1] or "r")
        ours = path.startswith(root) and not path.endswith((".py", ".pyc")) and "/.venv/" not in path
        if ours or any(letter in mode for letter in "wax+"):
            done.append(f"open {path} {mode}")

def refuse():
    done.append("a new event loop")
    return loops()

loops, asyncio.new_event_loop = asyncio.new_event_loop, refuse
sys.addaudithook(watch)
names = []
for top in ("bot", "store"):
    package = importlib.import_module(top)
    names += [module.name for module in pkgutil.walk_packages(package.__path__, f"{top}.")]
for name in names:
    if name != "store.migrations.env":  # Alembic runs it as a script, with its own environment around it
        importlib.import_module(name)
print(json.dumps({"names": names, "done": done, "threads": threading.active_count()}))
"""


def environment():
    """Give Python the checkout and nothing else, and have it leave no byte code behind."""
    return {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def printed(*words, cwd):
    """Run Python and read the last line it prints."""
    ended = subprocess.run([*PYTHON, *words], env=environment(), cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def graph():
    """Read who imports whom."""
    return grimp.build_graph("bot", "store", cache_dir=None)


def within(module, *packages):
    """Say whether a module belongs to one of these packages."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def outsiders(graph, package, *allowed):
    """List what the modules of a package import of ours that is neither their own nor allowed."""
    mine = [module for module in graph.modules if within(module, package)]
    assert mine, f"there is no {package}"
    return [
        f"{module} imports {imported}"
        for module in mine
        for imported in graph.find_modules_directly_imported_by(module)
        if not within(imported, package, *allowed)
    ]


def test_the_import_contract_holds():
    # when the linter reads the contract
    linter = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    # then no part of it is broken
    assert ended.returncode == 0, ended.stdout
    assert "0 broken" in ended.stdout


def test_every_part_of_conn_has_its_place_in_the_contract():
    # given the layers of the contract
    contracts = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    [layers] = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    placed = {part.strip() for layer in layers for part in layer.split("|")}

    # then each part of Conn is in one, but for those the other contracts speak of
    parts = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or list(path.glob("*.py"))}
    assert parts - {"bot.__init__", "bot.__main__", "bot.sandbox"} == placed - {"store"}


def test_the_domain_imports_nothing_of_ours(graph):
    assert outsiders(graph, "bot.domain", "bot.domain") == []


def test_the_store_imports_the_domain_only(graph):
    assert outsiders(graph, "store", "bot.domain") == []


def test_the_sandbox_imports_nothing_of_ours(graph):
    assert outsiders(graph, "bot.sandbox", "bot.sandbox") == []


def test_nothing_happens_on_import(tmp_path):
    # when every module is imported by a Python that is watched
    seen = printed("-c", IMPORT_ALL, str(ROOT), cwd=tmp_path)

    # then no file, socket, process, thread or loop was opened for it
    assert len(seen["names"]) > 150
    assert seen["done"] == []
    assert seen["threads"] == 1


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["clock", "skip", "--help"], ["policy", "--help"]])
def test_help_imports_nothing_heavy(tmp_path, words):
    # when help is asked for
    loaded = printed("-c", HELP, *words, cwd=tmp_path)

    # then none of the large libraries was loaded for it
    assert sorted(HEAVY & set(loaded)) == []
