"""The history checker, for a Conn that ran in processes of its own, which have ended."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.people import Directory
from bot.policy.loader import load
from bot.sandbox import Sandbox
from bot.sandbox.pagerduty import PagerDuty
from bot.usecases.deps import Deps, Models
from store.database import Database
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
    pager: PagerDuty | None = None
    records: list[logging.LogRecord] = field(default_factory=list)


async def broken(slack: Sandbox, url: str, policy: Path, pager: PagerDuty | None = None) -> list[str]:
    """List every sentence that must always be true and is not."""
    database = Database(url, test_clock=True)
    await database.open()
    try:
        deps = Deps(database=database, models=Models(current=load(policy)), directory=Directory())
        found = await problems(_After(bot=_Remains(deps=deps), sandbox=slack, pager=pager))
    finally:
        await database.close()
    return [problem for problem in found if not problem.startswith(EXPECTED)]
