"""A database as an organisation has it after years: many past incidents, some open ones; written without a Slack."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.domain.declaring import Declaration, declare
from bot.domain.events import PromiseMade, Resolved
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience, Policy
from bot.domain.timers import timers_for
from store import incidents
from store.codec import written
from store.database import Database
from store.models import CounterRow, EventRow, IncidentRow, PromiseRow, TimerRow
from store.record import columns_of, record
from store.timers import row_of

BATCH = 1_000
REPORTER = PersonId("UREPORTER")
PATIENCE = timedelta(seconds=30)
YEARS = timedelta(days=900)


async def past(database: Database, policy: Policy, count: int) -> None:
    """Write incidents that were resolved over the last years, with their last promise."""
    async with database.read() as tx:
        first, apart = tx.now - YEARS, YEARS / max(1, count)
    await _in_bulk(database, policy, count, lambda number: _ended(number, policy, first + number * apart))


async def waiting(database: Database, policy: Policy, due: list[datetime]) -> None:
    """Write one open incident for each moment (UTC), promising word at that moment."""
    async with database.read() as tx:
        now = tx.now
    await _in_bulk(database, policy, len(due), lambda number: _promising(number, policy, due[number - 1], now))


async def promising(database: Database, policy: Policy, due: list[datetime]) -> None:
    """Declare one incident for each moment (UTC) as Conn records it, each promising word at that moment."""
    for first in range(0, len(due), BATCH // 10):
        async with database.begin(patience=PATIENCE) as tx:
            for moment in due[first : first + BATCH // 10]:
                await record(tx, _promising(await incidents.next_id(tx), policy, moment, tx.now), policy)


async def still_open(database: Database, policy: Policy, count: int) -> None:
    """Declare incidents that nobody ended."""
    async with database.begin(patience=PATIENCE) as tx:
        for _ in range(count):
            await record(tx, _declared(await incidents.next_id(tx), policy, tx.now), policy)


async def _in_bulk(database: Database, policy: Policy, count: int, story: Callable[[IncidentId], Outcome]) -> None:
    """Write the first incidents of a database as rows, not by the way Conn records: that would take hours."""
    for first in range(1, count + 1, BATCH):
        stories = [story(IncidentId(n)) for n in range(first, min(first + BATCH, count + 1))]
        async with database.begin(patience=PATIENCE) as tx:
            await tx.execute(insert(IncidentRow), [columns_of(told.incident, policy) for told in stories])
            await tx.execute(insert(EventRow), [row for told in stories for row in _events(told)])
            await tx.execute(insert(PromiseRow), [_promise(told.incident) for told in stories])
            clocks = [row_of(timer, tx.now) for told in stories for timer in timers_for(told.incident, policy)]
            if clocks:
                await tx.execute(insert(TimerRow), clocks)
    async with database.begin(patience=PATIENCE) as tx:
        await tx.execute(insert(CounterRow).values(name="incident", value=count))


def _promising(number: IncidentId, policy: Policy, due: datetime, at: datetime) -> Outcome:
    made = PromiseMade(audience=Audience.EXTERNAL, n=1, due_at=due, why="measured")
    return _declared(number, policy, at).then(made, at=at)


def _declared(number: IncidentId, policy: Policy, at: datetime) -> Outcome:
    """Declare at the least severity, which is only logged and calls nobody."""
    *_, least = policy.severities.values()
    asked = Declaration(title=f"Checkout {number} is down", severity=least.id)
    return declare(number, asked, policy, Directory(), by=REPORTER, at=at)


def _ended(number: IncidentId, policy: Policy, at: datetime) -> Outcome:
    return _declared(number, policy, at).then(Resolved(), at=at + timedelta(hours=1), by=REPORTER)


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
