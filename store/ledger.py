"""The ledger of promises: written beside the log, so that a report need not replay it."""

from typing import Any

from sqlalchemy import ColumnElement, update

from bot.domain.events import Cancelled, Closed, Entry, PromiseKept, PromiseMade, PromiseWaived, Resolved
from bot.domain.ids import IncidentId
from bot.domain.policy import Audience
from store.models import PromiseRow
from store.transaction import Transaction


async def keep_promises(tx: Transaction, incident: IncidentId, entries: tuple[Entry, ...]) -> None:
    """Write down what these entries say about promises: made, kept in time or late, waived, dropped at the end."""
    for entry in entries:
        match entry.event:
            case PromiseMade() as made:
                if made.n > 1:
                    await _end(tx, incident, "dropped", PromiseRow.audience == made.audience)
                await tx.execute(tx.insert(PromiseRow), _made(incident, entry, made))
            case PromiseKept(audience=audience, n=n, late=late):
                late_s = max(0, int(late.total_seconds()))
                state = "late" if late_s else "kept"
                await _end(tx, incident, state, *_this(audience, n), kept_at=entry.at, late_s=late_s)
            case PromiseWaived(audience=audience, n=n):
                await _end(tx, incident, "waived", *_this(audience, n))
            case Resolved() | Closed() | Cancelled():
                await _end(tx, incident, "dropped")
            case _:
                pass


def _made(incident: IncidentId, entry: Entry, made: PromiseMade) -> dict[str, Any]:
    return {
        "key": f"inc:{incident}/promise/{made.audience}/n{made.n}",
        "incident": incident,
        "audience": made.audience,
        "n": made.n,
        "owner": made.owner,
        "made_at": entry.at,
        "due_at": made.due_at,
        "state": "open",
    }


def _this(audience: Audience, n: int) -> tuple[ColumnElement[bool], ...]:
    return PromiseRow.audience == audience, PromiseRow.n == n


async def _end(tx: Transaction, incident: IncidentId, state: str, *which: ColumnElement[bool], **facts: object) -> None:
    still_open = (PromiseRow.incident == incident, PromiseRow.state == "open")
    await tx.execute(update(PromiseRow).where(*still_open, *which).values(state=state, **facts))
