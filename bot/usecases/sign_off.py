"""Sign people off for a tier, take that back, and read who lacks what."""

from dataclasses import dataclass

from bot.domain.duty import team_named
from bot.domain.errors import UnknownTeam
from bot.domain.people import PersonId
from bot.domain.permitting import refuse_outside
from bot.domain.policy import Deed, Policy, Tier
from bot.domain.readiness import fitness_of
from bot.domain.rota import signing
from bot.domain.rota.errors import NobodyNamed, NothingToSign
from bot.domain.rota.events import DutyEntry
from bot.domain.rota.signing import Standing
from bot.usecases.agree import agree, agreed_now
from bot.usecases.deps import Deps


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Somebody signs a person off, or takes it back: the words name the tier, and what of it or why."""

    by: PersonId
    person: PersonId | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What was signed, and how the person stands with the tier now."""

    entry: DutyEntry
    standing: Standing


async def sign_off(request: Sign, deps: Deps) -> Signed:
    """Sign somebody off for as much of a tier as the person who says so may."""
    policy = deps.models.current
    refuse_outside(policy, Deed.SIGN_OFF, request.by, deps.directory)
    person, tier, rest = _read(request, policy)
    async with deps.database.begin() as tx:
        book, directory = await agreed_now(tx, deps)
        event = signing.sign_off(
            policy,
            directory,
            person=person,
            tier=tier,
            words=rest,
            by=request.by,
            outsiders=deps.outsiders,
            at=tx.now,
        )
        after, (entry,) = await agree(tx, book, request.by, event)
        fitness = fitness_of(policy, tier.id, person, after.told(deps.directory, tx.now), tx.now)
    return Signed(entry=entry, standing=Standing(tier=tier, person=person, fitness=fitness))


async def withdraw(request: Sign, deps: Deps) -> DutyEntry:
    """Take back what Conn was told of somebody's sign-offs for a tier."""
    policy = deps.models.current
    person, tier, rest = _read(request, policy)
    async with deps.database.begin() as tx:
        book, directory = await agreed_now(tx, deps)
        event = signing.withdraw(policy, directory, person=person, tier=tier, why=rest, by=request.by)
        _, (entry,) = await agree(tx, book, request.by, event)
    return entry


async def sign_offs(deps: Deps) -> tuple[Standing, ...]:
    """Read how everybody stands with the tiers that ask for something."""
    async with deps.database.read() as tx:
        await deps.catch_up(tx)
        return signing.standings(deps.models.current, deps.directory, tx.now)


def _read(request: Sign, policy: Policy) -> tuple[PersonId, Tier, str]:
    if request.person is None:
        raise NobodyNamed
    word, _, rest = request.words.partition(" ")
    if not word:
        raise UnknownTeam(word="(none given)", known=tuple(policy.tiers))
    team = team_named(policy, word)
    if not isinstance(team, Tier):
        raise NothingToSign(tier=team.id)
    return request.person, team, rest
