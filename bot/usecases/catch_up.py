"""Bring somebody up to date: all of it in ten lines, or what changed since they last looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.effects.reading import catch_up_on
from bot.domain.events import Entry
from bot.domain.ids import ChannelId
from bot.domain.people import PersonId
from bot.usecases.deps import Deps, Where, located
from bot.usecases.look import Look
from store import inbox, incidents, looks, outbox

NOTHING_YET = timedelta(minutes=2)
"""Whoever joins so soon after the beginning is there from the beginning."""


@dataclass(frozen=True, kw_only=True)
class Since(Look):
    """One incident, and what happened in it since somebody last looked; None when they never did."""

    news: Sequence[Entry] | None


@dataclass(frozen=True, kw_only=True)
class Join:
    """Somebody is in a channel now; `delivery` names the event that says so."""

    person: PersonId
    channel: ChannelId
    delivery: str


async def catch_up(where: Where, deps: Deps) -> Look:
    """Read how it stands, and remember that this person has."""
    async with deps.database.begin() as tx:
        incident = await located(tx, where)
        await looks.keep(tx, incident.id, where.by, incident.version)
        return Look(incident=incident, policy=await deps.models.of(tx, incident), now=tx.now)


async def since(where: Where, deps: Deps) -> Since:
    """Read what changed for this person, and remember that they have."""
    async with deps.database.begin() as tx:
        incident = await located(tx, where)
        seen = await looks.last(tx, incident.id, where.by)
        log = await incidents.log(tx, incident.id) if seen is not None else None
        await looks.keep(tx, incident.id, where.by, incident.version)
        policy = await deps.models.of(tx, incident)
        news = None if log is None else [entry for entry in log if seen is not None and entry.seq > seen]
        return Since(incident=incident, policy=policy, now=tx.now, news=news)


async def joined(request: Join, deps: Deps) -> None:
    """Bring whoever joins an incident's channel late up to date, once and privately; who was called in knows why."""
    if request.person in deps.outsiders:
        return
    async with deps.database.begin() as tx:
        incident = await incidents.in_channel(tx, request.channel, None)
        if incident is None or not incident.is_open or tx.now - incident.declared.at < NOTHING_YET:
            return
        if request.person in incident.members:
            return
        if await inbox.first(tx, request.delivery, "join") is not None:
            return
        if await looks.last(tx, incident.id, request.person) is None:
            await looks.keep(tx, incident.id, request.person, incident.version)
            await outbox.add(tx, catch_up_on(incident, request.person))
