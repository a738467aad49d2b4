"""Who may take a tier: its prerequisites, signed off; no exception in the first days after the handover."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Directory, PersonId
from bot.domain.policy import Enforcement, Policy, Slot, Target, TargetKind, Tier, TierId
from bot.domain.policy.calendars import calendar as calendar_of
from bot.domain.policy.calendars import due
from bot.domain.policy.tiers import Source


@dataclass(frozen=True, kw_only=True)
class Fitness:
    """Whether somebody may take a tier; `missing` are the prerequisites nobody signed.

    `exception_possible` says whether they may all the same, with a reason on the record; `strict_until` (UTC) is when
    that becomes possible, None when it is, or when the day of the handover is still open.
    """

    allowed: bool
    missing: tuple[str, ...] = ()
    exception_possible: bool = True
    strict_until: datetime | None = None


def fitness_of(policy: Policy, tier: TierId, person: PersonId, directory: Directory, at: datetime) -> Fitness:
    """Say whether somebody may take a tier, by what the model and the people who may sign say of them."""
    prerequisites = policy.tiers[tier].prerequisites
    if not prerequisites or directory.takes_sign_offs_for_granted:
        return Fitness(allowed=True)
    before = policy.tiers[tier].signed_off
    if any(isinstance(one, Target) and person in _meant(one, directory) for one in before):
        return Fitness(allowed=True)
    return fitness(policy, tier, directory.signed.get((person, tier), frozenset()), at)


def signers(tier: Tier, what: str | None = None) -> tuple[Source, ...]:
    """Name who may sign somebody off for a tier, or for one prerequisite: whom that names, else the tier's lead."""
    asked = [one for one in tier.prerequisites if what in (None, one.what)]
    named = [one.signed_by or lead for one in asked for lead in (tier.lead or (None,))]
    return tuple(dict.fromkeys(one for one in named if one is not None))


def fitness(policy: Policy, tier: TierId, signed: Collection[str], at: datetime) -> Fitness:
    """Say whether a person with these sign-offs may take a tier at a moment; an open handover date is strict."""
    missing = tuple(one.what for one in policy.tiers[tier].prerequisites if one.what not in signed)
    if not missing:
        return Fitness(allowed=True)
    until = _strict_until(policy)
    strict = isinstance(policy.readiness.handover, Slot) or (until is not None and at < until)
    return Fitness(
        allowed=not strict and policy.readiness.enforcement is Enforcement.WARN,
        missing=missing,
        exception_possible=not strict,
        strict_until=until if strict else None,
    )


def _meant(target: Target, directory: Directory) -> tuple[PersonId | None, ...]:
    group = target.kind is TargetKind.GROUP
    return directory.members(target.name) or () if group else (directory.person(target.name),)


def _strict_until(policy: Policy) -> datetime | None:
    settings = policy.readiness
    if settings.handover is None or isinstance(settings.handover, Slot) or settings.no_exception_for is None:
        return None
    calendar = calendar_of(policy, policy.incident.hours)
    midnight = calendar.moment(settings.handover, datetime.min.time())
    return due(settings.no_exception_for, midnight, calendar)
