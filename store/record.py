"""Keeping an outcome: state, log, messages, clocks and what Slack must show, all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.effects.wanted import without_room
from bot.domain.events import Entry, RoomLost, RoomOpened
from bot.domain.facets import Facet, facets_of, has_room
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import Policy
from store.codec import FIRST_HASH, chained, written
from store.errors import Conflict
from store.ledger import keep_promises
from store.models import EffectRow, EventRow, IncidentRow, table
from store.outbox import add
from store.surfaces import forget_room, want
from store.timers import sync
from store.transaction import Transaction

INCIDENT, EVENT = table(IncidentRow), table(EventRow)

MOVE_ON = (
    update(INCIDENT)
    .where(INCIDENT.c.id == bindparam("this"), INCIDENT.c.version == bindparam("before"))
    .returning(INCIDENT.c.id)
)
"""Compare and set: whoever read an older version changes nothing."""

LAST_HASH = select(EVENT.c.hash).where(EVENT.c.incident == bindparam("this"), EVENT.c.seq == bindparam("last"))


async def record(tx: Transaction, outcome: Outcome, policy: Policy, *, facets: Iterable[Facet] | None = None) -> None:
    """Store what was decided and all that follows; Conflict when the incident was changed since it was read.

    `facets` says which parts of Slack show this incident, in place of what the support model says.
    """
    if not outcome.entries:
        return
    incident, is_new = outcome.incident, outcome.entries[0].seq == 1
    await _keep_incident(tx, outcome, policy)
    await _append(tx, incident.id, outcome.entries)
    await add(tx, *(outcome.effects if has_room(incident, policy) else without_room(outcome.effects)))
    if any(isinstance(entry.event, RoomOpened) for entry in outcome.entries):
        await _let_go(tx, incident.id)
    await keep_promises(tx, incident.id, outcome.entries)
    await sync(tx, incident, policy, because=type(outcome.entries[-1].event).__name__, is_new=is_new)
    await want(tx, incident, facets_of(incident, policy) if facets is None else facets, is_new=is_new)
    if any(isinstance(entry.event, RoomLost) for entry in outcome.entries):
        await forget_room(tx, incident.id)
    tx.announce()


async def _keep_incident(tx: Transaction, outcome: Outcome, policy: Policy) -> None:
    incident, before = outcome.incident, outcome.entries[0].seq - 1
    values = columns_of(incident, policy)
    if before == 0:
        first = tx.insert(IncidentRow).on_conflict_do_nothing(index_elements=["id"])
        kept = await tx.scalar(first.returning(INCIDENT.c.id), values)
    else:
        kept = await tx.scalar(MOVE_ON, {**values, "this": incident.id, "before": before})
    if kept is None:
        raise Conflict(f"INC-{incident.id} was changed by somebody else at the same moment.")


def columns_of(i: Incident, policy: Policy) -> dict[str, Any]:
    """Write an incident the way its table keeps it."""
    return {
        "id": i.id,
        "version": i.version,
        "generation": i.generation,
        "title": i.title,
        "status": i.status.value,
        "is_open": i.is_open,
        "severity": i.severity,
        "rank": policy.severities[i.severity].rank,
        "private": i.private,
        "channel_id": i.room.channel if i.room else None,
        "thread": i.room.thread if i.room else None,
        "commander": i.commander,
        "declared_by": i.declared.by,
        "declared_at": i.declared.at,
        "ended_at": i.over.at if i.over else None,
        "policy_revision": i.policy_revision,
        "body": written(i),
    }


async def _append(tx: Transaction, incident: IncidentId, entries: tuple[Entry, ...]) -> None:
    last = entries[0].seq - 1
    previous = await tx.scalar(LAST_HASH, {"this": incident, "last": last}) if last else FIRST_HASH
    rows = []
    for entry in entries:
        payload = written(entry.event)
        sealed = chained(incident, entry, payload, previous)
        rows.append(
            {
                "incident": incident,
                "seq": entry.seq,
                "at": entry.at,
                "recorded_at": tx.now,
                "actor": entry.actor,
                "kind": type(entry.event).__name__,
                "payload": payload,
                "previous_hash": previous,
                "hash": sealed,
            }
        )
        previous = sealed
    await tx.execute(tx.insert(EventRow), rows)


async def _let_go(tx: Transaction, incident: IncidentId) -> None:
    """Let go what only waited to name the room."""
    untried = (EffectRow.incident == incident, EffectRow.state == "pending", EffectRow.attempts == 0)
    await tx.execute(update(EffectRow).where(*untried).values(not_before=tx.now))
