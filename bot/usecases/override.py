"""Change who has a turn: let somebody stand in, and take that back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.duty_limits import OverLimit
from bot.domain.people import PersonId, StandIn
from bot.domain.permitting import refuse_outside
from bot.domain.policy import Deed
from bot.domain.rota.errors import NobodyNamed
from bot.domain.rota.limits import newly_over
from bot.domain.rota.overriding import cancelled, overridden, standing_at
from bot.domain.rota.rotations import editable, rotation_meant, teams_of
from bot.domain.rota.signing import Standing, refuse_unsigned
from bot.domain.rota.typed import Times, ahead, times
from bot.usecases.agree import agree, agreed_now
from bot.usecases.deps import Deps
from store import inbox, incidents

BUSY_LATELY = timedelta(weeks=5)
"""How far back incidents count for the week off after a busy shift."""


@dataclass(frozen=True, kw_only=True)
class Override:
    """Somebody should stand in: who, and the words that say from when, until when, in which rotation and why.

    Where `between` (UTC) says when, the words need not. `delivery` names the Slack payload: a second copy of it changes
    nothing.
    """

    by: PersonId
    delivery: str
    who: PersonId | None
    words: str
    between: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class CancelOverride:
    """Somebody takes back the override that has this number."""

    by: PersonId
    word: str


@dataclass(frozen=True, kw_only=True)
class Made:
    """An override as it was made, whom it replaces, which limits it exceeds, for which tiers a sign-off is missing."""

    stand_in: StandIn
    instead_of: tuple[PersonId, ...] = ()
    over: tuple[OverLimit, ...] = ()
    unsigned: tuple[Standing, ...] = ()


class TimesMissing(Exception):  # noqa: N818 - the listener opens the form instead
    """What was typed does not say from when until when."""


async def override(request: Override, deps: Deps) -> Made:
    """Let somebody stand in; TimesMissing where the words do not say when."""
    if request.who is None:
        raise NobodyNamed
    policy = deps.models.current
    refuse_outside(policy, Deed.OVERRIDE_ROTATION, request.by, deps.directory)
    async with deps.database.begin() as tx:
        known = await inbox.first(tx, request.delivery, "override")
        book, directory = await agreed_now(tx, deps)
        if known is not None:
            return Made(stand_in=book.stand_ins[known["override"]])
        when, words = (request.between, request.words) if request.between else _when(request.words)
        rotation, why = rotation_meant(policy, words, directory, (request.who, request.by))
        zone = editable(rotation)
        tiers = tuple(team.id for team in teams_of(policy, rotation.id))
        starts, ends = when.between(zone, tx.now) if isinstance(when, Times) else ahead(*when, tx.now)
        wanted = overridden(
            rotation, directory, who=request.who, starts=starts, ends=ends, why=why, outsiders=deps.outsiders
        )
        unsigned = refuse_unsigned(policy, directory, request.who, tiers, tx.now)
        after, (entry,) = await agree(tx, book, request.by, wanted)
        await inbox.keep(tx, request.delivery, {"override": entry.seq})
        called = await incidents.called_in_since(tx, starts - BUSY_LATELY)
        now = after.told(deps.directory, tx.now)
    over = newly_over(policy, directory, now, (starts, ends), called)
    return Made(stand_in=after.stand_ins[entry.seq], instead_of=wanted.instead_of, over=over, unsigned=unsigned)


async def cancel_override(request: CancelOverride, deps: Deps) -> tuple[StandIn, ...]:
    """Take an override back, of a swap both; whoever has the turn has the duty again, from now on."""
    async with deps.database.begin() as tx:
        book, _ = await agreed_now(tx, deps)
        taken_back = cancelled(book, request.word, deps.models.current, at=tx.now)
        await agree(tx, book, request.by, *taken_back)
    return tuple(book.stand_ins[one.override] for one in taken_back)


async def overrides(deps: Deps) -> tuple[StandIn, ...]:
    """List the overrides in force and to come."""
    async with deps.database.read() as tx:
        return standing_at(await deps.catch_up(tx), deps.models.current, tx.now)


def _when(words: str) -> tuple[Times, str]:
    """Find the times, at the beginning or after the name of a rotation; give the words that are left."""
    if found := times(words):
        return found, found.rest
    first, _, rest = words.strip().partition(" ")
    if found := times(rest):
        return found, f"{first} {found.rest}"
    raise TimesMissing
