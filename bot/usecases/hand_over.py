"""Hand shifts over by themselves: whoever comes and whoever goes hears of it once, also after an absence.

Offers to swap lapse at the same moments, so the same clock ends them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.events.about import Late
from bot.domain.ids import CONN
from bot.domain.incident import Incident
from bot.domain.people import Directory, PersonId
from bot.domain.policy import ChecklistId, Policy
from bot.domain.rota.book import Book
from bot.domain.rota.events import ShiftBegun, ShiftItemsTicked
from bot.domain.rota.handing_over import Now, begun, next_change, passed_on
from bot.domain.rota.swapping import ended_by_themselves, next_lapse
from bot.usecases.agree import agree, agreed_now
from bot.usecases.deps import Deps, may_see
from bot.usecases.fire_timer import WORTH_SAYING, Absence
from store import incidents
from store.database import Transaction

PATIENCE = timedelta(seconds=5)


class ShiftClock:
    """Knows when duty next passes on, by the model and what is agreed, so that looking costs next to nothing.

    The log says which shifts were handed over, so that of several processes one does it, and a restart makes up for
    what was missed: for each rotation once, however many shifts went by.
    """

    def __init__(self, deps: Deps, absence: Absence) -> None:
        """Watch the rotations of the model in force; `absence` says whether Conn was away at a moment."""
        self._deps = deps
        self._absence = absence
        self._known: tuple[str, Directory] | None = None
        self.due_at: datetime | None = None

    async def keep(self) -> None:
        """Hand over what passed on since the last look."""
        async with self._deps.database.read() as tx:
            await self._deps.catch_up(tx)
            if not self._may_have_passed(tx.now):
                return
        async with self._deps.database.begin(patience=PATIENCE) as tx:
            await self._hand_over(tx)

    def _may_have_passed(self, now: datetime) -> bool:
        known = (self._deps.models.current.revision, self._deps.directory)
        is_news = self._known is None or known[0] != self._known[0] or known[1] is not self._known[1]
        return is_news or (self.due_at is not None and now >= self.due_at)

    async def _hand_over(self, tx: Transaction) -> None:
        policy = self._deps.models.current
        book, directory = await agreed_now(tx, self._deps)
        found = passed_on(policy, directory, book, tx.now)
        ended = ended_by_themselves(book, policy, directory, tx.now)
        if found or ended:
            shifts = await self._begun(tx, found, book, directory)
            await agree(tx, book, CONN, *shifts, *ended)
        self._known = (policy.revision, self._deps.directory)
        moments = (next_change(policy, directory, tx.now), next_lapse(book, tx.now))
        self.due_at = min((moment for moment in moments if moment is not None), default=None)

    async def _begun(
        self, tx: Transaction, found: tuple[Now, ...], book: Book, directory: Directory
    ) -> list[ShiftBegun]:
        since = [book.shifts[now.rotation.id].since for now in found if now.rotation.id in book.shifts]
        called = await incidents.called_in_since(tx, min(since)) if since else []
        policy = self._deps.models.current
        return [begun(now, policy, directory, book, called, self._late(now, tx.now)) for now in found]

    def _late(self, shift: Now, now: datetime) -> Late | None:
        """Say how late it is where it is worth saying: not of what was arranged just now for a time that had begun."""
        if now - shift.starts < WORTH_SAYING or self._absence(shift.starts) is None:
            return None
        gone_at, back_at = self._absence(shift.starts) or (None, None)
        return Late(due_at=shift.starts, gone_at=gone_at, back_at=back_at)


@dataclass(frozen=True, kw_only=True)
class TickShiftItems:
    """Somebody ticked boxes of a shift's list: of those that were `shown` together, these are `done` now."""

    shift: int
    checklist: ChecklistId
    shown: range
    done: tuple[int, ...]
    by: PersonId


async def tick_shift_items(request: TickShiftItems, deps: Deps) -> None:
    """Keep what is done of one of a shift's lists."""
    async with deps.database.begin() as tx:
        book, _ = await agreed_now(tx, deps)
        before = book.ticked.get((request.shift, request.checklist), ())
        done = tuple(sorted({n for n in before if n not in request.shown} | set(request.done)))
        if done != before:
            ticked = ShiftItemsTicked(shift=request.shift, checklist=request.checklist, done=done)
            await agree(tx, book, request.by, ticked)


async def brief(person: PersonId, deps: Deps) -> tuple[datetime, tuple[tuple[Incident, Policy], ...]]:
    """Read what whoever takes over now has to know: everything that is open or owed, and that this person may see."""
    async with deps.database.read() as tx:
        return tx.now, await open_for(tx, deps, person)


async def open_for(tx: Transaction, deps: Deps, person: PersonId | None) -> tuple[tuple[Incident, Policy], ...]:
    """List the incidents that are open or owe word, with their models; private ones only to their members."""
    found = [i for i in await incidents.unfinished(tx) if (may_see(i, person) if person else not i.private)]
    return tuple([(incident, await deps.models.of(tx, incident)) for incident in found])
