"""What PagerDuty said of its schedules: enough to page by while it is away."""

from sqlalchemy import select

from bot.domain.schedules import Schedule
from store.codec import schedule_from, written
from store.models import ScheduleRow
from store.transaction import Transaction


async def keep(tx: Transaction, schedule_id: str, schedule: Schedule) -> None:
    """Remember what was said of a schedule, in place of what was said before."""
    values = {
        "name": schedule.name,
        "shifts": written(schedule)["shifts"],
        "gone": schedule.unknown,
        "until": schedule.until,
        "read_at": schedule.read_at,
    }
    row = tx.insert(ScheduleRow).values(id=schedule_id, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))


async def everything(tx: Transaction) -> dict[str, Schedule]:
    """Give every schedule that was read, by PagerDuty's id."""
    return {row.id: schedule_from(row) for row in await tx.execute(select(ScheduleRow))}
