"""The loop that delivers: right after each commit, beside each other where order does not matter, again when needed."""

import asyncio
import contextlib
import logging
import time
from datetime import timedelta

from bot.delivery.job import Job
from bot.delivery.outbox import Errand, deliver
from bot.delivery.places import Places
from bot.delivery.reconciler import bring_up_to_date
from bot.delivery.results import Done, Impossible, Later, Needless, Result, Unclear
from bot.delivery.slack import LEASE_ENDS, TIMEOUT, Slack
from bot.domain.effects import AskForCommander, Page, Redraw, Remind, Retract, Say, Tell, waiting
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.incident import Incident
from bot.usecases.deps import Deps
from bot.usecases.notice import notice, notice_unreached
from store import incidents, outbox, surfaces
from store.database import Transaction
from store.errors import StoreUnavailable
from store.outbox import Claim
from store.surfaces import SurfaceClaim

AT_ONCE = 40
"""How many things are delivered beside each other; Slack's limits, not ours, decide how fast."""

LONGEST_SLEEP = 1.0
"""Seconds after which the store is asked again, in case a wake-up was lost."""

WORTH_TELLING = 5.0
"""Seconds a channel has to wait for Slack before its declarer is told."""

PATIENCE = timedelta(seconds=5)

SAFE_LEASE = outbox.LEASE.total_seconds() - TIMEOUT - 1.0
"""Seconds after a claim in which a call may begin: later, somebody else might hold the claim when it ends."""

log = logging.getLogger(__name__)


class Worker:
    """Delivers what the store says is due; `wake` it after a commit."""

    def __init__(self, deps: Deps, slack: Slack, places: Places) -> None:
        """Deliver what the store of `deps` holds."""
        self._deps = deps
        self._slack = slack
        self._places = places
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming = False

    def wake(self) -> None:
        """Say that something was committed."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled; a database that is away is waited for."""
        while True:
            self._wake.clear()
            try:
                seconds = await self._round()
            except StoreUnavailable as error:
                log.warning("Deliveries wait for the database: %s", error)
                seconds = LONGEST_SLEEP
            if seconds > 0:
                await self._sleep(seconds)

    async def stop(self) -> None:
        """Let what is on its way finish; what does not is found again by its lease."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=8)

    @property
    def busy(self) -> bool:
        """Whether something is on its way at this moment."""
        return self._claiming or bool(self._tasks)

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _round(self) -> float:
        """Start what is due, and say how long there is nothing to do."""
        if len(self._tasks) >= AT_ONCE:
            return LONGEST_SLEEP
        self._claiming = True  # what is claimed and not yet begun is under way too
        try:
            async with self._deps.database.begin(patience=PATIENCE) as tx:
                claims = await self._claim(tx)
                if not claims:
                    return await self._until_next(tx)
            self._start(claims)
        finally:
            self._claiming = False
        return 0.0

    async def _until_next(self, tx: Transaction) -> float:
        moments = [await outbox.next_attempt(tx), await surfaces.next_attempt(tx)]
        waits = [(moment - tx.now).total_seconds() for moment in moments if moment is not None]
        return min(LONGEST_SLEEP, max(0.01, min(waits, default=LONGEST_SLEEP)))

    async def _claim(self, tx: Transaction) -> list[Claim | SurfaceClaim]:
        free = AT_ONCE - len(self._tasks)
        if free <= 0:
            return []
        effects = await outbox.claim(tx, free)
        shown = await surfaces.claim(tx, max(1, free - len(effects)))
        return [*effects, *shown]

    def _start(self, claims: list[Claim | SurfaceClaim]) -> None:
        """Begin each in a task of its own, once the claims are committed."""
        for claim in claims:
            task = asyncio.create_task(self._guarded(claim))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _: self._wake.set())

    async def _guarded(self, claim: Claim | SurfaceClaim) -> None:
        LEASE_ENDS.set(time.monotonic() + SAFE_LEASE)
        try:
            await (self._tell(claim) if isinstance(claim, Claim) else self._show(claim))
        except StoreUnavailable as error:
            log.warning("A delivery could not be marked, and is found again by its lease: %s", error)
        except Exception:
            log.exception("A delivery failed; its lease brings it back")

    async def _tell(self, claim: Claim) -> None:
        errand = await self._errand(claim)
        result = await deliver(errand)
        async with self._deps.database.begin(patience=PATIENCE) as tx:
            await self._mark_effect(tx, claim, result)
            more = await self._claim(tx)
        self._start(more)

    async def _show(self, claim: SurfaceClaim) -> None:
        job = await self._job(claim)
        result = await bring_up_to_date(job)
        async with self._deps.database.begin(patience=PATIENCE) as tx:
            await self._mark_surface(tx, job, result)
            more = await self._claim(tx)
        self._start(more)

    async def _errand(self, claim: Claim) -> Errand:
        async with self._deps.database.read() as tx:
            incident = await self._load(tx, claim.effect.incident)
            message = claim.effect.message
            original = await outbox.sent(tx, message.of) if isinstance(message, Retract | Redraw) else None
            spoken = original.message if original else message
            seq = spoken.seq if isinstance(spoken, Page | Say | Tell | Remind | AskForCommander) else None
            return Errand(
                claim=claim,
                incident=incident,
                policy=await self._deps.models.of(tx, incident),
                slack=self._slack,
                entry=await incidents.entry(tx, incident.id, seq) if seq is not None else None,
                original=original,
                now=tx.now,
            )

    async def _job(self, claim: SurfaceClaim) -> Job:
        async with self._deps.database.read() as tx:
            incident = await self._load(tx, claim.incident)
            return Job(
                claim=claim,
                incident=incident,
                policy=await self._deps.models.of(tx, incident),
                slack=self._slack,
                places=self._places,
                card=await surfaces.remote(tx, incident.id, Facet(kind=FacetKind.CARD)) or {},
                now=tx.now,
            )

    async def _load(self, tx: Transaction, number: IncidentId) -> Incident:
        incident = await incidents.load(tx, number)
        if incident is None:
            raise LookupError(f"INC-{number} is not in the store")
        return incident

    async def _mark_effect(self, tx: Transaction, claim: Claim, result: Result) -> None:
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
                await incidents.load(tx, number)  # locks are taken in one order: incident, then effect
                if await outbox.dead(tx, claim, why):
                    if page:
                        await notice_unreached(tx, number, self._deps, page, why)
                    elif events:
                        await notice(tx, number, self._deps, *events)

    async def _mark_surface(self, tx: Transaction, job: Job, result: Result) -> None:
        claim = job.claim
        match result:
            case Done(remote=remote, shown=shown, events=events):
                if events:
                    await incidents.load(tx, claim.incident)
                kept = dict(remote) or claim.remote
                marked = await surfaces.applied(tx, claim, job.incident.version, shown, kept)
                if marked and events:
                    await notice(tx, claim.incident, self._deps, *events)
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
                if events:
                    await incidents.load(tx, claim.incident)
                marked = await surfaces.applied(tx, claim, job.incident.version, why, claim.remote)
                if marked and events:
                    await notice(tx, claim.incident, self._deps, *events)
