"""A database as an organisation has it after years: many past incidents, some open ones; written without a Slack."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.domain.declaring import Declaration, declare
from bot.domain.events import PromiseMade, Resolved
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience, Policy
from store import incidents
from store.codec import written
from store.database import Database
from store.models import CounterRow, EventRow, IncidentRow, PromiseRow
from store.record import record

BATCH = 1_000
REPORTER = PersonId("UREPORTER")
PATIENCE = timedelta(seconds=30)


async def past(database: Database, policy: Policy, count: int) -> None:
    """Write incidents that were resolved, with their last promise, in bulk: as rows, not by the way Conn records."""
    for first in range(1, count + 1, BATCH):
        numbers = [IncidentId(n) for n in range(first, min(first + BATCH, count + 1))]
        async with database.begin(patience=PATIENCE) as tx:
            ended = [
                _ended(number, policy, tx.now - timedelta(days=900) + number * timedelta(minutes=10))
                for number in numbers
            ]
            await tx.execute(insert(IncidentRow), [_columns(outcome.incident, policy) for outcome in ended])
            await tx.execute(insert(EventRow), [row for outcome in ended for row in _events(outcome)])
            await tx.execute(insert(PromiseRow), [_promise(outcome.incident) for outcome in ended])
    async with database.begin(patience=PATIENCE) as tx:
        await tx.execute(insert(CounterRow).values(name="incident", value=count))


async def promising(database: Database, policy: Policy, due: list[datetime]) -> None:
    """Declare one incident for each moment (UTC) as Conn records it, each promising word at that moment."""
    for first in range(0, len(due), BATCH // 10):
        async with database.begin(patience=PATIENCE) as tx:
            for moment in due[first : first + BATCH // 10]:
                made = PromiseMade(audience=Audience.EXTERNAL, n=1, due_at=moment, why="measured")
                declared = _declared(await incidents.next_id(tx), policy, tx.now)
                await record(tx, declared.then(made, at=tx.now), policy)


async def still_open(database: Database, policy: Policy, count: int) -> None:
    """Declare incidents that nobody ended."""
    async with database.begin(patience=PATIENCE) as tx:
        for _ in range(count):
            await record(tx, _declared(await incidents.next_id(tx), policy, tx.now), policy)


def _declared(number: IncidentId, policy: Policy, at: datetime) -> Outcome:
    """Declare at the least severity, which is only logged and calls nobody."""
    *_, least = policy.severities.values()
    asked = Declaration(title=f"Checkout {number} is down", severity=least.id)
    return declare(number, asked, policy, Directory(), by=REPORTER, at=at)


def _ended(number: IncidentId, policy: Policy, at: datetime) -> Outcome:
    return _declared(number, policy, at).then(Resolved(), at=at + timedelta(hours=1), by=REPORTER)


def _columns(i: Incident, policy: Policy) -> dict[str, object]:
    ended = i.over.at if i.over else None
    return {
        "id": i.id, "version": i.version, "generation": i.generation, "title": i.title, "status": i.status.value,
        "is_open": i.is_open, "severity": i.severity, "rank": policy.severities[i.severity].rank, "private": i.private,
        "channel_id": None, "thread": None, "commander": i.commander, "declared_by": i.declared.by,
        "declared_at": i.declared.at, "ended_at": ended, "policy_revision": i.policy_revision, "body": written(i),
    }  # fmt: skip


def _events(outcome: Outcome) -> list[dict[str, object]]:
    number = outcome.incident.id
    return [
        {
            "incident": number, "seq": e.seq, "at": e.at, "recorded_at": e.at, "actor": e.actor,
            "kind": type(e.event).__name__, "payload": written(e.event), "previous_hash": "", "hash": "",
        }
        for e in outcome.entries
    ]  # fmt: skip


def _promise(i: Incident) -> dict[str, object]:
    at = i.declared.at
    return {
        "key": f"inc:{i.id}/promise/internal/n1", "incident": i.id, "audience": "internal", "n": 1, "owner": None,
        "made_at": at, "due_at": at, "kept_at": at, "late_s": 0, "state": "kept",
    }  # fmt: skip
