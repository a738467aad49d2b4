"""The README: its two commands do all there is to do, and what it says of settings and folders is so."""

import re

from bot.settings import Settings
from tests.project.files import ROOT, text_of

INSTALL = "python3 -m venv .venv && .venv/bin/pip install -q --require-hashes -r {lock} && .venv/bin/python -m {what}"
TRY = INSTALL.format(lock="requirements.lock", what="bot demo")
TEST = INSTALL.format(lock="requirements-dev.lock", what="pytest")

README = text_of(ROOT / "README.md")


def test_there_are_two_commands_each_on_a_line_of_its_own():
    # when the lines that set something up are taken out of the README
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]

    # then they are the one to try Conn and the one to test it
    assert lines == [TRY, TEST]


def test_the_check_before_a_change_runs_the_readmes_own_second_command():
    # given how the check finds its command
    check = text_of(ROOT / ".ci" / "run")
    pattern = re.search(r"grep -o '([^']+)' README\.md", check)
    assert pattern, "the check does not read the README"

    # then it finds that one, and runs the linters, the types and the import contract beside it
    assert [found[0] for found in re.finditer(pattern[1], README)] == [TEST]
    assert all(word in check for word in ("ruff check", "ruff format --check", "mypy", "lint-imports"))


def test_every_setting_has_its_line_and_every_line_its_setting():
    # when the names in the first column of the table are read
    table = [line.split("|")[1] for line in README.splitlines() if re.match(r"\| `[A-Z]", line)]
    named = {name for cell in table for name in re.findall(r"`([A-Z_]+)`", cell)}

    # then they are the settings
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_folder_it_lists_is_there():
    # when the list of folders is read
    [listed] = re.findall(r"## Where things are\n\n```\n(.*?)```", README, re.DOTALL)
    folders = [line.split()[0] for line in listed.splitlines()]

    # then each is there, and no package of Conn's is left out
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
    packages = {f"bot/{path.name}" for path in (ROOT / "bot").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert packages <= set(folders)
