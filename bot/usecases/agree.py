"""Keep what was agreed about duty: the log, and who is told, in one transaction."""

from bot.domain.people import Directory
from bot.domain.rota.book import Book
from bot.domain.rota.events import DutyEntry, DutyEvent
from bot.domain.rota.telling import messages_of
from bot.usecases.deps import Deps
from store import duty, outbox
from store.database import Transaction


async def agree(tx: Transaction, book: Book, by: str, *events: DutyEvent) -> tuple[Book, tuple[DutyEntry, ...]]:
    """Append to the log that `duty.locked` gave, and put on their way the messages that follow."""
    after, entries = await duty.append(tx, book, by, *events)
    for entry in entries:
        await outbox.add(tx, *messages_of(entry))
    return after, entries


async def agreed_now(tx: Transaction, deps: Deps) -> tuple[Book, Directory]:
    """Read what is agreed, and keep it from changing until the end of this transaction."""
    book = await duty.locked(tx, await deps.catch_up(tx))
    return book, book.told(deps.directory, tx.now)
