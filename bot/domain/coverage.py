"""Who is on duty: from a policy, a moment and what Slack knows, to people and the reasons why not others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import assert_never

from bot.domain.durations import Deadline
from bot.domain.people import Directory, PersonId
from bot.domain.policy import calendars, turns
from bot.domain.policy.calendars import Calendar, refuse_naive
from bot.domain.policy.calendars import calendar as calendar_of
from bot.domain.policy.duty import Override, Rotation
from bot.domain.policy.hours import HoursClass
from bot.domain.policy.limits import Case, Limit, governing
from bot.domain.policy.model import Policy
from bot.domain.policy.names import CustomerTierId, RotationId, SeverityId, TierId
from bot.domain.policy.paths import Step
from bot.domain.policy.slots import Slot
from bot.domain.policy.targets import Target, TargetKind
from bot.domain.policy.tiers import Source, Team, Tier
from bot.domain.readiness import fitness_of
from bot.domain.standing_in import StandsIn, as_agreed

__all__ = [
    "Calendar",
    "OnDuty",
    "PassedOver",
    "calendar_of",
    "due",
    "hours_class",
    "is_reduced",
    "on_duty",
    "reached",
    "response",
    "wait",
]


_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """Somebody or something the model names that leads to nobody now, and why.

    `unknown` says that there may be somebody all the same: a slot still open, a schedule kept elsewhere, a role.
    `slot` is the open place, where that is why; `unsigned` the tier that somebody was not signed off for.
    """

    name: str
    why: str
    unknown: bool = False
    slot: Slot | None = None
    unsigned: TierId | None = None


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Whom a name of the model leads to at one moment.

    `until` is when the answer may change, UTC, None when it never does; `next` is who follows then, where
    that is known; `rule` says how the answer was found; `stands_in` names those of the people who are there by an
    override, `unsigned` those who are called though nobody signed them off.
    """

    people: tuple[PersonId, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    hours: HoursClass = HoursClass.BUSINESS
    until: datetime | None = None
    next: tuple[PersonId, ...] = ()
    rule: str = ""
    stands_in: tuple[StandsIn, ...] = ()
    unsigned: tuple[PersonId, ...] = ()


def on_duty(policy: Policy, tier_id: TierId | str, at: datetime, directory: Directory) -> OnDuty:
    """Say who answers for a tier or team, and who was passed over on the way to them."""
    refuse_naive(at)
    return _Lookup(policy, at.astimezone(UTC), directory).tier(str(tier_id), frozenset())


def reached(policy: Policy, target: Target | Slot, at: datetime, directory: Directory) -> OnDuty:
    """Say whom any target leads to; a role and the declarer are known only in the incident."""
    refuse_naive(at)
    return _Lookup(policy, at.astimezone(UTC), directory).source(target, frozenset())


def hours_class(policy: Policy, tier_id: TierId | str, at: datetime) -> HoursClass:
    """Say what kind of hour it is for a tier; business for one without hours of its own."""
    refuse_naive(at)
    team = policy.team(str(tier_id))
    return calendar_of(policy, team.hours if team else None).hours_class(at)


def is_reduced(policy: Policy, tier_id: TierId | str, at: datetime) -> bool:
    """Say whether a tier answers at this hour with less than its full service."""
    team = policy.team(str(tier_id))
    return team is not None and hours_class(policy, tier_id, at) in team.reduced_in


def due(
    deadline: Deadline,
    at: datetime,
    *,
    policy: Policy,
    tier_id: TierId | str | None = None,
    shift_ends: datetime | None = None,
) -> datetime:
    """Say when something that may take so long from `at` is due, in UTC.

    Business time is counted by the tier's hours, or by those the model names for incidents; the shift ends
    with the open hours unless `shift_ends` says when.
    """
    team = policy.team(str(tier_id)) if tier_id else None
    hours = team.hours if team else policy.incident.hours
    return calendars.due(deadline, at, calendar_of(policy, hours), shift_ends=shift_ends)


def response(
    policy: Policy,
    tier_id: TierId | str,
    severity: SeverityId | None,
    at: datetime,
    customer: CustomerTierId | None = None,
    *,
    tags: frozenset[str] = frozenset(),
    through: str | None = None,
) -> Limit | None:
    """Find within what time a tier promised to answer, at this hour and severity, by this way in."""
    team = policy.team(str(tier_id))
    hours = hours_class(policy, tier_id, at)
    case = Case(severity=severity, hours=hours, customer=customer, tags=tags, through=through)
    return governing(team.response, case) if team else None


def wait(policy: Policy, step: Step, severity: SeverityId, at: datetime) -> Deadline | None:
    """Say how long a step waits for an acknowledgement; None while only an open slot would say.

    A step's own limit holds; else the shortest response time among the tiers it pages.
    """
    tiers = [t.name for t in step.page if isinstance(t, Target) and t.kind is TargetKind.TIER]
    hours = hours_class(policy, tiers[0], at) if tiers else HoursClass.BUSINESS
    if own := governing(step.wait, Case(severity=severity, hours=hours)):
        return own.within if isinstance(own.within, Deadline) else None
    limits = (response(policy, tier, severity, at) for tier in tiers)
    waits = [limit.within for limit in limits if limit and isinstance(limit.within, Deadline)]
    return min(waits, key=lambda deadline: due(deadline, at, policy=policy), default=None)


@dataclass(frozen=True)
class _Lookup:
    """One question asked of one policy at one moment, UTC."""

    policy: Policy
    at: datetime
    directory: Directory
    taking: TierId | None = None

    def tier(self, name: str, seen: frozenset[str]) -> OnDuty:
        team = self.policy.team(name)
        if team is None or name in seen:
            return _nobody(name, "the model defines no such tier" if team is None else "it leads back to itself")
        calendar = calendar_of(self.policy, team.hours)
        hours = calendar.hours_class(self.at)
        changes = calendar.next_change(self.at) if team.who_by_hours or team.answers else None
        if not team.answers_in(hours):
            return _nobody(team.name, f"out of hours ({hours})", hours=hours, until=changes)
        inside = replace(self, taking=team.id if isinstance(team, Tier) else None)
        found = [inside.source(source, seen | {name}) for source in _who(team, hours)]
        if not found:
            return _nobody(team.name, "the model names nobody for it", hours=hours, until=changes)
        return _joined(found, hours=hours, until=changes, rule=f"{name}: {'; '.join(one.rule for one in found)}")

    def source(self, source: Source, seen: frozenset[str]) -> OnDuty:
        if isinstance(source, Slot):
            return _open(source.text, source)
        match source.kind:
            case TargetKind.TIER:
                return self.tier(source.name, seen)
            case TargetKind.PERSON:
                return self._person(source.name)
            case TargetKind.GROUP:
                return self._group(source.name)
            case TargetKind.ROTATION:
                return self._rotation(self.policy.rotations[RotationId(source.name)])
            case TargetKind.SCHEDULE:
                return self._schedule(source)
            case TargetKind.ROLE | TargetKind.DECLARER:
                return _nobody(str(source), "known only in the incident", unknown=True)
            case _:
                assert_never(source.kind)

    def _person(self, name: str) -> OnDuty:
        person = self.directory.person(name)
        return self._fit(person, name) if person else _nobody(name, "not in Slack, or deactivated")

    def _group(self, handle: str) -> OnDuty:
        members = self.directory.members(handle)
        if not members:
            why = "Slack knows no such group" if members is None else "nobody is in the group"
            return _nobody(handle, why)
        each = [self._fit(member, member) for member in members]
        return replace(_joined(each, hours=HoursClass.BUSINESS, until=None, rule=f"group {handle}"), next=())

    def _fit(self, person: PersonId, name: str) -> OnDuty:
        """Pass over who may not take the tier that is asked for; call, and name, who may without being signed off."""
        fit = fitness_of(self.policy, self.taking, person, self.directory, self.at) if self.taking else None
        if fit is None or fit.allowed:
            unsigned = (person,) if fit and fit.missing else ()
            return OnDuty(people=(person,), rule=name, unsigned=unsigned)
        why = f"not signed off for {self.taking}: {', '.join(fit.missing)}"
        passed = PassedOver(name=name, why=why, unsigned=self.taking)
        return OnDuty(passed_over=(passed,), rule=f"{name}: {why}")

    def _rotation(self, as_written: Rotation) -> OnDuty:
        rotation = as_agreed(as_written, self.directory)
        turn = turns.turn(rotation, self.at)
        if turn is None:
            return _open(f"rotation {rotation.id}", turns.open_slot(rotation))
        stands_in = turns.override(rotation, self.at)
        edge = turns.next_override_edge(rotation, self.at)
        covers = turns.covered(as_written)
        until = _first((turn.ends, edge, covers.next_change(self.at) if covers else None))
        following = self._first_reached((*turn.order[1:], turn.order[0])).people
        if stands_in is None and covers is not None and covers.span_at(self.at) is None:
            return _nobody(f"rotation {rotation.id}", "outside the hours it covers", until=until)
        order = (stands_in.who, *turn.order) if stands_in else turn.order
        found = self._first_reached(order)
        standing = self._standing_in(stands_in, turn.order, found.people) if stands_in else ()
        rule = _rule(rotation, bool(stands_in))
        return replace(found, until=until, next=following, rule=rule, stands_in=standing)

    def _standing_in(
        self, override: Override, order: Iterable[Source], people: tuple[PersonId, ...]
    ) -> tuple[StandsIn, ...]:
        """Say who of the people is there because of an override, and in whose place."""
        meant = self.source(override.who, frozenset()).people
        turns_holder = self._first_reached(order).people[:1]
        return tuple(
            StandsIn(
                person=person,
                until=override.ends.astimezone(UTC),
                instead_of=next((one for one in turns_holder if one != person), None),
                why=override.why or "",
            )
            for person in people
            if person in meant
        )

    def _schedule(self, source: Target) -> OnDuty:
        """Say who is on call in PagerDuty, as far ahead as it was read."""
        known = self.directory.schedule(source.name)
        if known is None:
            return _nobody(str(source), "a PagerDuty schedule that was never read", unknown=True)
        if known.unknown:
            return _nobody(str(source), "PagerDuty has no such schedule")
        if not known.says_of(self.at):
            return _nobody(str(source), f"PagerDuty was last read on {_day(known.read_at)}", unknown=True)
        shift, following = known.shift(self.at), known.next_shift(self.at)
        if shift is None:
            until = following.starts if following else known.until
            return _nobody(str(source), "nobody is on call in it", until=until)
        found = self._person(shift.person)
        after = self._person(following.person).people if following and following.starts == shift.ends else ()
        rule = f"PagerDuty schedule {known.name} ({source.name}), read on {_day(known.read_at)}"
        return replace(found, until=None if shift.ends == _EVER else shift.ends, next=after, rule=rule)

    def _first_reached(self, order: Iterable[Source]) -> OnDuty:
        passed: list[PassedOver] = []
        for member in order:
            found = self.source(member, frozenset())
            passed.extend(found.passed_over)
            if found.people:
                return OnDuty(people=found.people, passed_over=tuple(passed), unsigned=found.unsigned)
        return OnDuty(passed_over=tuple(passed))


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d at %H:%M} UTC"


def _who(team: Team, hours: HoursClass) -> tuple[Source, ...]:
    return team.who_by_hours.get(hours, team.who)


def _rule(rotation: Rotation, stands_in: bool) -> str:  # noqa: FBT001 - one private caller
    handoff = rotation.handoff
    day = handoff.day.value if rotation.cadence == "weekly" else f"day {handoff.day_of_month}"
    words = f"rotation {rotation.id}, {rotation.cadence}, hands over {day} {handoff.at:%H:%M} {rotation.zone}"
    return f"{words}, overridden" if stands_in else words


def _nobody(
    name: str,
    why: str,
    *,
    hours: HoursClass = HoursClass.BUSINESS,
    until: datetime | None = None,
    unknown: bool = False,
    slot: Slot | None = None,
) -> OnDuty:
    passed = PassedOver(name=name, why=why, unknown=unknown, slot=slot)
    return OnDuty(passed_over=(passed,), hours=hours, until=until, rule=f"{name}: {why}")


def _open(name: str, slot: Slot | None) -> OnDuty:
    return _nobody(name, f"slot still open: {slot.text if slot else ''}", unknown=True, slot=slot)


def _joined(found: list[OnDuty], *, hours: HoursClass, until: datetime | None, rule: str) -> OnDuty:
    return OnDuty(
        people=tuple(dict.fromkeys(_each(one.people for one in found))),
        passed_over=tuple(dict.fromkeys(passed for one in found for passed in one.passed_over)),
        hours=hours,
        until=_first((until, *(one.until for one in found))),
        next=tuple(dict.fromkeys(_each(one.next for one in found))),
        rule=rule,
        stands_in=tuple(standing for one in found for standing in one.stands_in),
        unsigned=tuple(dict.fromkeys(_each(one.unsigned for one in found))),
    )


def _each(groups: Iterable[tuple[PersonId, ...]]) -> Iterator[PersonId]:
    return (person for group in groups for person in group)


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)
