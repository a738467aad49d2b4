"""What the project ships: where things stand, and what must never be in a file."""

import ast
import re
import tomllib
from itertools import pairwise

import pytest

from tests.project.files import ROOT, modules, shipped, text_of, top_level

AGREED = {
    *("pyproject.toml", "README.md", "bot", "store", "manifests", "tests", "Procfile"),
    *("requirements.lock", "requirements-dev.lock", "CHANGELOG.md", "LICENSE", "Dockerfile", "compose.yaml"),
}
NEEDED = {"pyproject.toml", "README.md", "bot", "store", "manifests", "tests", "Procfile"}

MACHINE = re.compile(r"(?<![\w.}])/(root|work|home/\w+|Users/\w+)/")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|(extra-)?index-url\b|artifactory|registry\.npm|trusted-host")
TELLTALE = {"TODO", "FIXME", "XXX"}

PINNED = re.compile(r"(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==(?P<version>[^ ;]+)( ; [^\\]+)? \\")
HASHED = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock):
    """Read the versions of a lock file."""
    found = (PINNED.fullmatch(line) for line in text_of(ROOT / lock).splitlines())
    return {match["name"]: match["version"] for match in found if match}


def test_the_top_level_is_as_agreed():
    # then nothing stands there that was not agreed, and nothing is missing
    assert set(top_level()) <= AGREED
    assert set(top_level()) >= NEEDED


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    # when every file is searched
    here = ROOT / "tests" / "project" / "test_files.py"
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in shipped()
        if path != here
        for pattern in (MACHINE, REGISTRY)
        for match in pattern.finditer(text_of(path))
    ]

    # then there is neither
    assert found == []


def test_every_module_of_conn_says_what_it_is_for():
    # given the modules, tests aside, whose names promise enough
    ours = [path for path in modules() if path.is_relative_to(ROOT / "bot") or path.is_relative_to(ROOT / "store")]

    # then each has a docstring
    silent = [path for path in ours if not ast.get_docstring(ast.parse(text_of(path)))]
    assert silent == []


def test_nothing_is_left_for_later_in_a_comment():
    # then no file holds one of the words for that
    here = ROOT / "tests" / "project" / "test_files.py"
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in modules()
        if path != here
        for word in TELLTALE
        if re.search(rf"\b{word}\b", text_of(path))
    ]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_each_package_with_its_hashes_and_says_nothing_else(lock):
    # when its lines are read, comments left out
    lines = [line for line in text_of(ROOT / lock).splitlines() if not line.lstrip().startswith("#")]
    strange = [line for line in lines if not PINNED.fullmatch(line) and not HASHED.fullmatch(line)]

    # then each is a pinned package or a hash, and each package has one
    assert strange == []
    assert all(HASHED.fullmatch(after) for line, after in pairwise(lines) if PINNED.fullmatch(line))
    assert HASHED.fullmatch(lines[-1])


def test_the_lock_files_hold_what_the_project_asks_for_and_agree():
    # given what the project depends on
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    asked = {re.split(r"[\[<>=!~; ]", dependency)[0] for dependency in project["dependencies"]}
    more = {
        re.split(r"[\[<>=!~; ]", dependency)[0]
        for extra in project["optional-dependencies"].values()
        for dependency in extra
    }

    # then both locks have it, and the versions of the first are those of the second
    run, develop = pins("requirements.lock"), pins("requirements-dev.lock")
    assert asked <= set(run)
    assert asked | more <= set(develop)
    assert {name: develop.get(name) for name in run} == run
