"""Messages on their way: claimed under a lease, marked only by its holder, repeated only when known not to be there."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Row, Select, and_, bindparam, func, or_, select, update

from bot.domain.effects.effect import AnyMessage, Effect, Urgency
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.messages import Redraw, Retract
from store.codec import KNOWN_MESSAGES, message_from, unless_spoilt, written
from store.models import EffectRow, IncidentRow, UtcDateTime, table
from store.transaction import Transaction

LEASE = timedelta(seconds=12)
"""More than twice a request's 5 s; a claim whose holder died comes back after this, as `unknown`."""

EFFECT, INCIDENT = table(EffectRow), table(IncidentRow)


class EffectState(StrEnum):
    """Where a message is; `unknown` means it may have been sent and has to be looked for first."""

    PENDING = "pending"
    LEASED = "leased"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    OBSOLETE = "obsolete"
    DEAD = "dead"


LIVE: BindParameter[list[str]] = bindparam(
    "live",
    [state.value for state in (EffectState.PENDING, EffectState.LEASED, EffectState.UNKNOWN)],
    expanding=True,
    literal_execute=True,
)
"""States in which a message still has its way to go, word by word, or SQLite would not use the index of those alone."""


def _waiting(what: Select[Any]) -> Select[Any]:
    return what.outerjoin(INCIDENT, INCIDENT.c.id == EFFECT.c.incident).where(
        EFFECT.c.state.in_(LIVE), EFFECT.c.kind.in_(bindparam("kinds", expanding=True)), _may_go()
    )


def _may_go() -> ColumnElement[bool]:
    """Whether neither the lane, nor the message it follows, nor a missing room holds the message back."""
    earlier, origin = EFFECT.alias(), EFFECT.alias()
    ahead = and_(earlier.c.order_key == EFFECT.c.order_key, earlier.c.id < EFFECT.c.id, earlier.c.state.in_(LIVE))
    unfinished = and_(origin.c.key == EFFECT.c.follows, origin.c.state.in_(LIVE))
    return and_(
        or_(EFFECT.c.in_room.is_(False), INCIDENT.c.channel_id.is_not(None)),
        or_(EFFECT.c.order_key.is_(None), ~select(earlier.c.id).where(ahead).exists()),
        or_(EFFECT.c.follows.is_(None), ~select(origin.c.id).where(unfinished).exists()),
    )


def _due() -> ColumnElement[bool]:
    now = bindparam("now", type_=UtcDateTime())
    rested = and_(EFFECT.c.state.in_((EffectState.PENDING, EffectState.UNKNOWN)), EFFECT.c.not_before <= now)
    lapsed = and_(EFFECT.c.state == EffectState.LEASED, EFFECT.c.lease_until <= now)
    return or_(rested, lapsed)


DELIVERABLE = (
    _waiting(select(EFFECT))
    .where(_due(), EFFECT.c.urgency <= bindparam("least", type_=Integer()))
    .order_by(EFFECT.c.urgency, INCIDENT.c.rank.nulls_last(), EFFECT.c.incident, EFFECT.c.id)
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(of=EFFECT, skip_locked=True)
)

TAKE = (
    update(EFFECT)
    .where(EFFECT.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=EffectState.LEASED,
        attempts=EFFECT.c.attempts + 1,
        sent_at=func.coalesce(EFFECT.c.sent_at, bindparam("now", type_=UtcDateTime())),
    )
)

MARK = update(EFFECT).where(EFFECT.c.id == bindparam("this"), EFFECT.c.lease_token == bindparam("token"))
"""The fence: whoever lost the lease changes nothing."""

NEXT_ATTEMPT = _waiting(select(func.min(func.coalesce(EFFECT.c.lease_until, EFFECT.c.not_before))))


@dataclass(frozen=True, kw_only=True)
class Remote:
    """Where in Slack a message is."""

    channel: ChannelId
    ts: MessageTs


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message that was put on its way; `remote` is None until it is in Slack."""

    message: AnyMessage
    remote: Remote | None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A message to deliver now; nobody else does before `until`.

    `unknown` says to look for it before sending, `looks_left` how often that has to be in vain before it is sent again:
    once where whoever sent it is long gone. `first_sent_at` (UTC) is when a send was begun that might have worked,
    `last_error` what became of the last attempt.
    """

    id: int
    token: str
    until: datetime
    effect: Effect
    attempts: int
    unknown: bool
    looks_left: int
    first_sent_at: datetime | None
    created_at: datetime
    last_error: str | None


async def doubt_all(tx: Transaction) -> None:
    """Have everything that is still on its way looked for before it is sent: nobody knows how far it came."""
    doubtful = {"state": EffectState.UNKNOWN, "lease_token": None, "lease_until": None}
    first_sent = func.coalesce(EFFECT.c.sent_at, EFFECT.c.created_at)
    await tx.execute(update(EFFECT).where(EFFECT.c.state.in_(LIVE)).values(**doubtful, sent_at=first_sent))


async def claim(
    tx: Transaction,
    limit: int = 20,
    lease: timedelta = LEASE,
    *,
    least: Urgency = Urgency.DECORATION,
    kinds: Collection[str] = tuple(KNOWN_MESSAGES),
) -> list[Claim]:
    """Take what can be delivered now: pages first, then the worst incident; of each lane only its oldest.

    Nothing less urgent than `least` is taken, and nothing but these `kinds`.
    A lease that lapsed comes back as unknown. Messages for a room wait until there is one, and what takes back or draws
    again another message waits for that one. A message that only newer code knows is left alone.
    """
    wanted = {"now": tx.now, "most": limit, "least": int(least), "kinds": list(kinds)}
    rows = (await tx.execute(DELIVERABLE, wanted)).all()
    if not rows:
        return []
    token, until = secrets.token_hex(8), tx.now + lease
    ids = [row.id for row in rows]
    await tx.execute(TAKE, {"ids": ids, "now": tx.now, "lease_token": token, "lease_until": until})
    claims = []
    for row in rows:
        with unless_spoilt(row.key):
            claims.append(_claim(row, token, until))
    return claims


async def delivered(tx: Transaction, claim: Claim, remote: Remote | None) -> bool:
    """Say where in Slack the message is, None for elsewhere; False when the lease was lost: then nothing is marked.

    As with every mark that ends a message's way, nobody is woken: whoever marks claims next, in the same transaction.
    """
    where = {"remote_channel": remote.channel, "remote_ts": remote.ts} if remote else {}
    done = {**where, "delivered_at": tx.now, "last_error": None}
    return await _mark(tx, claim, EffectState.DELIVERED, done)


async def retry(tx: Transaction, claim: Claim, after: timedelta, error: str) -> bool:
    """Say that this attempt certainly sent nothing, and when to try again; False when the lease was lost.

    A message that may have been sent before stays in doubt: perhaps it could not even be looked for.
    """
    tx.announce()
    again: dict[str, Any] = {"not_before": tx.now + after, "last_error": error}
    if claim.unknown:
        return await _mark(tx, claim, EffectState.UNKNOWN, again)
    return await _mark(tx, claim, EffectState.PENDING, {**again, "sent_at": None})


async def unknown(tx: Transaction, claim: Claim, after: timedelta, error: str, *, looks: int = 1) -> bool:
    """Say that the message may have arrived, when to look for it and how often; False when the lease was lost."""
    tx.announce()
    doubt = {"not_before": tx.now + after, "last_error": error, "looks_left": looks}
    return await _mark(tx, claim, EffectState.UNKNOWN, doubt)


async def obsolete(tx: Transaction, claim: Claim, why: str) -> bool:
    """Say that nobody needs the message any more; False when the lease was lost."""
    return await _mark(tx, claim, EffectState.OBSOLETE, {"last_error": why})


async def dead(tx: Transaction, claim: Claim, why: str) -> bool:
    """Say that the message can never be delivered, which people must see; False when the lease was lost."""
    return await _mark(tx, claim, EffectState.DEAD, {"last_error": why})


async def release_all(tx: Transaction) -> int:
    """Turn every lease into unknown at once, because whoever held them is dead: the start of a SQLite process."""
    freed = {
        "state": EffectState.UNKNOWN,
        "looks_left": 1,
        "lease_token": None,
        "lease_until": None,
        "not_before": tx.now,
    }
    leased = EFFECT.c.state == EffectState.LEASED
    return (await tx.execute(update(EFFECT).where(leased).values(freed))).rowcount


async def sent(tx: Transaction, key: str) -> Sent | None:
    """Find the message of this key, and where in Slack it is if it was delivered."""
    row = (await tx.execute(select(EffectRow).where(EffectRow.key == key))).one_or_none()
    if row is None:
        return None
    remote = Remote(channel=row.remote_channel, ts=row.remote_ts) if row.remote_ts is not None else None
    return Sent(message=message_from(row.kind, row.payload), remote=remote)


async def is_overtaken(tx: Transaction, claim: Claim, of: str) -> bool:
    """Say whether a later message waits to draw the same one (`of`) again, or to take it back."""
    later = (EFFECT.c.follows == of, EFFECT.c.id > claim.id, EFFECT.c.state.in_(LIVE))
    return await tx.scalar(select(EFFECT.c.id).where(*later).limit(1)) is not None


async def add(tx: Transaction, *effects: Effect) -> None:
    """Put messages on their way; one whose key is known already is left as it is."""
    rows = [row_of(effect, tx.now) for effect in effects]
    if rows:
        await tx.execute(tx.insert(EffectRow).on_conflict_do_nothing(index_elements=["key"]), rows)
        tx.announce()


async def next_attempt(tx: Transaction, kinds: Collection[str] = tuple(KNOWN_MESSAGES)) -> datetime | None:
    """Say when one of these kinds can next be delivered (UTC), other deliveries aside; None when nothing waits."""
    moment: datetime | None = await tx.scalar(NEXT_ATTEMPT, {"kinds": list(kinds)})
    return moment


async def waiting_count(tx: Transaction) -> int:
    """Count the messages that are not delivered yet."""
    live = select(func.count()).select_from(EFFECT).where(EFFECT.c.state.in_(LIVE))
    return int(await tx.scalar(live))


async def held_up(tx: Transaction, kind: type[AnyMessage]) -> tuple[int, str]:
    """Count the messages of a kind that were tried and are still on their way, and say why the latest is."""
    tried = (EFFECT.c.kind == kind.__name__, EFFECT.c.state.in_(LIVE), EFFECT.c.last_error.is_not(None))
    errors = (await tx.scalars(select(EFFECT.c.last_error).where(*tried).order_by(EFFECT.c.id.desc()))).all()
    return len(errors), errors[0] if errors else ""


async def counts(tx: Transaction) -> dict[EffectState, int]:
    """Count all messages there ever were by what became of them."""
    by_state = select(EFFECT.c.state, func.count().label("many")).group_by(EFFECT.c.state)
    return {EffectState(row.state): row.many for row in await tx.execute(by_state)}


async def _mark(tx: Transaction, claim: Claim, state: EffectState, values: dict[str, Any]) -> bool:
    mine = {"this": claim.id, "token": claim.token}
    free = {"state": state, "lease_token": None, "lease_until": None}
    marked = await tx.execute(MARK, {**mine, **free, **values})
    return marked.rowcount == 1


def row_of(effect: Effect, now: datetime) -> dict[str, Any]:
    """Write a new message as a row."""
    message = effect.message
    return {
        "key": effect.key,
        "incident": effect.incident,
        "urgency": int(effect.urgency),
        "kind": type(message).__name__,
        "payload": written(message),
        "order_key": effect.order,
        "follows": message.of if isinstance(message, Retract | Redraw) else None,
        "in_room": effect.in_room,
        "state": EffectState.PENDING,
        "created_at": now,
        "not_before": now + effect.room_patience,
    }


def _claim(row: Row[Any], token: str, until: datetime) -> Claim:
    effect = Effect(
        key=row.key,
        incident=None if row.incident is None else IncidentId(row.incident),
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
        looks_left=row.looks_left if row.state == EffectState.UNKNOWN else 1,
        first_sent_at=row.sent_at,
        created_at=row.created_at,
        last_error=row.last_error,
    )
