"""What Slack said about names: whom a person or group in the support model is, and where a channel is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.domain.ids import ChannelId
from bot.domain.people import PersonId
from store.models import PersonRow, PlaceRow
from store.transaction import Transaction


@dataclass(frozen=True, kw_only=True)
class Known:
    """Whom Slack knew under a name at `checked_at` (UTC): several for a group; `gone` says that they left."""

    name: str
    ids: tuple[PersonId, ...]
    gone: bool
    checked_at: datetime


async def keep(tx: Transaction, name: str, ids: Sequence[PersonId], *, gone: bool = False) -> None:
    """Remember whom Slack knows under an e-mail address or a group's handle."""
    values = {"ids": list(ids), "gone": gone, "checked_at": tx.now}
    row = tx.insert(PersonRow).values(name=name, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))


async def everybody(tx: Transaction) -> list[Known]:
    """List every name that was looked up."""
    rows = await tx.execute(select(PersonRow).order_by(PersonRow.name))
    return [Known(name=row.name, ids=tuple(row.ids), gone=row.gone, checked_at=row.checked_at) for row in rows]


async def keep_place(tx: Transaction, name: str, channel: ChannelId) -> None:
    """Remember the Slack id of a channel that the support model names."""
    values = {"channel_id": channel, "checked_at": tx.now}
    row = tx.insert(PlaceRow).values(name=name, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))


async def place(tx: Transaction, name: str) -> ChannelId | None:
    """Find the Slack id of a channel by its name in the support model."""
    channel: ChannelId | None = await tx.scalar(select(PlaceRow.channel_id).where(PlaceRow.name == name))
    return channel


async def places(tx: Transaction) -> dict[str, str]:
    """List the channels that were found, by their Slack ids, with their names in the support model."""
    rows = await tx.execute(select(PlaceRow.channel_id, PlaceRow.name))
    return {row.channel_id: row.name for row in rows}


async def forget_place(tx: Transaction, name: str) -> None:
    """Have a channel looked up again, because its id does not work any more."""
    await tx.execute(delete(PlaceRow).where(PlaceRow.name == name))
