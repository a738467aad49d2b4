"""How far each person has read each incident."""

from sqlalchemy import select

from bot.domain.ids import IncidentId
from bot.domain.people import PersonId
from store.models import LookRow
from store.transaction import Transaction


async def last(tx: Transaction, incident: IncidentId, person: PersonId) -> int | None:
    """Give the log entry this person read up to; None when they never looked."""
    theirs = (LookRow.incident == incident, LookRow.person == person)
    seq: int | None = await tx.scalar(select(LookRow.seq).where(*theirs))
    return seq


async def keep(tx: Transaction, incident: IncidentId, person: PersonId, seq: int) -> None:
    """Remember that this person has read everything up to an entry."""
    row = tx.insert(LookRow).values(incident=incident, person=person, seq=seq)
    await tx.execute(row.on_conflict_do_update(index_elements=["incident", "person"], set_={"seq": seq}))
