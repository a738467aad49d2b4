"""Read: what is open, how one incident stands, what declaring would lead to. Nothing here changes anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.consequences import Change, Consequences, foresee, foresee_change
from bot.domain.declaring import severity_named
from bot.domain.events import Entry
from bot.domain.incident import Incident
from bot.domain.messages import Alert
from bot.domain.people import PersonId
from bot.domain.phones import rings_phones
from bot.domain.policy import Policy
from bot.usecases.deps import Deps, Where, located, may_see
from store import incidents, outbox, people, surfaces, timers


@dataclass(frozen=True, kw_only=True)
class Health:
    """How Conn itself is, as its store and its connections tell; `overdue` is how late the latest clock is.

    `pagerduty` counts what it does not take, with its latest reason; None where the model has no phone rung.
    """

    revision: str
    model: str
    open_incidents: int
    overdue: timedelta
    waiting: int
    connected: int | None
    pagerduty: tuple[int, str] | None


@dataclass(frozen=True, kw_only=True)
class Look:
    """One incident, the model it runs on, and the moment it was looked at (UTC)."""

    incident: Incident
    policy: Policy
    now: datetime


async def look(where: Where, deps: Deps) -> Look:
    """Read the incident somebody means."""
    async with deps.database.read() as tx:
        incident = await located(tx, where)
        return Look(incident=incident, policy=await deps.models.of(tx, incident), now=tx.now)


async def open_incidents(where: Where, deps: Deps) -> list[Incident]:
    """List the open incidents that this person may know of."""
    async with deps.database.read() as tx:
        return [incident for incident in await incidents.open_ones(tx) if may_see(incident, where.by, where.channel)]


async def consequences(severity: str, by: PersonId, deps: Deps, *, private: bool | None = None) -> Consequences:
    """Say what declaring at this severity would lead to now."""
    async with deps.database.read() as tx:
        now = tx.now
        await deps.catch_up(tx)
    policy = deps.models.current
    return foresee(severity_named(policy, severity), policy, deps.directory, by=by, private=private, at=now)


async def place_names(deps: Deps) -> dict[str, str]:
    """Say what channels are called, by Slack id: those of the model, and those that open incidents are run in."""
    async with deps.database.read() as tx:
        rooms = [incident.room for incident in await incidents.unfinished(tx) if incident.room]
        return {**await people.places(tx), **{room.channel: room.name for room in rooms}}


@dataclass(frozen=True, kw_only=True)
class Story(Look):
    """One incident with its whole log."""

    log: list[Entry]


async def story(where: Where, deps: Deps) -> Story:
    """Read the incident somebody means, and everything that happened to it."""
    async with deps.database.read() as tx:
        incident = await located(tx, where)
        policy = await deps.models.of(tx, incident)
        return Story(incident=incident, policy=policy, now=tx.now, log=await incidents.log(tx, incident.id))


async def severity_consequences(where: Where, to: str, deps: Deps) -> Change | None:
    """Say what changing to this severity would lead to now; None when it is the present one."""
    async with deps.database.read() as tx:
        incident = await located(tx, where)
        policy = await deps.models.of(tx, incident)
        now = tx.now
        await deps.catch_up(tx)
    if severity_named(policy, to).id == incident.severity:
        return None
    return foresee_change(incident, policy, deps.directory, to=to, by=where.by, at=now)


async def health(deps: Deps, *, connected: int | None) -> Health:
    """Read how Conn itself is; `connected` counts its sockets to Slack, None over HTTP."""
    async with deps.database.read() as tx:
        policy = deps.models.current
        return Health(
            revision=policy.revision,
            model=policy.name,
            open_incidents=len(await incidents.open_ones(tx)),
            overdue=await timers.overdue(tx),
            waiting=await outbox.waiting_count(tx) + await surfaces.waiting_count(tx),
            connected=connected,
            pagerduty=await outbox.held_up(tx, Alert) if rings_phones(policy) else None,
        )
