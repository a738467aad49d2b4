"""Each delivery from outside takes effect once, however often and to however many of us it is delivered."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from store.models import InboxRow
from store.transaction import Transaction


async def first(tx: Transaction, key: str, kind: str) -> dict[str, Any] | None:
    """Claim a delivery: None when it is ours to act on, else what the first one was answered (maybe nothing: `{}`).

    The key's unique insert decides, so of two at the same moment one waits here for the other's commit.
    """
    claimed = tx.insert(InboxRow).values(key=key, kind=kind, received_at=tx.now)
    claimed = claimed.on_conflict_do_nothing(index_elements=["key"])
    if await tx.scalar(claimed.returning(InboxRow.key)) is not None:
        return None
    answered: dict[str, Any] | None = await tx.scalar(select(InboxRow.result).where(InboxRow.key == key))
    return answered or {}


async def keep(tx: Transaction, key: str, result: dict[str, Any]) -> None:
    """Remember what a delivery was answered, in the transaction that claimed it."""
    await tx.execute(update(InboxRow).where(InboxRow.key == key).values(result=result))


async def forget(tx: Transaction, before: datetime) -> int:
    """Remove deliveries older than this (UTC); Slack and PagerDuty stop repeating theirs within a day."""
    return (await tx.execute(delete(InboxRow).where(InboxRow.received_at < before))).rowcount
