"""A test that cannot fail proves nothing: each safeguard is taken away in a copy, and its test must notice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.mutants import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "store", "tests", "manifests", "pyproject.toml")
TESTS_FAILED = 1
WITHIN = 120


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project."""
    copy = tmp_path_factory.mktemp("project")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    return copy


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_without_a_safeguard_its_test_fails(untouched: Path, mutant: Mutant):
    # given a copy of Conn without it
    file = untouched / mutant.file
    whole = file.read_text(encoding="utf-8")
    assert whole.count(mutant.before) == 1
    file.write_text(whole.replace(mutant.before, mutant.after), encoding="utf-8")

    # when its test is run there
    line = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    try:
        ran = subprocess.run(  # noqa: S603 - our own words
            [*line, mutant.test],
            cwd=untouched,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=WITHIN,
            check=False,
        )
    finally:
        file.write_text(whole, encoding="utf-8")

    # then it fails, and not for want of a test
    assert ran.returncode == TESTS_FAILED, ran.stdout + ran.stderr
    assert "failed" in ran.stdout
