"""Who a name in the support model is in Slack, and what was agreed about those people since it was written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar, NewType

from bot.domain.schedules import Schedule, Shift

PersonId = NewType("PersonId", str)

SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """Somebody has a rotation's duty from one moment to another (UTC), in place of whoever has the turn.

    `number` names it among all changes of duty, `by` is who arranged it, `swap` the number of the swap it came from.
    """

    number: int
    rotation: str
    person: PersonId
    starts: datetime
    ends: datetime
    by: PersonId
    why: str = ""
    swap: int | None = None


@dataclass(frozen=True, kw_only=True)
class Directory:
    """What Slack said about the names of a model when they were last looked up.

    `stand_ins` are the overrides people made, by rotation, in the order in which they made them; `signed` are the
    prerequisites that somebody was signed off for, by person and tier; `schedules` are PagerDuty's, by its ids.
    """

    people: Mapping[str, PersonId] = field(default_factory=dict)
    groups: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    stand_ins: Mapping[str, tuple[StandIn, ...]] = field(default_factory=dict)
    signed: Mapping[tuple[PersonId, str], frozenset[str]] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    takes_sign_offs_for_granted: ClassVar[bool] = False

    def person(self, name: str) -> PersonId | None:
        """Turn an e-mail address or a Slack id into a Slack id, unless nobody answers to it."""
        known = PersonId(name) if SLACK_ID.fullmatch(name) else self.people.get(name.lower())
        return None if known is None or name.lower() in self._gone or known in self.gone else known

    def members(self, handle: str) -> tuple[PersonId, ...] | None:
        """List who is in a user group and still here; None when Slack knows no such group."""
        for spelling in (handle, handle.removeprefix("@")):
            if spelling in self.groups:
                return tuple(member for member in self.groups[spelling] if member not in self.gone)
        return None

    def schedule(self, schedule_id: str) -> Schedule | None:
        """Give what is known of a schedule; None while PagerDuty has said nothing of it."""
        return self.schedules.get(schedule_id)

    @property
    def _gone(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.gone)


@dataclass(frozen=True, kw_only=True)
class OnPaper(Directory):
    """A directory in which every name of a model is somebody, and signed off: a model can be proved without Slack."""

    takes_sign_offs_for_granted = True

    def person(self, name: str) -> PersonId | None:
        """Take the name for the person."""
        return PersonId(name)

    def members(self, handle: str) -> tuple[PersonId, ...] | None:
        """Take the group for its one member."""
        return (PersonId(handle),)

    def schedule(self, schedule_id: str) -> Schedule | None:
        """Take the schedule for the one person who is always on call in it."""
        name, ever = f"pagerduty:{schedule_id}", datetime.max.replace(tzinfo=UTC)
        always = Shift(person=name, starts=datetime.min.replace(tzinfo=UTC), ends=ever)
        return Schedule(name=name, read_at=always.starts, until=ever, shifts=(always,))
