"""The history checker, for a Conn that ran as a process of its own and has ended."""

import logging
from dataclasses import dataclass, field

from bot.domain.people import Directory
from bot.policy.loader import load
from bot.sandbox import Sandbox
from bot.usecases.deps import Deps, Models
from store.database import Database
from tests.crash.story import POLICY, Scene
from tests.history import problems

EXPECTED = ("not answered within",)
"""A payload that reached a process just before it died has no answer; the person was shown an error."""


@dataclass(frozen=True, kw_only=True)
class _Remains:
    """What the checker reads of a bot."""

    deps: Deps


@dataclass(frozen=True, kw_only=True)
class _After:
    """What the checker reads of a world; the log of a process of its own is not among it."""

    bot: _Remains
    sandbox: Sandbox
    records: list[logging.LogRecord] = field(default_factory=list)


async def broken(scene: Scene) -> list[str]:
    """List every sentence that must always be true and is not."""
    database = Database(scene.env["DATABASE_URL"], test_clock=True)
    await database.open()
    try:
        deps = Deps(database=database, models=Models(current=load(POLICY)), directory=Directory())
        found = await problems(_After(bot=_Remains(deps=deps), sandbox=scene.slack))
    finally:
        await database.close()
    return [problem for problem in found if not problem.startswith(EXPECTED)]
