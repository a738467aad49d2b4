"""Whom Conn greeted when it was new here: one person, once."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.domain.people import PersonId
from store.models import GreetingRow
from store.transaction import Transaction

RESTS = timedelta(minutes=1)
"""How long a try that came to nothing rests before the next."""


async def greeted(tx: Transaction) -> PersonId | None:
    """Say who is, or is about to be, the one who is greeted."""
    person: PersonId | None = await tx.scalar(select(GreetingRow.person))
    return person


async def claim(tx: Transaction, person: PersonId) -> int | None:
    """Take the greeting of this person in hand; gives which try this is, None when it is not for us to say it now."""
    first = tx.insert(GreetingRow).values(id=1, person=person, tries=1, tried_at=tx.now)
    tries: int | None = await tx.scalar(first.on_conflict_do_nothing().returning(GreetingRow.tries))
    if tries is not None:
        return tries
    theirs = (GreetingRow.person == person, GreetingRow.said_at.is_(None), GreetingRow.tried_at <= tx.now - RESTS)
    again = update(GreetingRow).where(*theirs).values(tries=GreetingRow.tries + 1, tried_at=tx.now)
    tried: int | None = await tx.scalar(again.returning(GreetingRow.tries))
    return tried


async def said(tx: Transaction) -> None:
    """Remember that it was said."""
    await tx.execute(update(GreetingRow).values(said_at=tx.now))
