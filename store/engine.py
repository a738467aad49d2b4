"""Who may fire clocks: old code stands down when a newer version has taken over, and everybody shows signs of life."""

from datetime import datetime

from sqlalchemy import or_, select, update

from store.errors import StandDown
from store.models import EngineRow
from store.transaction import Transaction


async def take_over(tx: Transaction, module: str, version: int) -> None:
    """Put this version in charge of a module; StandDown when a newer one is."""
    row = tx.insert(EngineRow).values(module=module, version=version)
    not_newer = row.on_conflict_do_update(
        index_elements=["module"], set_={"version": version}, where=EngineRow.version <= version
    )
    if await tx.scalar(not_newer.returning(EngineRow.module)) is None:
        raise StandDown(f"A newer version is in charge of {module}; version {version} stands down.")


async def fence(tx: Transaction, module: str, version: int) -> None:
    """Make sure, until the end of the transaction, that this version is in charge; StandDown when it is not."""
    charge = select(EngineRow.version).where(EngineRow.module == module).with_for_update(read=True)
    holding = await tx.scalar(charge)
    if holding != version:
        raise StandDown(f"Version {holding} is in charge of {module}; version {version} stands down.")


async def tick(tx: Transaction, module: str, holder: str) -> None:
    """Leave a sign of life; `holder` is the process that gives it."""
    older = or_(EngineRow.last_tick_at.is_(None), EngineRow.last_tick_at < tx.now)
    sign = {"last_tick_at": tx.now, "holder": holder}
    await tx.execute(update(EngineRow).where(EngineRow.module == module, older).values(sign))


async def last_tick(tx: Transaction, module: str) -> datetime | None:
    """Say when somebody last gave a sign of life for a module (UTC), and keep others from doing so until the end.

    None when nobody ever did.
    """
    last = select(EngineRow.last_tick_at).where(EngineRow.module == module).with_for_update()
    moment: datetime | None = await tx.scalar(last)
    return moment
