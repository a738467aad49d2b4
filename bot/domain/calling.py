"""Whom a step, a rule or a person's wish means at one moment, and calling them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import coverage, phones
from bot.domain.coverage import OnDuty
from bot.domain.events import Late, Paged, PassedOver
from bot.domain.ids import CONN
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Role, Slot, Step, Target, TargetKind, TierId
from bot.domain.policy.tiers import Source
from bot.domain.standing_in import StandsIn


@dataclass(frozen=True, kw_only=True)
class Found:
    """Whom some targets lead to: people, the first target that has any, what was passed over, who is there for whom.

    `rings` are the targets with people for whom a phone is rung as well.
    `unsigned` are called though nobody signed them off; `tiers_without` are tiers that passed people over for that.
    """

    people: tuple[PersonId, ...]
    target: str
    rings: tuple[str, ...]
    passed_over: tuple[PassedOver, ...]
    stands_in: tuple[StandsIn, ...] = ()
    unsigned: tuple[PersonId, ...] = ()
    tiers_without: tuple[TierId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why somebody is called: in words, by whom, by which rule of the model that jumped ahead, and how late."""

    why: str
    by: str = CONN
    rule: str = ""
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class Calling:
    """The moment of a call: the incident, its model, and who is in Slack."""

    incident: Incident
    policy: Policy
    directory: Directory
    at: datetime

    def found(self, targets: Iterable[Source]) -> Found:
        """Turn targets into people."""
        each = [(source, self._on_duty(source)) for source in targets]
        reached = [source for source, duty in each if duty.people and isinstance(source, Target)]
        return Found(
            people=tuple(dict.fromkeys(person for _, duty in each for person in duty.people)),
            target=str(reached[0]) if reached else "",
            rings=phones.ringing_for(self.policy, self.incident.severity, reached),
            passed_over=tuple(
                PassedOver(target=_name(source), name=p.name, why=p.why)
                for source, duty in each
                for p in duty.passed_over
            ),
            stands_in=tuple(dict.fromkeys(one for _, duty in each for one in duty.stands_in)),
            unsigned=tuple(dict.fromkeys(person for _, duty in each for person in duty.unsigned)),
            tiers_without=tuple(
                dict.fromkeys(p.unsigned for _, duty in each for p in duty.passed_over if p.unsigned is not None)
            ),
        )

    def wait(self, step: Step) -> timedelta | None:
        """Say how long an acknowledgement is waited for: the step's own time, else the tier's response time."""
        limit = coverage.wait(self.policy, step, self.incident.severity, self.at)
        tier = next((t.name for t in step.page if isinstance(t, Target) and t.kind is TargetKind.TIER), None)
        return coverage.due(limit, self.at, policy=self.policy, tier_id=tier) - self.at if limit else None

    def _on_duty(self, source: Source) -> OnDuty:
        match source:
            case Target(kind=TargetKind.DECLARER):
                return OnDuty(people=(self.incident.declared.by,))
            case Target(kind=TargetKind.ROLE, name=name):
                return OnDuty(people=self._holder(Role(name)))
            case _:
                return coverage.reached(self.policy, source, self.at, self.directory)

    def _holder(self, role: Role) -> tuple[PersonId, ...]:
        holder = self.incident.commander if role is Role.COMMANDER else self.incident.roles.get(role)
        return (holder,) if holder else ()


def call(
    outcome: Outcome,
    found: Found,
    cause: Cause,
    *,
    step: int,
    wait: timedelta | None,
    beside: bool = False,
    at: datetime,
) -> Outcome:
    """Page these people as the next call of the ladder, or `beside` it, after saying who was passed over."""
    paged = Paged(
        rung=len(outcome.incident.ladder) + 1,
        step=step,
        target=found.target,
        people=found.people,
        why=cause.why,
        wait=wait,
        rule=cause.rule,
        beside=beside,
        late=cause.late,
        rings=found.rings,
        stands_in=tuple(one for one in found.stands_in if one.person in found.people),
        unsigned=tuple(person for person in found.unsigned if person in found.people),
    )
    return outcome.then(*found.passed_over, *([paged] if found.people else []), at=at, by=cause.by)


def _name(source: Source) -> str:
    return source.text if isinstance(source, Slot) else str(source)
