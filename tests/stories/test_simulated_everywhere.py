"""What `policy simulate` tells of any severity, under any shipped model, at any kind of hour, is what happens."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.foretold import CASES, Case, disagreements
from tests.world import Home

A_WHILE = timedelta(minutes=70)
SOME = 1
"""How many of the sixty cases a run takes; `--whole-grid` takes them all."""


def told(case: Case, migrated: Path, lasts: timedelta = A_WHILE) -> list[str]:
    """Run one case in a world of its own."""
    with TemporaryDirectory() as folder:
        home = Home(f"sqlite:///{shutil.copy(migrated, Path(folder) / 'conn.db')}", Path(folder))
        return asyncio.run(disagreements(case, home, lasts))


@given(case=st.sampled_from(CASES))
@settings(
    max_examples=SOME,
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_an_incident_goes_as_the_simulation_said(migrated, case):
    assert told(case, migrated) == []


def test_so_does_every_other(request, migrated):
    if not request.config.getoption("--whole-grid"):
        pytest.skip("takes a quarter of an hour: --whole-grid runs it")
    assert [difference for case in CASES for difference in told(case, migrated)] == []
