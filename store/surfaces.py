"""What Slack must show of an incident: only the newest version is ever applied, and an older one never over a newer."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.facets import Facet, FacetKind, facet
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from store.models import IncidentRow, SurfaceRow, table
from store.outbox import LEASE
from store.transaction import Transaction

FIRST = (FacetKind.ROOM, FacetKind.CARD, FacetKind.MEMBERS, FacetKind.TOPIC)
"""What people need first in a new room; the rest follows in any order."""


SURFACE = table(SurfaceRow)

WANT_NEWER = update(SURFACE).where(SURFACE.c.incident == bindparam("this")).returning(SURFACE.c.facet)


class SurfaceState(StrEnum):
    """What is happening to a surface; `unknown` means a change may have been made that nobody saw confirmed."""

    IDLE = "idle"
    LEASED = "leased"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class SurfaceClaim:
    """A surface to bring up to date now; nobody else does before `until`.

    `look` says that Slack may differ from what was last seen, so `seen_hash` proves nothing.
    """

    incident: IncidentId
    facet: Facet
    token: str
    until: datetime
    want_version: int
    seen_version: int
    seen_hash: str | None
    remote: dict[str, Any] | None
    look: bool
    looks: int
    unknown: bool
    attempts: int
    overrides: int


async def want(tx: Transaction, incident: Incident, facets: Iterable[Facet]) -> None:
    """Have these, and whatever was shown before, brought to the incident's version."""
    known = set(await tx.scalars(WANT_NEWER, {"this": incident.id, "want_version": incident.version}))
    missing = [
        {
            "incident": incident.id,
            "facet": key,
            "want_version": incident.version,
            "state": SurfaceState.IDLE,
            "not_before": tx.now,
        }
        for key in dict.fromkeys(f.key for f in facets)
        if key not in known
    ]
    if missing:
        await tx.execute(tx.insert(SurfaceRow), missing)


async def claim(tx: Transaction, limit: int = 20, lease: timedelta = LEASE) -> list[SurfaceClaim]:
    """Take what is out of date and can be done: the room before all that stands in it, the card before its pin."""
    rows = (await tx.execute(_stale(tx).limit(limit))).all()
    if not rows:
        return []
    token, until = secrets.token_hex(8), tx.now + lease
    taken = {
        "state": SurfaceState.LEASED,
        "lease_token": token,
        "lease_until": until,
        "attempts": SurfaceRow.attempts + 1,
    }
    these = or_(*(_is(row.incident, row.facet) for row in rows))
    await tx.execute(update(SurfaceRow).where(these).values(taken))
    return [_claim(row, token, until) for row in rows]


async def applied(
    tx: Transaction, claim: SurfaceClaim, version: int, seen_hash: str, remote: dict[str, Any] | None = None
) -> bool:
    """Say what Slack shows now, and where (None: where it was); False when the lease was lost."""
    values: dict[str, Any] = {
        "seen_version": version,
        "seen_hash": seen_hash,
        "looks_taken": claim.looks,
        "attempts": 0,
        "last_error": None,
    }
    if remote is not None:
        values["remote"] = remote
    return await _mark(tx, claim, SurfaceState.IDLE, values)


async def retry(tx: Transaction, claim: SurfaceClaim, after: timedelta, error: str) -> bool:
    """Say that nothing was changed, and when to try again; False when the lease was lost."""
    state = SurfaceState.UNKNOWN if claim.unknown else SurfaceState.IDLE
    return await _mark(tx, claim, state, {"not_before": tx.now + after, "last_error": error})


async def unknown(tx: Transaction, claim: SurfaceClaim, after: timedelta, error: str) -> bool:
    """Say that Slack may or may not show it now, and when to look; False when the lease was lost."""
    return await _mark(tx, claim, SurfaceState.UNKNOWN, {"not_before": tx.now + after, "last_error": error})


async def override(tx: Transaction, incident: IncidentId, facet: Facet) -> None:
    """Leave what a person put there by hand until we would show something else than before."""
    left = {
        "seen_version": SurfaceRow.want_version,
        "looks_taken": SurfaceRow.looks_wanted,
        "overrides": SurfaceRow.overrides + 1,
    }
    await tx.execute(update(SurfaceRow).where(_is(incident, facet.key)).values(left))


async def dirty(tx: Transaction, incident: IncidentId, facet: Facet) -> None:
    """Have a surface looked at and put right, because somebody changed it behind our back."""
    again = {"looks_wanted": SurfaceRow.looks_wanted + 1, "not_before": tx.now}
    await tx.execute(update(SurfaceRow).where(_is(incident, facet.key)).values(again))
    tx.announce()


async def remote(tx: Transaction, incident: IncidentId, facet: Facet) -> dict[str, Any] | None:
    """Say where in Slack a surface is, in the words its deliverer chose; None before it was first applied."""
    found: dict[str, Any] | None = await tx.scalar(select(SurfaceRow.remote).where(_is(incident, facet.key)))
    return found


async def release_all(tx: Transaction) -> int:
    """Turn every lease into unknown at once, because whoever held them is dead: the start of a SQLite process."""
    freed = {"state": SurfaceState.UNKNOWN, "lease_token": None, "lease_until": None, "not_before": tx.now}
    leased = SurfaceRow.state == SurfaceState.LEASED
    return (await tx.execute(update(SurfaceRow).where(leased).values(freed))).rowcount


async def next_attempt(tx: Transaction) -> datetime | None:
    """Say when a surface can next be brought up to date (UTC); None when all of them are."""
    wakes = func.coalesce(SurfaceRow.lease_until, SurfaceRow.not_before)
    moment: datetime | None = await tx.scalar(_outdated(select(func.min(wakes))))
    return moment


async def waiting_count(tx: Transaction) -> int:
    """Count the surfaces that can be brought up to date and are not."""
    return int(await tx.scalar(_outdated(select(func.count()).select_from(SurfaceRow))))


def _stale(tx: Transaction) -> Select[Any]:
    lapsed = and_(SurfaceRow.state == SurfaceState.LEASED, SurfaceRow.lease_until <= tx.now)
    rested = and_(SurfaceRow.state != SurfaceState.LEASED, SurfaceRow.not_before <= tx.now)
    places = {kind.value: place for place, kind in enumerate(FIRST)}
    place = case(places, value=SurfaceRow.facet, else_=len(places))
    return (
        _outdated(select(SurfaceRow))
        .where(or_(lapsed, rested))
        .order_by(IncidentRow.rank, SurfaceRow.incident, place, SurfaceRow.facet)
        .with_for_update(of=SurfaceRow, skip_locked=True)
    )


def _outdated(what: Select[Any]) -> Select[Any]:
    older = SurfaceRow.want_version > SurfaceRow.seen_version
    doubtful = SurfaceRow.looks_wanted > SurfaceRow.looks_taken
    joined = what.join(IncidentRow, IncidentRow.id == SurfaceRow.incident)
    return joined.where(or_(older, doubtful), _ready())


def _ready() -> ColumnElement[bool]:
    """Whether what the surface stands on is there; a card without a room of its own opens the thread itself."""
    other = aliased(SurfaceRow)
    own_room = select(other.facet).where(other.incident == SurfaceRow.incident, other.facet == FacetKind.ROOM.value)
    card = aliased(SurfaceRow)
    posted = select(card.facet).where(
        card.incident == SurfaceRow.incident,
        card.facet == FacetKind.CARD.value,
        card.remote.is_not(None),
    )
    opens_thread = and_(SurfaceRow.facet == FacetKind.CARD.value, ~own_room.exists())
    has_room = IncidentRow.channel_id.is_not(None)
    pinnable = or_(SurfaceRow.facet != FacetKind.PIN.value, posted.exists())
    return or_(SurfaceRow.facet == FacetKind.ROOM.value, opens_thread, and_(has_room, pinnable))


def _is(incident: int, key: str) -> ColumnElement[bool]:
    return and_(SurfaceRow.incident == incident, SurfaceRow.facet == key)


async def _mark(tx: Transaction, claim: SurfaceClaim, state: SurfaceState, values: dict[str, Any]) -> bool:
    mine = and_(_is(claim.incident, claim.facet.key), SurfaceRow.lease_token == claim.token)
    free = {"state": state, "lease_token": None, "lease_until": None}
    marked = await tx.execute(update(SurfaceRow).where(mine).values(**free, **values))
    tx.announce()
    return marked.rowcount == 1


def _claim(row: Row[Any], token: str, until: datetime) -> SurfaceClaim:
    unsure = row.state != SurfaceState.IDLE
    return SurfaceClaim(
        incident=IncidentId(row.incident),
        facet=facet(row.facet),
        token=token,
        until=until,
        want_version=row.want_version,
        seen_version=row.seen_version,
        seen_hash=row.seen_hash,
        remote=row.remote,
        look=unsure or row.looks_wanted > row.looks_taken,
        looks=row.looks_wanted,
        unknown=unsure,
        attempts=row.attempts + 1,
        overrides=row.overrides,
    )
