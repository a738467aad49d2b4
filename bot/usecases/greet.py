"""Greet one person, once, when Conn is new somewhere."""

from bot.domain.people import PersonId
from bot.usecases.deps import Deps
from store import greetings


async def is_due(person: PersonId, deps: Deps) -> bool:
    """Whether nobody was greeted yet, or this person is the one who is being greeted."""
    async with deps.database.read() as tx:
        return await greetings.greeted(tx) in (None, person)


async def begin_greeting(person: PersonId, deps: Deps) -> int | None:
    """Take this person's greeting in hand; gives which try it is, None when it was said or somebody else says it."""
    async with deps.database.begin() as tx:
        return await greetings.claim(tx, person)


async def end_greeting(deps: Deps) -> None:
    """Remember that the greeting arrived."""
    async with deps.database.begin() as tx:
        await greetings.said(tx)
