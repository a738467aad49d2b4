"""Every support model that an incident was run under, so that each can be finished under its own."""

from sqlalchemy import select

from bot.domain.policy import Policy
from store.models import PolicyRow
from store.transaction import Transaction


async def keep(tx: Transaction, policy: Policy) -> None:
    """Remember a support model by its revision; one that is known is left as it is."""
    row = tx.insert(PolicyRow).values(id=policy.revision, name=policy.name, body=policy.text, loaded_at=tx.now)
    await tx.execute(row.on_conflict_do_nothing(index_elements=["id"]))


async def body(tx: Transaction, revision: str) -> str | None:
    """Read the text of a support model back."""
    text: str | None = await tx.scalar(select(PolicyRow.body).where(PolicyRow.id == revision))
    return text
