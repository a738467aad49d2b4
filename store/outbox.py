"""Messages on their way: claimed under a lease, marked only by its holder, repeated only when known not to be there."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.effects import MESSAGES, Effect, Urgency
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from store.codec import message_from
from store.models import EffectRow, IncidentRow
from store.transaction import Transaction

LEASE = timedelta(seconds=12)
"""More than twice a request's 5 s; a claim whose holder died comes back after this, as `unknown`."""


class EffectState(StrEnum):
    """Where a message is; `unknown` means it may have been sent and has to be looked for first."""

    PENDING = "pending"
    LEASED = "leased"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    OBSOLETE = "obsolete"
    DEAD = "dead"


LIVE = (EffectState.PENDING, EffectState.LEASED, EffectState.UNKNOWN)
"""States in which a message still has its way to go."""


@dataclass(frozen=True, kw_only=True)
class Remote:
    """Where in Slack a message is."""

    channel: ChannelId
    ts: MessageTs


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A message to deliver now; nobody else does before `until`.

    `unknown` says to look for it before sending; `first_sent_at` (UTC) is when a send was begun that might have worked.
    """

    id: int
    token: str
    until: datetime
    effect: Effect
    attempts: int
    unknown: bool
    first_sent_at: datetime | None
    created_at: datetime


async def claim(tx: Transaction, limit: int = 20, lease: timedelta = LEASE) -> list[Claim]:
    """Take what can be delivered now: pages first, then the worst incident; of each lane only its oldest.

    A lease that lapsed comes back as unknown. Messages for a room wait until there is one, and what takes back or draws
    again another message waits for that one. A message that only newer code knows is left alone.
    """
    rows = (await tx.execute(_deliverable(tx).limit(limit))).all()
    if not rows:
        return []
    token, until = secrets.token_hex(8), tx.now + lease
    taken = {
        "state": EffectState.LEASED,
        "lease_token": token,
        "lease_until": until,
        "attempts": EffectRow.attempts + 1,
        "sent_at": func.coalesce(EffectRow.sent_at, tx.now),
    }
    await tx.execute(update(EffectRow).where(EffectRow.id.in_([row.id for row in rows])).values(taken))
    return [_claim(row, token, until) for row in rows]


async def delivered(tx: Transaction, claim: Claim, channel: ChannelId, ts: MessageTs) -> bool:
    """Say where in Slack the message is; False when the lease was lost, and then nothing is marked."""
    done = {"remote_channel": channel, "remote_ts": ts, "delivered_at": tx.now, "last_error": None}
    return await _mark(tx, claim, EffectState.DELIVERED, done)


async def retry(tx: Transaction, claim: Claim, after: timedelta, error: str) -> bool:
    """Say that the message certainly did not arrive, and when to try again; False when the lease was lost."""
    again = {"not_before": tx.now + after, "last_error": error, "sent_at": None}
    return await _mark(tx, claim, EffectState.PENDING, again)


async def unknown(tx: Transaction, claim: Claim, after: timedelta, error: str) -> bool:
    """Say that the message may have arrived, and when to look for it; False when the lease was lost."""
    return await _mark(tx, claim, EffectState.UNKNOWN, {"not_before": tx.now + after, "last_error": error})


async def obsolete(tx: Transaction, claim: Claim, why: str) -> bool:
    """Say that nobody needs the message any more; False when the lease was lost."""
    return await _mark(tx, claim, EffectState.OBSOLETE, {"last_error": why})


async def dead(tx: Transaction, claim: Claim, why: str) -> bool:
    """Say that the message can never be delivered, which people must see; False when the lease was lost."""
    return await _mark(tx, claim, EffectState.DEAD, {"last_error": why})


async def release_all(tx: Transaction) -> int:
    """Turn every lease into unknown at once, because whoever held them is dead: the start of a SQLite process."""
    freed = {"state": EffectState.UNKNOWN, "lease_token": None, "lease_until": None, "not_before": tx.now}
    leased = EffectRow.state == EffectState.LEASED
    return (await tx.execute(update(EffectRow).where(leased).values(freed))).rowcount


async def remote_of(tx: Transaction, key: str) -> Remote | None:
    """Find where in Slack the message of this key is; None unless it was delivered."""
    row = (
        await tx.execute(
            select(EffectRow.remote_channel, EffectRow.remote_ts).where(
                EffectRow.key == key, EffectRow.remote_ts.is_not(None)
            )
        )
    ).one_or_none()
    return Remote(channel=row.remote_channel, ts=row.remote_ts) if row is not None else None


async def next_attempt(tx: Transaction) -> datetime | None:
    """Say when something can next be delivered (UTC), other deliveries aside; None when nothing waits."""
    wakes = func.coalesce(EffectRow.lease_until, EffectRow.not_before)
    moment: datetime | None = await tx.scalar(_waiting(select(func.min(wakes))).where(_may_go()))
    return moment


async def waiting_count(tx: Transaction) -> int:
    """Count the messages that are not delivered yet."""
    live = select(func.count()).select_from(EffectRow).where(EffectRow.state.in_(LIVE))
    return int(await tx.scalar(live))


async def waiting_since(tx: Transaction, urgency: Urgency) -> datetime | None:
    """Say since when (UTC) the oldest undelivered message of this urgency waits; None when none does."""
    waiting = (EffectRow.urgency == int(urgency), EffectRow.state.in_(LIVE))
    moment: datetime | None = await tx.scalar(
        select(EffectRow.created_at).where(*waiting).order_by(EffectRow.id).limit(1)
    )
    return moment


def _deliverable(tx: Transaction) -> Select[Any]:
    rested = and_(EffectRow.state.in_((EffectState.PENDING, EffectState.UNKNOWN)), EffectRow.not_before <= tx.now)
    lapsed = and_(EffectRow.state == EffectState.LEASED, EffectRow.lease_until <= tx.now)
    return (
        _waiting(select(EffectRow))
        .where(or_(rested, lapsed), _may_go())
        .order_by(EffectRow.urgency, IncidentRow.rank, EffectRow.incident, EffectRow.id)
        .with_for_update(of=EffectRow, skip_locked=True)
    )


def _waiting(what: Select[Any]) -> Select[Any]:
    return what.join(IncidentRow, IncidentRow.id == EffectRow.incident).where(
        EffectRow.state.in_(LIVE), EffectRow.kind.in_(list(MESSAGES))
    )


def _may_go() -> ColumnElement[bool]:
    """Whether neither the lane, nor the message it follows, nor a missing room holds the message back."""
    earlier = aliased(EffectRow)
    ahead = and_(earlier.order_key == EffectRow.order_key, earlier.id < EffectRow.id, earlier.state.in_(LIVE))
    origin = aliased(EffectRow)
    unfinished = and_(origin.key == EffectRow.follows, origin.state.in_(LIVE))
    return and_(
        or_(EffectRow.in_room.is_(False), IncidentRow.channel_id.is_not(None)),
        or_(EffectRow.order_key.is_(None), ~select(earlier.id).where(ahead).exists()),
        or_(EffectRow.follows.is_(None), ~select(origin.id).where(unfinished).exists()),
    )


async def _mark(tx: Transaction, claim: Claim, state: EffectState, values: dict[str, Any]) -> bool:
    mine = (EffectRow.id == claim.id, EffectRow.lease_token == claim.token)
    free = {"state": state, "lease_token": None, "lease_until": None}
    marked = await tx.execute(update(EffectRow).where(*mine).values(**free, **values))
    tx.announce()
    return marked.rowcount == 1


def _claim(row: Row[Any], token: str, until: datetime) -> Claim:
    effect = Effect(
        key=row.key,
        incident=IncidentId(row.incident),
        urgency=Urgency(row.urgency),
        message=message_from(row.kind, row.payload),
        order=row.order_key,
        in_room=row.in_room,
    )
    return Claim(
        id=row.id,
        token=token,
        until=until,
        effect=effect,
        attempts=row.attempts + 1,
        unknown=row.state != EffectState.PENDING,
        first_sent_at=row.sent_at,
        created_at=row.created_at,
    )
