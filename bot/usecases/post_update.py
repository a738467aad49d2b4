"""Give word: post an update, or keep the reminder quiet, or decide that none is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain import promises
from bot.domain.errors import BadField
from bot.domain.escalation import refuse_if_over
from bot.domain.incident import ENDED
from bot.domain.outcome import Outcome, unchanged
from bot.domain.policy import Audience
from bot.usecases.deps import Deps, Where, located
from store import inbox
from store.record import record


@dataclass(frozen=True, kw_only=True)
class PostUpdate:
    """Somebody tells these audiences how it stands; an empty text means that nothing changed.

    `delivery` names the Slack payload: a second copy of it changes nothing.
    """

    where: Where
    text: str
    audiences: tuple[Audience, ...]
    delivery: str
    next_in: Mapping[Audience, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Snooze:
    """Somebody wants the reminder of this audience to come later; None takes the model's length."""

    where: Where
    audience: Audience
    length: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Waive:
    """Somebody decides that this audience needs no word."""

    where: Where
    audience: Audience


async def post_update(request: PostUpdate, deps: Deps) -> Outcome:
    """Post the words, keep the promises they fulfil, and promise the next; a resolved incident may still owe some."""
    if not request.audiences:
        raise BadField(field="Audiences", why="Tick at least one audience.")
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        if await inbox.first(tx, request.delivery, "update") is not None:
            return unchanged(incident)
        if incident.status in ENDED:
            refuse_if_over(incident)
        policy = await deps.models.of(tx, incident)
        outcome = promises.update(
            incident,
            by=request.where.by,
            text=request.text,
            audiences=request.audiences,
            next_in=request.next_in,
            at=tx.now,
        )
        await record(tx, outcome, policy)
    return outcome


async def snooze(request: Snooze, deps: Deps) -> Outcome:
    """Move the next reminder, not the promise."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        length = request.length or policy.reminders.snooze.elapsed
        outcome = promises.snooze(incident, request.audience, by=request.where.by, until=tx.now + length, at=tx.now)
        await record(tx, outcome, policy)
    return outcome


async def waive(request: Waive, deps: Deps) -> Outcome:
    """Stop this audience's clock, on the record."""
    async with deps.database.begin() as tx:
        incident = await located(tx, request.where)
        policy = await deps.models.of(tx, incident)
        outcome = promises.waive(incident, request.audience, by=request.where.by, at=tx.now)
        await record(tx, outcome, policy)
    return outcome
