"""Declare an incident: everything its severity brings is stored in one transaction, and the world is told after."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.declaring import Declaration, title_of
from bot.domain.declaring import declare as decide
from bot.domain.errors import AlreadyDeclared, DeclaredOften
from bot.domain.events import CommandLineUsed
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.permitting import refuse_declaring
from bot.trail import INCIDENT
from bot.usecases.deps import Deps
from store import inbox, incidents
from store.database import Transaction
from store.record import record

SAME_AGAIN = timedelta(seconds=60)
"""How long the same words by the same person are taken for a second try, not for a second incident."""

MOST_AT_ONCE = 10
"""How many incidents one person declares within that time without being asked whether they mean it.

Slack makes about 20 channels a minute for everybody together, so that nobody alone can hold up the others' for long.
"""


@dataclass(frozen=True, kw_only=True)
class Declare:
    """Somebody declares an incident; `delivery` names the Slack payload, so that a second copy changes nothing.

    With `anyway` they were shown what they declared just now, and mean another. `typed_by` is who sits at the command
    line, where it came from there.
    """

    declaration: Declaration
    by: PersonId
    delivery: str
    anyway: bool = False
    typed_by: CommandLineUsed | None = None


async def declare(request: Declare, deps: Deps) -> Incident:
    """Store an incident and its first events, timers and messages; a second copy of the payload gets the same one."""
    async with deps.database.begin() as tx:
        policy = await deps.models.in_force(tx)
        known = await inbox.first(tx, request.delivery, "declare")
        if known is not None:
            return await _again(tx, IncidentId(known["incident"]))
        if not request.anyway:
            await _refuse_without_end(tx, request)
        await deps.catch_up(tx)
        number = await incidents.next_id(tx)
        INCIDENT.set(label(number))
        because = request.declaration.because
        found = refuse_declaring(policy, request.by, deps.directory, because=because)
        outcome = decide(number, request.declaration, policy, deps.directory, by=request.by, at=tx.now)
        outcome = outcome.then(*found, *([request.typed_by] if request.typed_by else []), at=tx.now, by=request.by)
        await record(tx, outcome, policy)
        await inbox.keep(tx, request.delivery, {"incident": number})
    return outcome.incident


async def _again(tx: Transaction, number: IncidentId) -> Incident:
    incident = await incidents.load(tx, number)
    if incident is None:
        raise LookupError(f"INC-{number} was declared by this payload, and is gone")
    return incident


async def _refuse_without_end(tx: Transaction, request: Declare) -> None:
    """Refuse what the same person declared moments ago, and anything at all after too many."""
    title, severity = title_of(request.declaration.title), request.declaration.severity
    lately = await incidents.declared_since(tx, request.by, tx.now - SAME_AGAIN)
    for incident in lately:
        if incident.title == title and incident.is_open:
            seconds = int((tx.now - incident.declared.at).total_seconds())
            channel = incident.room.channel if incident.room else None
            raise AlreadyDeclared(
                incident=incident.id, channel=channel, seconds=seconds, severity=severity, title=title
            )
    if len(lately) >= MOST_AT_ONCE:
        latest = max(incident.id for incident in lately)
        raise DeclaredOften(many=len(lately), latest=latest, severity=severity, title=title)
