"""Begin with the support model in force: the stored one, whatever the file says by now; at a first start, the file."""

import logging
from pathlib import Path

from bot.domain import change_control
from bot.domain.errors import BrokenModel
from bot.domain.ids import CONN
from bot.domain.policy import Policy
from bot.policy.loader import restore
from bot.usecases.read_model import read_model
from store import model_changes, policies
from store.database import Database, Transaction

log = logging.getLogger(__name__)


async def begin_with_model(database: Database, file: Path) -> Policy:
    """Find the model to begin with; BrokenModel when there is none yet and the file cannot be used."""
    try:
        read: Policy | BrokenModel = read_model(file)
    except BrokenModel as broken:
        read = broken
    async with database.begin() as tx:
        await model_changes.hold(tx)
        stands = await model_changes.in_force(tx)
        stored = await policies.body(tx, stands[1].revision) if stands else None
        if stands is None or stored is None:
            return await _first(tx, read)
    revision, since = stands[1].revision, stands[1].decided_at
    if isinstance(read, Policy) and read.revision == revision:
        return read
    if isinstance(read, BrokenModel):
        for error in read.errors:
            log.error("%s", error)
        log.error(
            "%s cannot be used, and changes nothing: revision %s of the support model stays in force, as it has been "
            "since %s.",
            file,
            revision,
            since.isoformat(timespec="seconds") if since else "the first start",
        )
    return restore(stored, name=revision)


async def model_in_force(database: Database, file: Path) -> Policy:
    """Find the model in force, whatever the file says by now; the file's only before the first start."""
    async with database.read() as tx:
        revision = await model_changes.revision_in_force(tx)
        stored = await policies.body(tx, revision) if revision else None
    if revision is None or stored is None:
        return await begin_with_model(database, file)
    return restore(stored, name=revision)


async def _first(tx: Transaction, read: Policy | BrokenModel) -> Policy:
    if isinstance(read, BrokenModel):
        raise read
    await policies.keep(tx, read)
    await model_changes.add(tx, change_control.first(read, by=CONN, at=tx.now))
    return read
