"""Marking what became of deliveries, and noting in the log what people have to know of it."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.delivery.job import Job
from bot.delivery.outbox import Errand
from bot.delivery.results import Done, Impossible, Later, Needless, Result, Unclear
from bot.delivery.sending import Sending
from bot.domain.effects import waiting
from bot.domain.effects.sweeping import sweep
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.trail import concerning
from bot.usecases.deps import Deps
from bot.usecases.notice import locked, notice, notice_unreached
from store import outbox, surfaces
from store.database import Transaction
from store.outbox import Claim, Remote

WORTH_TELLING = 5.0
"""Seconds a channel has to wait for Slack before its declarer is told."""

Ended = tuple[Sending | Job, Result]
"""A delivery and what became of it."""

log = logging.getLogger(__name__)


async def mark(tx: Transaction, deps: Deps, ended: list[Ended]) -> None:
    """Mark them all in the order in which everybody locks, incidents first, so that no two wait in a ring."""
    for work, result in sorted(ended, key=_order):
        with concerning(work.about):
            if isinstance(work, Sending):
                await _mark_effect(tx, deps, work.claim, result)
            else:
                await _mark_surface(tx, deps, work, result)


def _order(ended: Ended) -> tuple[bool, int, str]:
    work, result = ended
    incident = work.incident.id if isinstance(work, Errand | Job) else 0
    return not _speaks(result), incident, work.claim.facet.key if isinstance(work, Job) else ""


async def _mark_effect(tx: Transaction, deps: Deps, claim: Claim, result: Result) -> None:
    number = claim.effect.incident
    incident = await locked(tx, number) if number is not None and _speaks(result) else None
    if not await _marked(tx, claim, result):
        return
    if isinstance(result, Done) and result.again:
        await _sweep(tx, claim.effect.key, number, result.remote)
    if incident is None:
        return
    if isinstance(result, Impossible) and result.unreached:
        await notice_unreached(tx, incident, deps, result.unreached, result.why)
    elif not isinstance(result, Needless) and result.events:
        await notice(tx, incident, deps, *result.events)


async def _marked(tx: Transaction, claim: Claim, result: Result) -> bool:
    match result:
        case Done(remote=remote):
            return await outbox.delivered(tx, claim, _place(remote))
        case Later(after=after, why=why):
            return await outbox.retry(tx, claim, timedelta(seconds=after), why)
        case Unclear(after=after, why=why, looks=looks):
            return await outbox.unknown(tx, claim, timedelta(seconds=after), why, looks=looks)
        case Needless(why=why):
            return await outbox.obsolete(tx, claim, why)
        case Impossible(why=why):
            log.warning("%s cannot be delivered: %s", claim.effect.key, why)
            return await outbox.dead(tx, claim, why)


def _speaks(result: Result) -> bool:
    """Whether the log has to know of it."""
    return isinstance(result, Impossible) or (not isinstance(result, Needless) and bool(result.events))


async def _sweep(tx: Transaction, key: str, incident: IncidentId | None, remote: Mapping[str, Any]) -> None:
    """Have a second copy taken back, should one turn up."""
    await outbox.add(tx, sweep(key, incident, remote["channel"], remote["ts"], remote.get("thread")))


def _place(remote: Mapping[str, Any]) -> Remote | None:
    """Read where in Slack a message is; None for what went elsewhere."""
    return Remote(channel=ChannelId(remote["channel"]), ts=MessageTs(remote["ts"])) if remote else None


async def _mark_surface(tx: Transaction, deps: Deps, job: Job, result: Result) -> None:
    claim = job.claim
    match result:
        case Done(remote=remote, shown=shown, events=events, rest=rest, again=again):
            incident = await locked(tx, claim.incident) if events else None
            kept = dict(remote) or claim.remote
            marked = await surfaces.applied(tx, claim, job.incident.version, shown, kept, rest=timedelta(seconds=rest))
            if marked and again:
                await _sweep(tx, job.key, claim.incident, remote)
            if marked and incident:
                await notice(tx, incident, deps, *events)
            if marked and claim.facet.kind is FacetKind.CARD and claim.remote and kept != claim.remote:
                await surfaces.dirty(tx, claim.incident, Facet(kind=FacetKind.PIN))
        case Later(after=after, why=why):
            await surfaces.retry(tx, claim, timedelta(seconds=after), why)
            if claim.facet.kind is FacetKind.ROOM and after > WORTH_TELLING:
                await outbox.add(tx, waiting(job.incident, round(after)))
        case Unclear(after=after, why=why, looks=looks):
            await surfaces.unknown(tx, claim, timedelta(seconds=after), why, looks=looks)
        case Needless(why=why):
            await surfaces.applied(tx, claim, job.incident.version, why, claim.remote)
        case Impossible(why=why, events=events):
            log.warning("%s cannot be shown: %s", job.key, why)
            incident = await locked(tx, claim.incident) if events else None
            marked = await surfaces.applied(tx, claim, job.incident.version, why, claim.remote)
            if marked and incident:
                await notice(tx, incident, deps, *events)
