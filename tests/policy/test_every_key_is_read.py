"""No key of the policy language does nothing: each is read by code that runs, beyond its own checks."""

import ast
import os
import subprocess
import sys
from functools import cache

import pytest

from bot.domain.policy import Goal
from bot.policy.fields import parts
from tests.policy.reads import SEEN
from tests.project.files import ROOT, modules

CHECKS = ("bot/policy/", "bot/sandbox/", "tests/")
"""What reads every key of a file, or only holds one against another; simulation and coverage ask the domain."""

BY_NAME = {
    "source": "rules.source_of finds the nearest one around a rule",
    "slots_owned_by": "the loader takes it from the text: a slot needs its owner before there is a model",
    **{goal.value: "targets and `policy show` read what was promised of each goal by its name" for goal in Goal},
}
"""Keys that are read by a name worked out, where no type checker sees it, each with the reason."""


@cache
def readers():
    """List the files that the project runs and that know the language, each with every attribute it reads."""
    found = {}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        if not name.startswith(CHECKS) and "bot.domain.policy" in text:
            nodes = ast.walk(ast.parse(text))
            found[name] = {n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)}
    return found


def keys():
    """List every key a file may have: the type it belongs to, and its name."""
    return [(part.type, field.name) for part in parts() for field in part.fields]


def unread(found):
    """List the keys that nobody reads and that have no reason to be read otherwise."""
    attributes = set().union(*readers().values())
    return [f"{kind.__name__}.{name}" for kind, name in found if name not in attributes and name not in BY_NAME]


def test_every_key_is_read_by_something_that_runs():
    assert unread(keys()) == []


def test_a_key_that_nothing_reads_is_found():
    severity = next(part.type for part in parts() if part.name == "Severity")
    assert unread([(severity, "page_within"), (severity, "definition")]) == ["Severity.page_within"]


@pytest.mark.long
def test_every_key_is_read_as_what_it_is_and_not_as_its_namesake(tmp_path):
    # given everything that the type checker sees being read
    seen = tmp_path / "seen"
    (tmp_path / "mypy.ini").write_text(
        f"[mypy]\nplugins = {ROOT / 'tests/policy/reads.py'}\nignore_missing_imports = True\n"
    )
    subprocess.run(  # noqa: S603 - the type checker, on our own files
        [sys.executable, "-m", "mypy", "--config-file", tmp_path / "mypy.ini", "--cache-dir=/dev/null", "-p", "bot"],
        cwd=ROOT,
        env={**os.environ, SEEN: str(seen)},
        check=True,
        timeout=600,
    )
    lines = (line.split("\t") for line in seen.read_text(encoding="utf-8").splitlines())
    read = {name for name, path, line in lines if not _is_check(path) and (path, int(line)) not in _definitions()}

    # then each key is among it, as an attribute of its own type or of one built on it
    missing = [
        f"{kind.__name__}.{name}"
        for kind, name in keys()
        if name not in BY_NAME
        and not any(f"{one}.{name}" in read for one in _and_those_built_on_it(_owner(kind, name)))
    ]
    assert missing == []


def _owner(kind, name):
    return next(base for base in kind.__mro__ if name in vars(base).get("__annotations__", {}))


def _and_those_built_on_it(kind):
    yield f"{kind.__module__}.{kind.__qualname__}"
    for inner in kind.__subclasses__():
        yield from _and_those_built_on_it(inner)


def _is_check(path):
    return path.removeprefix(f"{ROOT}/").startswith(CHECKS)


@cache
def _definitions():
    """List the lines in which the types say what fields they have; to the checker that is a read as well."""
    folder = ROOT / "bot" / "domain" / "policy"
    return {
        (str(path), node.lineno)
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.AnnAssign)
    }
