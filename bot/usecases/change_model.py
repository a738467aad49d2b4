"""Change the support model: put a changed file forward, agree to it, follow what other processes put in force."""

import asyncio
import logging
from dataclasses import dataclass

from bot.domain import change_control
from bot.domain.change_control import ChangeState, ModelChange
from bot.domain.ids import CONN
from bot.domain.model_diff import Difference, differences
from bot.domain.model_effects import effects_of_change
from bot.domain.people import PersonId
from bot.domain.permitting import refuse_outside
from bot.domain.policy import Deed, Policy
from bot.usecases.deps import Deps
from bot.usecases.read_model import read_model
from store import model_changes, outbox, policies
from store.database import Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reload:
    """Somebody asks for the file to be looked at; `again` puts a revision forward that was decided about before."""

    by: str = CONN
    again: bool = True


@dataclass(frozen=True, kw_only=True)
class SignChange:
    """Somebody agrees to a change, or rejects it, with the reason."""

    number: int
    by: PersonId
    agrees: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeSeen:
    """A change as it stands: its number, both models and what differs between them.

    `number` is None when there is nothing to put forward, `known` says that it was put forward before.
    """

    change: ModelChange
    number: int | None
    found: tuple[Difference, ...] = ()
    known: bool = False


async def reload_model(request: Reload, deps: Deps) -> ChangeSeen:
    """Read the file and put it forward, or in force where nobody's agreement is needed; BrokenModel changes nothing."""
    if deps.models.file is None:
        raise LookupError("this process was given no file of a support model")
    changed = await asyncio.to_thread(read_model, deps.models.file)  # it would hold up every answer
    async with deps.database.begin() as tx:
        await model_changes.hold(tx)
        in_force = await deps.models.in_force(tx)
        if request.by != CONN:  # an operator at the machine stands outside of the matrix
            refuse_outside(in_force, Deed.CHANGE_MODEL, PersonId(request.by), deps.directory)
        seen = await _unneeded(tx, deps, changed, request) or await _put_forward(tx, deps, in_force, changed, request)
    _follow(deps, changed, seen.change)
    return seen


async def sign_change(request: SignChange, deps: Deps) -> ChangeSeen:
    """Record what somebody says to a change; the last agreement puts it in force."""
    async with deps.database.begin() as tx:
        await model_changes.hold(tx)
        in_force = await deps.models.in_force(tx)
        before = await model_changes.numbered(tx, request.number)
        if before is None:
            raise LookupError(f"no change of the model has the number {request.number}")
        change = change_control.signed(
            before, in_force, deps.directory, by=request.by, agrees=request.agrees, why=request.why, at=tx.now
        )
        changed = await deps.models.revision(tx, change.revision)
        await model_changes.put(tx, request.number, change)
        await _tell(tx, deps, request.number, before, change)
    if changed:
        _follow(deps, changed, change)
    return ChangeSeen(change=change, number=request.number)


async def follow_model(deps: Deps) -> None:
    """Run by the model that is in force by now, whoever put it in force."""
    async with deps.database.read() as tx:
        await deps.models.in_force(tx)


async def change_seen(number: int, deps: Deps, tx: Transaction) -> ChangeSeen:
    """Read one change with everything that differs; LookupError when there is none of this number."""
    change = await model_changes.numbered(tx, number)
    if change is None:
        raise LookupError(f"no change of the model has the number {number}")
    old = await deps.models.revision(tx, change.before) if change.before else None
    new = await deps.models.revision(tx, change.revision)
    return ChangeSeen(change=change, number=number, found=differences(old, new) if old and new else ())


async def _unneeded(tx: Transaction, deps: Deps, changed: Policy, request: Reload) -> ChangeSeen | None:
    """Find that there is nothing to put forward: the file is as the model in force, waits already, or was rejected."""
    waiting = await model_changes.pending(tx)
    if changed.revision == deps.models.current.revision:
        if waiting:
            number, change = waiting
            withdrawn = change_control.overtaken(
                change, ChangeState.WITHDRAWN, "the file is again as the model in force", at=tx.now
            )
            await model_changes.put(tx, number, withdrawn)
            await _tell(tx, deps, number, change, withdrawn)
        stands = await model_changes.in_force(tx)
        return ChangeSeen(change=stands[1], number=None) if stands else None
    known = await model_changes.newest_of(tx, changed.revision)
    if known and (known[1].state is ChangeState.PENDING or not request.again):
        seen = await change_seen(known[0], deps, tx)
        return ChangeSeen(change=seen.change, number=known[0], found=seen.found, known=True)
    return None


async def _put_forward(tx: Transaction, deps: Deps, in_force: Policy, changed: Policy, request: Reload) -> ChangeSeen:
    if waiting := await model_changes.pending(tx):
        number, change = waiting
        replaced = change_control.overtaken(change, ChangeState.REPLACED, "the file changed once more", at=tx.now)
        await model_changes.put(tx, number, replaced)
        await _tell(tx, deps, number, change, replaced)
    found = differences(in_force, changed)
    await policies.keep(tx, changed)
    change = change_control.proposed(in_force, changed, found, by=request.by, at=tx.now)
    number = await model_changes.add(tx, change)
    await _tell(tx, deps, number, None, change)
    return ChangeSeen(change=change, number=number, found=found)


async def _tell(tx: Transaction, deps: Deps, number: int, before: ModelChange | None, change: ModelChange) -> None:
    effects = effects_of_change(number, before, change, deps.models.current, deps.directory)
    await outbox.add(tx, *effects)
    tx.announce()
    tx.switch()


def _follow(deps: Deps, changed: Policy, change: ModelChange) -> None:
    """Run by a model that was just put in force."""
    is_new = changed.revision != deps.models.current.revision
    if is_new and change.state is ChangeState.IN_FORCE and change.revision == changed.revision:
        log.info("The support model in force is now revision %s: %s", changed.revision, change.why)
        deps.models.switch(changed)
