"""What was promised in time: which targets hold, and whether they were met, missed or broken.

`tier` says whose own target it is (a tier or team of the model); empty, it is the incident's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import Goal


@dataclass(frozen=True, kw_only=True)
class TargetSet:
    """A target holds from now on, in place of an earlier one of the same goal and tier.

    It counts from `since`; `within` is how long it gives, as the model writes it. `warn_at` is when whoever owes it is
    told. `due_at` is None while the model leaves the time open: then `slot` says what it waits for, and `slot_owner`
    from whom. `public`: only word to people outside meets it.
    """

    goal: Goal
    tier: str = ""
    within: str
    since: datetime
    due_at: datetime | None
    broken_at: datetime | None = None
    warn_at: datetime | None = None
    rule: str
    public: bool = False
    slot: str = ""
    slot_owner: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetDropped:
    """A target holds no longer, and was not met."""

    goal: Goal
    tier: str = ""
    why: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class TargetMet:
    """What was promised was done, `took` after it began to count; `late` is how far past its time (zero: in time)."""

    goal: Goal
    tier: str = ""
    took: timedelta
    late: timedelta = timedelta()
    rule: str


@dataclass(frozen=True, kw_only=True)
class TargetWarned:
    """Those who owe a target were told that it is due soon."""

    goal: Goal
    tier: str = ""
    due_at: datetime
    people: tuple[PersonId, ...]
    rule: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class TargetMissed:
    """A target's time has passed; `told_by_ladder`: the ladder climbs for the same reason, and says so.

    `reassign_at` is when somebody else is asked for, if it is still not met by then (None: nobody is).
    """

    goal: Goal
    tier: str = ""
    due_at: datetime
    people: tuple[PersonId, ...]
    rule: str
    told_by_ladder: bool = False
    reassign_at: datetime | None = None
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class TargetBroken:
    """A target's maximum has passed as well: the promise is broken."""

    goal: Goal
    tier: str = ""
    broken_at: datetime
    people: tuple[PersonId, ...]
    rule: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class ReassignmentAsked:
    """A target is long missed: the commander and the lead of the tier were asked to give the work to somebody else."""

    goal: Goal
    tier: str = ""
    due_at: datetime
    owner: PersonId
    people: tuple[PersonId, ...]
    rule: str
    late: Late | None = None


OfTargets = TargetSet | TargetDropped | TargetMet | TargetWarned | TargetMissed | TargetBroken | ReassignmentAsked
"""Everything that can happen to a target."""
