"""From the start of the process to a first answer, on a new database and on one that is there already."""

import tempfile
from pathlib import Path

from tests.bench.figures import Figure, median
from tests.bench.processes import conn
from tests.bench.world import workspace


async def measure(count: int) -> list[Figure]:
    """Start Conn once on nothing, then `count` times on what that start left behind."""
    with tempfile.TemporaryDirectory() as folder:
        async with workspace() as sandbox:
            cold, memory = await _start(sandbox, Path(folder))
            warm = [(await _start(sandbox, Path(folder)))[0] for _ in range(count)]
    detail = f"median of {count}, {min(warm):.2f} to {max(warm):.2f} s"
    return [
        Figure(name="start → first command answered", measured=median(warm), goal=1.5, unit="s", detail=detail),
        Figure(name="… with the migration of a new database", measured=cold, goal=1.5, unit="s", detail="once"),
        Figure(name="memory when ready", measured=memory, goal=110, unit="MB", detail="VmRSS, after the migration"),
    ]


async def _start(sandbox, folder):
    async with conn(sandbox, folder) as app:
        return app.ready, app.memory
