"""The loop that delivers: right after each commit, beside each other where order does not matter, again when needed."""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.calls import LEASE_ENDS, TIMEOUT
from bot.delivery.duty import DutyErrand, scene_of
from bot.delivery.job import Job
from bot.delivery.marks import Ended, mark
from bot.delivery.model import ModelErrand, change_scene
from bot.delivery.outbox import Errand
from bot.delivery.pagerduty import Pager
from bot.delivery.phones import Ringing, tell_pager
from bot.delivery.places import Places
from bot.delivery.priority import PRIORITY, Importance, Priority
from bot.delivery.reconciler import bring_up_to_date
from bot.delivery.results import Done, Needless, Result
from bot.delivery.sending import Sending, deliver
from bot.delivery.slack import Slack
from bot.delivery.sweeping import Sweeping
from bot.delivery.taking import URGENT, Taking
from bot.domain.effects.effect import Urgency, of_an_incident
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.messages import Alert, Page, Redraw, Retract, Sweep, entry_of
from bot.domain.model_messages import ModelMessage
from bot.trail import INCIDENT
from bot.usecases.deps import Deps
from store import incidents, outbox, surfaces
from store.database import Transaction
from store.errors import StoreUnavailable
from store.outbox import Claim
from store.surfaces import SurfaceClaim
from store.trying import tried

AT_ONCE = 40
"""How many things are delivered beside each other; Slack's limits, not ours, decide how fast."""

LONGEST_SLEEP = 1.0
"""Seconds after which the store is asked again, in case a wake-up was lost."""

LET_FINISH = 8.0
"""Seconds that what is under way at a stop may take; the rest is found again at the next start."""

TOGETHER = 0.02
"""Seconds that a mark nothing waits for is held back, so that it neither delays one that counts nor goes alone."""

A_MOMENT = 0.003
"""Seconds by which pages and the card are ahead of what begins with them: drawing it all first would hold them up."""

PATIENCE = timedelta(seconds=5)

SAFE_LEASE = outbox.LEASE.total_seconds() - TIMEOUT - 1.0
"""Seconds after a claim in which a call may begin: later, somebody else might hold the claim when it ends."""

NO_RANK = NO_INCIDENT = sys.maxsize
"""What is about no incident comes after what is, where both are as urgent."""

_IMPORTANCE = {
    Urgency.PAGE: Importance.PAGE,
    Urgency.ANSWER: Importance.ANSWER,
    Urgency.ROOM: Importance.ROOM,
    Urgency.DECORATION: Importance.UPKEEP,
}

Absence = Callable[[datetime], tuple[datetime, datetime] | None]
"""Says from when to when nobody was there after a moment (all UTC); None when somebody always was."""

log = logging.getLogger(__name__)


class Worker:
    """Delivers what the store says is due; `wake` it after a commit."""

    def __init__(
        self, deps: Deps, slack: Slack, places: Places, pager: Pager | None = None, *, absence_since: Absence
    ) -> None:
        """Deliver what the store of `deps` holds; without a pager no phone rings."""
        self._deps = deps
        self._slack = slack
        self._taking = Taking(slack)
        self._places = places
        self._pager = pager
        self._absence_since = absence_since
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming = False
        self._stopping = False
        self._results: list[Ended] = []
        self._marking = asyncio.Lock()

    def wake(self) -> None:
        """Say that something was committed."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until told to stop; a database that is away is waited for."""
        while not self._stopping:
            self._wake.clear()
            try:
                seconds = await self._round()
            except StoreUnavailable as error:
                log.warning("Deliveries wait for the database: %s", error)
                seconds = LONGEST_SLEEP
            except Exception:
                log.exception("Looking for what is to be delivered failed; it is tried again")
                seconds = LONGEST_SLEEP
            if seconds > 0:
                await self._sleep(seconds)

    async def stop(self) -> None:
        """Begin nothing more and let what is on its way finish; what does not is found again by its lease.

        Before `run` is cancelled: between a claim and its beginning a cancellation would leave the lease behind.
        """
        self._stopping = True
        self.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LET_FINISH):
                while self.busy:  # noqa: ASYNC110 - what is under way begins and ends in several places
                    await asyncio.sleep(0.01)

    @property
    def busy(self) -> bool:
        """Whether something is on its way at this moment."""
        return self._claiming or bool(self._tasks)

    async def next_at(self, tx: Transaction) -> datetime | None:
        """Say when there can be something to deliver (UTC), what is under way aside; None when nothing waits."""
        return await self._taking.next_at(tx)

    @property
    def waits_for_slack(self) -> bool:
        """Whether nothing gets to Slack at this moment."""
        return self._slack.is_away

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _round(self) -> float:
        """Start what is due, and say how long there is nothing to do."""
        if len(self._tasks) >= AT_ONCE + URGENT:
            return LONGEST_SLEEP
        self._claiming = True  # what is claimed and not yet begun is under way too
        try:
            async with self._deps.database.begin(patience=PATIENCE, unasked=True) as tx:
                work = await self._claim(tx)
                if not work:
                    is_full = len(self._tasks) >= AT_ONCE
                    return LONGEST_SLEEP if is_full else await self._until_next(tx)
            self._start(work)
        finally:
            self._claiming = False
        return 0.0

    async def _until_next(self, tx: Transaction) -> float:
        moment = await self.next_at(tx)
        wait = LONGEST_SLEEP if moment is None else (moment - tx.now).total_seconds()
        return min(LONGEST_SLEEP, max(0.01, wait))

    async def _claim(self, tx: Transaction) -> list[Sending | Job]:
        """Take what is due, with all that is needed to carry it out, so that the calls can begin with the commit."""
        free = AT_ONCE - len(self._tasks)
        if free + URGENT <= 0 or self._stopping:
            return []
        return await self._prepared(tx, await self._taking.take(tx, free))

    async def _prepared(self, tx: Transaction, claims: Sequence[Claim | SurfaceClaim]) -> list[Sending | Job]:
        wanted = {number for claim in claims if (number := _incident(claim)) is not None}
        known = await incidents.seen(tx, wanted) if wanted else {}
        work: list[Sending | Job] = []
        for claim in claims:
            try:
                number = _incident(claim)
                incident = known[number] if number is not None else None
                work.append(await self._one(tx, claim, incident))
            except SQLAlchemyError:
                raise
            except Exception:
                log.exception("A delivery cannot be prepared, and holds up no other; its lease brings it back")
        return work

    def _start(self, work: list[Sending | Job]) -> None:
        """Begin each in a task of its own, once the claims are committed."""
        for one in sorted(work, key=_first):
            task = asyncio.create_task(self._guarded(one))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Look for more only when there was no room for it; otherwise the task itself has claimed what it set free."""
        was_full = len(self._tasks) >= AT_ONCE
        self._tasks.discard(task)
        if was_full:
            self.wake()

    async def _guarded(self, work: Sending | Job) -> None:
        LEASE_ENDS.set(time.monotonic() + SAFE_LEASE)
        PRIORITY.set(_priority(work))
        INCIDENT.set(work.about)
        if _first(work) > 1:
            await asyncio.sleep(A_MOMENT)
        try:
            result = await _done(work)
            if isinstance(result, Needless):
                self._taking.made_no_call()
            self._results.append((work, result))
            if not _is_waited_for(work, result):
                await asyncio.sleep(TOGETHER)
            await self._mark()
        except StoreUnavailable as error:
            log.warning("A delivery could not be marked, and is found again by its lease: %s", error)
        except Exception:
            log.exception("A delivery failed; its lease brings it back")

    async def _mark(self) -> None:
        """Mark every delivery that ended while another's mark was being stored: one transaction serves them all."""
        async with self._marking:
            ended, self._results = self._results, []
            if not ended:
                return
            try:
                await self._stored(ended)
            except StoreUnavailable:
                raise
            except Exception:
                if len(ended) == 1:
                    raise
                log.exception("Deliveries could not be marked together; each is marked by itself")
                await self._stored_singly(ended)

    async def _stored_singly(self, ended: list[Ended]) -> None:
        for one in ended:
            try:
                await self._stored([one])
            except Exception:
                log.exception("A delivery could not be marked; its lease brings it back")

    async def _stored(self, ended: list[Ended]) -> None:
        self._start(await tried(lambda: self._marked(ended)))

    async def _marked(self, ended: list[Ended]) -> list[Sending | Job]:
        async with self._deps.database.begin(patience=PATIENCE, unasked=True) as tx:
            await mark(tx, self._deps, ended)
            return await self._claim(tx)

    async def _one(self, tx: Transaction, claim: Claim | SurfaceClaim, incident: Incident | None) -> Sending | Job:
        if isinstance(claim, Claim):
            return await self._sending(tx, claim, incident)
        if incident is None:
            raise LookupError(f"{claim.facet.key} belongs to no incident")
        return await self._job(tx, claim, incident)

    async def _sending(self, tx: Transaction, claim: Claim, incident: Incident | None) -> Sending:
        message = claim.effect.message
        if isinstance(message, Sweep):
            return Sweeping(
                claim=claim, slack=self._slack, original=None, overtaken=False, now=tx.now, places=self._places
            )
        original = await outbox.sent(tx, message.of) if isinstance(message, Retract | Redraw) else None
        spoken = original.message if original else message
        overtaken = isinstance(message, Redraw) and await outbox.is_overtaken(tx, claim, message.of)
        held_up = self._taking.held_up(claim)
        if isinstance(spoken, ModelMessage):
            return ModelErrand(
                claim=claim,
                slack=self._slack,
                original=original,
                overtaken=overtaken,
                held_up=held_up,
                now=tx.now,
                places=self._places,
                scene=await change_scene(tx, self._deps, spoken),
            )
        if incident is None:
            return DutyErrand(
                claim=claim,
                slack=self._slack,
                original=original,
                overtaken=overtaken,
                held_up=held_up,
                now=tx.now,
                places=self._places,
                scene=await scene_of(tx, self._deps, spoken),
            )
        seq = entry_of(of_an_incident(spoken))
        errand = Errand(
            claim=claim,
            slack=self._slack,
            original=original,
            overtaken=overtaken,
            held_up=held_up,
            now=tx.now,
            incident=incident,
            policy=await self._deps.models.of(tx, incident),
            places=self._places,
            entry=await incidents.entry(tx, incident.id, seq) if seq is not None else None,
            away=self._absence_since(claim.created_at),
        )
        return Ringing(**vars(errand), pager=self._pager) if isinstance(message, Alert) else errand

    async def _job(self, tx: Transaction, claim: SurfaceClaim, incident: Incident) -> Job:
        on_card = claim.facet.kind is FacetKind.PIN
        return Job(
            claim=claim,
            incident=incident,
            policy=await self._deps.models.of(tx, incident),
            slack=self._slack,
            places=self._places,
            card=(await surfaces.remote(tx, incident.id, Facet(kind=FacetKind.CARD)) or {}) if on_card else {},
            now=tx.now,
        )


async def _done(work: Sending | Job) -> Result:
    match work:
        case Ringing():
            return await tell_pager(work)
        case Sending():
            return await deliver(work)
        case Job():
            return await bring_up_to_date(work)


def _incident(claim: Claim | SurfaceClaim) -> IncidentId | None:
    return claim.effect.incident if isinstance(claim, Claim) else claim.incident


def _first(work: Sending | Job) -> int:
    """Order what begins together: pages, then what everything else in the room waits for, then the rest."""
    if isinstance(work, Sending):
        return 0 if isinstance(work.message, Page | Alert) else 2
    return 1 if work.claim.facet.kind in (FacetKind.ROOM, FacetKind.CARD, FacetKind.PIN) else 2


def _priority(work: Sending | Job) -> Priority:
    name = work.claim.effect.key if isinstance(work, Sending) else work.claim.facet.key
    if not isinstance(work, Errand | Job):
        return Priority(_importance(work), NO_RANK, NO_INCIDENT, name)
    rank = work.policy.severities[work.incident.severity].rank
    return Priority(_importance(work), rank, work.incident.id, name)


def _importance(work: Sending | Job) -> Importance:
    """Say how much depends on it: what a new room is made of is waited for, what is kept up in it afterwards is not."""
    if isinstance(work, Sending):
        return _IMPORTANCE[work.claim.effect.urgency]
    match work.claim.facet.kind:
        case FacetKind.ANNOUNCEMENT | FacetKind.LADDER:
            return Importance.UPKEEP if work.claim.seen_version else Importance.ROOM
        case FacetKind.MEMBERS:
            return Importance.ROOM if work.claim.seen_version else Importance.ANSWER
        case _:
            return Importance.UPKEEP if work.claim.seen_version else Importance.ANSWER


def _is_waited_for(work: Sending | Job, result: Result) -> bool:
    """Whether something else can begin once this is marked: what stands in the room, the pin, what people must hear."""
    stands_alone = isinstance(work, Sending) or work.claim.facet.kind not in (FacetKind.ROOM, FacetKind.CARD)
    return not stands_alone or not isinstance(result, Done) or bool(result.events)
