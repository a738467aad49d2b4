"""The support model alone: how soon it is loaded beside a bare read of its YAML, and who is on duty is answered."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from bot.domain.coverage import on_duty
from bot.domain.people import OnPaper
from bot.policy.coverage import cover
from bot.policy.loader import load
from tests.bench.figures import Figure, median, p99

MODELS = sorted(Path("manifests/policies").glob("*.yaml"), key=lambda path: path.stat().st_size)
LARGEST = MODELS[-1]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def loading(count: int) -> list[Figure]:
    """Load the largest model and read its YAML by turns; both have been done once before."""
    text = LARGEST.read_text(encoding="utf-8")
    load(LARGEST)
    ours, bare = [], []
    for _ in range(count):
        ours.append(_seconds(lambda: load(LARGEST)))
        bare.append(_seconds(lambda: yaml.load(text, Loader=_Loader)))  # noqa: S506 - it is the safe one
    beside = f"{LARGEST.name}, {count} by turns: {median(ours) * 1000:.1f} ms, bare YAML {median(bare) * 1000:.1f} ms"
    return [
        Figure(name="load and check, times a bare read", measured=median(ours) / median(bare), goal=10, detail=beside)
    ]


def duty(count: int) -> list[Figure]:
    """Ask every tier and team of the largest model at hours all over a year."""
    policy, paper = load(LARGEST), OnPaper()
    teams = (*policy.tiers, *policy.teams)
    at = datetime(2027, 1, 1, tzinfo=UTC)
    asked = []
    for n in range(count):
        moment = at + n * timedelta(hours=8760) / count
        asked += [
            _seconds(lambda team=team, moment=moment: on_duty(policy, team, moment, paper)) * 1000 for team in teams
        ]
    how = f"{LARGEST.name}, {len(asked)} questions; median {median(asked):.3f} ms"
    walked = _seconds(lambda: cover(policy, 2027))
    return [
        Figure(name="who is on duty, p99", measured=p99(asked), goal=1, unit="ms", detail=how),
        Figure(name="coverage of a year", measured=walked, goal=5, unit="s", detail=LARGEST.name),
    ]


def _seconds(work: Callable[[], object]) -> float:
    """Count the processor's time: nothing here waits for anything but the other programs of the machine."""
    began = time.thread_time()
    work()
    return time.thread_time() - began
