"""Take note that nobody was there for a while, before what was missed is made up for."""

import logging
from datetime import datetime

from bot.domain.absence import noticed
from bot.domain.ids import IncidentId, label
from bot.domain.timers import Timer
from bot.usecases.deps import Deps
from bot.usecases.fire_timer import WORTH_SAYING
from store import incidents, timers
from store.database import Transaction
from store.record import record

log = logging.getLogger(__name__)


async def notice_absence(tx: Transaction, deps: Deps, gone_at: datetime) -> None:
    """Tell the room of every incident whose clocks ran out since then (UTC), in one message each."""
    for number, missed in (await timers.missed(tx, tx.now - WORTH_SAYING)).items():
        try:
            async with tx.savepoint():
                await _notice(tx, deps, number, missed, gone_at)
        except Exception:
            log.exception("%s: an absence could not be put on its record", label(number))


async def _notice(tx: Transaction, deps: Deps, number: IncidentId, missed: list[Timer], gone_at: datetime) -> None:
    incident = await incidents.load(tx, number)
    if incident is None:
        raise LookupError(f"{label(number)} is not in the store")
    outcome = noticed(incident, missed, gone_at=gone_at, at=tx.now)
    await record(tx, outcome, await deps.models.of(tx, incident))
