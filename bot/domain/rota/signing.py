"""Signing people off for a tier: what they completed, and who says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.membership import people_of
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Tier, TierId
from bot.domain.readiness import Fitness, fitness_of, signers
from bot.domain.rota.errors import (
    AlreadySignedOff,
    MayNotSign,
    NotForDuty,
    NothingSigned,
    NothingToSign,
    NotSignedOff,
)
from bot.domain.rota.events import SignedOff, SignOffWithdrawn
from bot.domain.searching import nearest
from bot.domain.words import LONGEST, one_line


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How somebody stands with a tier."""

    tier: Tier
    person: PersonId
    fitness: Fitness


def sign_off(
    policy: Policy,
    directory: Directory,
    *,
    person: PersonId,
    tier: Tier,
    words: str,
    by: PersonId,
    outsiders: Collection[PersonId],
    at: datetime,
) -> SignedOff:
    """Say that somebody completed what a tier asks for: as much of it as the person who says so may sign."""
    if person in outsiders or directory.person(person) is None:
        raise NotForDuty(person=person)
    if not tier.prerequisites:
        raise NothingToSign(tier=tier.id)
    missing = fitness_of(policy, tier.id, person, directory, at).missing
    if not missing:
        raise AlreadySignedOff(person=person, tier=tier.id)
    meant = nearest(missing, words, lambda one: (one,))[:1] or missing
    theirs = tuple(what for what in meant if may_sign(policy, tier, what, person, by, directory))
    if not theirs:
        who = {one for what in meant for one in _signers(policy, tier, what, directory)} - {person}
        raise MayNotSign(person=person, tier=tier.id, who=tuple(sorted(who)))
    return SignedOff(person=person, tier=tier.id, what=theirs)


def withdraw(
    policy: Policy, directory: Directory, *, person: PersonId, tier: Tier, why: str, by: PersonId
) -> SignOffWithdrawn:
    """Take back what somebody was signed off for; they may themselves, and so may whoever may sign."""
    signed = directory.signed.get((person, tier.id))
    if not signed:
        raise NothingSigned(person=person, tier=tier.id)
    if by != person and not any(may_sign(policy, tier, what, person, by, directory) for what in signed):
        who = {one for what in signed for one in _signers(policy, tier, what, directory)}
        raise MayNotSign(person=person, tier=tier.id, who=tuple(sorted(who)))
    return SignOffWithdrawn(person=person, tier=tier.id, why=one_line(why)[:LONGEST])


def may_sign(policy: Policy, tier: Tier, what: str, person: PersonId, by: PersonId, directory: Directory) -> bool:
    """Whether somebody may sign this for a person: whom the model names, else anybody; never for oneself."""
    named = _signers(policy, tier, what, directory)
    return by != person and (not named or by in named)


def standings(policy: Policy, directory: Directory, at: datetime) -> tuple[Standing, ...]:
    """List everybody of each tier that asks for something, and what they lack."""
    return tuple(
        Standing(tier=tier, person=person, fitness=fitness_of(policy, tier.id, person, directory, at))
        for tier in policy.tiers.values()
        if tier.prerequisites
        for person in people_of(policy, tier, directory)
    )


def refuse_unsigned(
    policy: Policy, directory: Directory, person: PersonId, tiers: Collection[TierId], at: datetime
) -> tuple[Standing, ...]:
    """Refuse duty for a tier that somebody may not take; give the tiers that only warn."""
    found = tuple(
        Standing(tier=policy.tiers[tier], person=person, fitness=fitness_of(policy, tier, person, directory, at))
        for tier in tiers
        if tier in policy.tiers
    )
    for one in found:
        if not one.fitness.allowed:
            raise NotSignedOff(
                person=person,
                tier=one.tier.id,
                missing=one.fitness.missing,
                strict_until=one.fitness.strict_until,
                strict=not one.fitness.exception_possible,
            )
    return tuple(one for one in found if one.fitness.missing)


def _signers(policy: Policy, tier: Tier, what: str, directory: Directory) -> tuple[PersonId, ...]:
    return people_of(policy, signers(tier, what), directory)
