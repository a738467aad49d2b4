"""`doctor`: whether this environment lets Conn do all it promises, and what mends each thing that does not."""

from collections.abc import AsyncIterator

import aiohttp

from bot.doctor.database import database_findings
from bot.doctor.findings import Finding, State, wrong
from bot.doctor.model import model_findings
from bot.doctor.snapshots import snapshot_findings
from bot.doctor.workspace import Workspace
from bot.settings import BadSettings, read_worker_settings

__all__ = ["Finding", "State", "examine"]

PATIENCE = aiohttp.ClientTimeout(total=10)
"""How long one answer is waited for; nobody is paged by a doctor, so it may take its time."""


async def examine() -> AsyncIterator[Finding]:
    """Look at settings, database, snapshots, support model and Slack, in this order; nothing is changed by it."""
    try:
        settings = read_worker_settings()
    except BadSettings as bad:
        for line in str(bad).splitlines():
            yield wrong(line, "Set it in the environment or in `.env`.")
        return
    async for finding in database_findings(settings):
        yield finding
    async for finding in snapshot_findings(settings):
        yield finding
    policy, findings = model_findings(settings.conn_policy)
    for finding in findings:
        yield finding
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        async for finding in Workspace(settings, session).findings(policy):
            yield finding
