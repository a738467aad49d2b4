"""What Slack must show of an incident: only the newest version is ever applied, and an older one never over a newer."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, case, func, or_, select, update

from bot.domain.facets import Facet, FacetKind, facet
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from store.models import IncidentRow, SurfaceRow, UtcDateTime, table
from store.outbox import LEASE
from store.transaction import Transaction

FIRST = (FacetKind.ROOM, FacetKind.CARD, FacetKind.MEMBERS, FacetKind.TOPIC)
"""What people need first in a new room; the rest follows in any order."""

NO_REST = timedelta(0)

SURFACE, INCIDENT = table(SurfaceRow), table(IncidentRow)

WANT_NEWER = update(SURFACE).where(SURFACE.c.incident == bindparam("this")).returning(SURFACE.c.facet)

HOLD = (
    select(SURFACE.c.facet)
    .where(SURFACE.c.incident == bindparam("this"))
    .order_by(SURFACE.c.facet.collate("C"))  # as Python sorts them, whatever the database's own language is
    .with_for_update()
)


class SurfaceState(StrEnum):
    """What is happening to a surface; `unknown` means a change may have been made that nobody saw confirmed."""

    IDLE = "idle"
    LEASED = "leased"
    UNKNOWN = "unknown"


def _outdated(what: Select[Any]) -> Select[Any]:
    older = SURFACE.c.want_version > SURFACE.c.seen_version
    doubtful = SURFACE.c.looks_wanted > SURFACE.c.looks_taken
    joined = what.join(INCIDENT, INCIDENT.c.id == SURFACE.c.incident)
    return joined.where(or_(older, doubtful), _ready())


def _ready() -> ColumnElement[bool]:
    """Whether what the surface stands on is there; a card without a room of its own opens the thread itself.

    What has no card is run nowhere, and its announcements wait for no room.
    """
    other, card, run = SURFACE.alias(), SURFACE.alias(), SURFACE.alias()
    own_room = select(other.c.facet).where(
        other.c.incident == SURFACE.c.incident, other.c.facet == FacetKind.ROOM.value
    )
    posted = select(card.c.facet).where(
        card.c.incident == SURFACE.c.incident,
        card.c.facet == FacetKind.CARD.value,
        card.c.remote.is_not(None),
    )
    opens_thread = and_(SURFACE.c.facet == FacetKind.CARD.value, ~own_room.exists())
    carded = select(run.c.facet).where(run.c.incident == SURFACE.c.incident, run.c.facet == FacetKind.CARD.value)
    has_room = or_(INCIDENT.c.channel_id.is_not(None), ~carded.exists())
    pinnable = or_(SURFACE.c.facet != FacetKind.PIN.value, posted.exists())
    return or_(SURFACE.c.facet == FacetKind.ROOM.value, opens_thread, and_(has_room, pinnable))


def _due() -> ColumnElement[bool]:
    now = bindparam("now", type_=UtcDateTime())
    lapsed = and_(SURFACE.c.state == SurfaceState.LEASED, SURFACE.c.lease_until <= now)
    rested = and_(SURFACE.c.state != SurfaceState.LEASED, SURFACE.c.not_before <= now)
    return or_(lapsed, rested)


def _place() -> ColumnElement[int]:
    places = {kind.value: place for place, kind in enumerate(FIRST)}
    return case(places, value=SURFACE.c.facet, else_=len(places))


STALE = (
    _outdated(select(SURFACE))
    .where(_due())
    .order_by(INCIDENT.c.rank, SURFACE.c.incident, _place(), SURFACE.c.facet)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=SURFACE, skip_locked=True)
)

NEXT_ATTEMPT = _outdated(select(func.min(func.coalesce(SURFACE.c.lease_until, SURFACE.c.not_before))))

WAITING = _outdated(select(func.count()).select_from(SURFACE))

THIS = and_(SURFACE.c.incident == bindparam("this"), SURFACE.c.facet == bindparam("part"))

TAKE = update(SURFACE).where(THIS).values(state=SurfaceState.LEASED, attempts=SURFACE.c.attempts + 1)

MARK = update(SURFACE).where(THIS, SURFACE.c.lease_token == bindparam("mine"))

REMOTE = select(SURFACE.c.remote).where(THIS)


@dataclass(frozen=True, kw_only=True)
class SurfaceClaim:
    """A surface to bring up to date now; nobody else does before `until`.

    `look` says that Slack may differ from what was last seen, so `seen_hash` proves nothing; `looks_left` is as for a
    message.
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
    looks_left: int
    attempts: int
    overrides: int


async def want(tx: Transaction, incident: Incident, facets: Iterable[Facet], *, is_new: bool = False) -> None:
    """Have these, and whatever was shown before, brought to the incident's version; of a new one nothing was shown."""
    newer = {"this": incident.id, "want_version": incident.version}
    if not is_new:
        await hold(tx, incident.id)
    known = set() if is_new else set(await tx.scalars(WANT_NEWER, newer))
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


async def hold(tx: Transaction, incident: IncidentId) -> None:
    """Lock all of an incident's surfaces in the order of their names, in which everybody marks them."""
    if tx.is_shared:
        await tx.execute(HOLD, {"this": incident})


async def claim(tx: Transaction, limit: int = 20, lease: timedelta = LEASE) -> list[SurfaceClaim]:
    """Take what is out of date and can be done: the room before all that stands in it, the card before its pin."""
    rows = (await tx.execute(STALE, {"now": tx.now, "most": limit})).all()
    if not rows:
        return []
    token, until = secrets.token_hex(8), tx.now + lease
    taken = {"lease_token": token, "lease_until": until}
    await tx.execute(TAKE, [{"this": row.incident, "part": row.facet, **taken} for row in rows])
    return [_claim(row, token, until) for row in rows]


async def applied(
    tx: Transaction,
    claim: SurfaceClaim,
    version: int,
    seen_hash: str,
    remote: dict[str, Any] | None = None,
    *,
    rest: timedelta = NO_REST,
) -> bool:
    """Say what Slack shows now, and where (None: where it was); False when the lease was lost.

    After `rest` it can be claimed again, however much it is out of date before.
    Nobody is woken: whoever says so claims next, in the same transaction.
    """
    values: dict[str, Any] = {
        "seen_version": version,
        "seen_hash": seen_hash,
        "looks_taken": claim.looks,
        "attempts": 0,
        "last_error": None,
        "not_before": tx.now + rest,
    }
    if remote is not None:
        values["remote"] = remote
    return await _mark(tx, claim, SurfaceState.IDLE, values)


async def retry(tx: Transaction, claim: SurfaceClaim, after: timedelta, error: str) -> bool:
    """Say that nothing was changed, and when to try again; False when the lease was lost."""
    tx.announce()
    state = SurfaceState.UNKNOWN if claim.unknown else SurfaceState.IDLE
    return await _mark(tx, claim, state, {"not_before": tx.now + after, "last_error": error})


async def unknown(tx: Transaction, claim: SurfaceClaim, after: timedelta, error: str, *, looks: int = 1) -> bool:
    """Say that Slack may or may not show it now, when to look and how often; False when the lease was lost."""
    tx.announce()
    doubt = {"not_before": tx.now + after, "last_error": error, "looks_left": looks}
    return await _mark(tx, claim, SurfaceState.UNKNOWN, doubt)


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


async def forget_room(tx: Transaction, incident: IncidentId) -> None:
    """Forget what was shown where an incident was run, and take it from whoever is at it: all of it is made anew."""
    inside = SurfaceRow.facet.not_like(f"{FacetKind.ANNOUNCEMENT}/%")
    anew: dict[str, Any] = {
        "seen_version": 0,
        "seen_hash": None,
        "remote": None,
        "looks_taken": SurfaceRow.looks_wanted,
        "state": SurfaceState.IDLE,
        "attempts": 0,
        "not_before": tx.now,
        "lease_token": None,
        "lease_until": None,
        "last_error": None,
        "overrides": 0,
    }
    await tx.execute(update(SurfaceRow).where(SurfaceRow.incident == incident, inside).values(anew))


async def remote(tx: Transaction, incident: IncidentId, facet: Facet) -> dict[str, Any] | None:
    """Say where in Slack a surface is, in the words its deliverer chose; None before it was first applied."""
    found: dict[str, Any] | None = await tx.scalar(REMOTE, {"this": incident, "part": facet.key})
    return found


async def release_all(tx: Transaction) -> int:
    """Turn every lease into unknown at once, because whoever held them is dead: the start of a SQLite process."""
    freed = {
        "state": SurfaceState.UNKNOWN,
        "looks_left": 1,
        "lease_token": None,
        "lease_until": None,
        "not_before": tx.now,
    }
    leased = SurfaceRow.state == SurfaceState.LEASED
    return (await tx.execute(update(SurfaceRow).where(leased).values(freed))).rowcount


async def next_attempt(tx: Transaction) -> datetime | None:
    """Say when a surface can next be brought up to date (UTC); None when all of them are."""
    moment: datetime | None = await tx.scalar(NEXT_ATTEMPT)
    return moment


async def waiting_count(tx: Transaction) -> int:
    """Count the surfaces that can be brought up to date and are not."""
    return int(await tx.scalar(WAITING))


def _is(incident: int, key: str) -> ColumnElement[bool]:
    return and_(SurfaceRow.incident == incident, SurfaceRow.facet == key)


async def _mark(tx: Transaction, claim: SurfaceClaim, state: SurfaceState, values: dict[str, Any]) -> bool:
    mine = {"this": claim.incident, "part": claim.facet.key, "mine": claim.token}
    free = {"state": state, "lease_token": None, "lease_until": None}
    marked = await tx.execute(MARK, {**mine, **free, **values})
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
        looks_left=row.looks_left if row.state == SurfaceState.UNKNOWN else 1,
        attempts=row.attempts + 1,
        overrides=row.overrides,
    )
