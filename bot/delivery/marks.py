"""Marking what became of deliveries, and noting in the log what people have to know of it."""

import logging
from datetime import timedelta

from bot.delivery.job import Job
from bot.delivery.outbox import Errand
from bot.delivery.results import Done, Impossible, Later, Needless, Result, Unclear
from bot.delivery.sending import Sending
from bot.domain.effects import waiting
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import ChannelId, MessageTs
from bot.trail import concerning
from bot.usecases.deps import Deps
from bot.usecases.notice import locked, notice, notice_unreached
from store import outbox, surfaces
from store.database import Transaction
from store.outbox import Claim

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
    speaks = isinstance(result, Impossible) or (isinstance(result, Done) and bool(result.events))
    incident = work.incident.id if isinstance(work, Errand | Job) else 0
    return not speaks, incident, work.claim.facet.key if isinstance(work, Job) else ""


async def _mark_effect(tx: Transaction, deps: Deps, claim: Claim, result: Result) -> None:
    match result:
        case Done(remote=remote):
            await outbox.delivered(tx, claim, ChannelId(remote["channel"]), MessageTs(remote["ts"]))
        case Later(after=after, why=why):
            await outbox.retry(tx, claim, timedelta(seconds=after), why)
        case Unclear(after=after, why=why):
            await outbox.unknown(tx, claim, timedelta(seconds=after), why)
        case Needless(why=why):
            await outbox.obsolete(tx, claim, why)
        case Impossible(why=why, events=events, unreached=page):
            log.warning("%s cannot be delivered: %s", claim.effect.key, why)
            number = claim.effect.incident
            incident = await locked(tx, number) if number is not None else None
            if await outbox.dead(tx, claim, why) and incident:
                if page:
                    await notice_unreached(tx, incident, deps, page, why)
                elif events:
                    await notice(tx, incident, deps, *events)


async def _mark_surface(tx: Transaction, deps: Deps, job: Job, result: Result) -> None:
    claim = job.claim
    match result:
        case Done(remote=remote, shown=shown, events=events, rest=rest):
            incident = await locked(tx, claim.incident) if events else None
            kept = dict(remote) or claim.remote
            marked = await surfaces.applied(tx, claim, job.incident.version, shown, kept, rest=timedelta(seconds=rest))
            if marked and incident:
                await notice(tx, incident, deps, *events)
            if marked and claim.facet.kind is FacetKind.CARD and claim.remote and kept != claim.remote:
                await surfaces.dirty(tx, claim.incident, Facet(kind=FacetKind.PIN))
        case Later(after=after, why=why):
            await surfaces.retry(tx, claim, timedelta(seconds=after), why)
            if claim.facet.kind is FacetKind.ROOM and after > WORTH_TELLING:
                await outbox.add(tx, waiting(job.incident, round(after)))
        case Unclear(after=after, why=why):
            await surfaces.unknown(tx, claim, timedelta(seconds=after), why)
        case Needless(why=why):
            await surfaces.applied(tx, claim, job.incident.version, why, claim.remote)
        case Impossible(why=why, events=events):
            log.warning("%s cannot be shown: %s", job.key, why)
            incident = await locked(tx, claim.incident) if events else None
            marked = await surfaces.applied(tx, claim, job.incident.version, why, claim.remote)
            if marked and incident:
                await notice(tx, incident, deps, *events)
