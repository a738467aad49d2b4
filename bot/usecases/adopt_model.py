"""Let the incidents that are open run by the support model that is in force by now."""

from dataclasses import dataclass

from bot.domain.adopting import adopt
from bot.domain.errors import Refusal, UnknownSeverity
from bot.domain.following import followed
from bot.domain.ids import IncidentId
from bot.domain.people import PersonId
from bot.usecases.deps import Deps
from store import incidents
from store.database import Transaction
from store.record import record


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """Which incidents run by the model in force from now on, and which keep theirs because it lacks their severity."""

    took: tuple[IncidentId, ...] = ()
    kept: tuple[tuple[IncidentId, str], ...] = ()


async def adopt_model(by: PersonId, deps: Deps) -> Adoption:
    """Move every open incident to the model in force, each in a transaction of its own and on its own record."""
    async with deps.database.read() as tx:
        others = await running_by_another(tx, deps)
    took, kept = [], []
    for number in others:
        try:
            if await _adopted(number, by, deps):
                took.append(number)
        except UnknownSeverity as unknown:
            kept.append((number, f"the model in force has no severity {unknown.word}"))
        except Refusal:
            continue  # it ended, or somebody else did it, meanwhile
    return Adoption(took=tuple(took), kept=tuple(kept))


async def running_by_another(tx: Transaction, deps: Deps) -> tuple[IncidentId, ...]:
    """List the open incidents that run by another model than the one in force."""
    revision = deps.models.current.revision
    return tuple(i.id for i in await incidents.open_ones(tx) if i.policy_revision != revision)


async def _adopted(number: IncidentId, by: PersonId, deps: Deps) -> bool:
    async with deps.database.begin() as tx:
        incident = await incidents.load(tx, number)
        if incident is None:
            return False
        policy = await deps.models.in_force(tx)
        outcome = adopt(incident, policy, deps.directory, by=by, at=tx.now)
        outcome = followed(outcome, policy, deps.directory, at=tx.now)
        await record(tx, outcome, policy)
        return True
