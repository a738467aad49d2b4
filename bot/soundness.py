"""`db check`: whether everything stored is as it must be, what it means where it is not, and the mending of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.policy.loader import restore
from store import policies
from store.check import Flaw, PolicyOf, Problem, problems
from store.database import Database
from store.errors import StoreUnavailable
from store.migrate import HEAD, current
from store.repair import MEANING, repair
from store.transaction import Transaction


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was found, line by line, and whether nothing is wrong (any more)."""

    lines: tuple[str, ...]
    sound: bool


async def examine(url: str, *, repair: bool) -> Seen:
    """Look at a whole database, and put right what is safe when asked to.

    AlreadyRunning when an SQLite file is to be repaired that Conn works on, StoreUnavailable for another schema.
    """
    if (schema := await current(url)) != HEAD:
        raise StoreUnavailable(
            f"The database has schema {schema or 'none'} and this release {HEAD}: `db upgrade` brings it there."
        )
    database = Database(url, read_only=not repair)
    await database.open()
    try:
        return await (_repaired(database) if repair else _found(database))
    finally:
        await database.close()


async def _found(database: Database) -> Seen:
    async with database.read() as tx:
        found = await problems(tx, _models(tx))
    return Seen(lines=(*_told(found), _summary(found)), sound=not found)


async def _repaired(database: Database) -> Seen:
    async with database.begin() as tx:
        found = await problems(tx, _models(tx))
        left = await repair(tx, found, _models(tx))
    mended = [problem for problem in found if problem not in left]
    lines = (*(f"Put right: {problem}" for problem in mended), *_told(left), _summary(left))
    return Seen(lines=lines, sound=not left)


def _models(tx: Transaction) -> PolicyOf:
    known: dict[str, Policy | None] = {}

    async def policy_of(incident: Incident) -> Policy | None:
        revision = incident.policy_revision
        if revision not in known:
            body = await policies.body(tx, revision)
            known[revision] = restore(body, name=revision) if body else None
        return known[revision]

    return policy_of


def _told(found: Iterable[Problem]) -> list[str]:
    """List the problems under what they mean."""
    by_flaw: dict[Flaw, list[str]] = {}
    for problem in found:
        by_flaw.setdefault(problem.flaw, []).append(str(problem))
    return [line for flaw, whats in by_flaw.items() for line in (MEANING[flaw], *(f"  - {what}" for what in whats))]


def _summary(found: list[Problem]) -> str:
    if not found:
        return "Everything stored is as it must be: states, logs and their seals, clocks, messages."
    return f"{len(found)} {'thing is' if len(found) == 1 else 'things are'} not as they must be."
