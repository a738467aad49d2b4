"""When a rotation's duty passes on, and what is to be said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from bot.domain.duty_limits import CalledIn
from bot.domain.events.about import Late
from bot.domain.membership import people_of
from bot.domain.people import Directory, PersonId
from bot.domain.policy import ChannelKind, Echo, Policy, Rotation
from bot.domain.policy.turns import next_override_edge, turn
from bot.domain.rota.book import Book
from bot.domain.rota.events import ShiftBegun
from bot.domain.rota.overriding import held
from bot.domain.rota.rotations import teams_of
from bot.domain.shifts import Shift
from bot.domain.standing_in import as_agreed

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Now:
    """Who has a rotation at a moment, since when and until when (UTC)."""

    rotation: Rotation
    who: PersonId
    starts: datetime
    ends: datetime


def holders(policy: Policy, directory: Directory, at: datetime) -> Iterator[Now]:
    """Say of each rotation who has it; none of which the model leaves that open, or who is not in Slack."""
    for rotation in policy.rotations.values():
        current = turn(rotation, at)
        if current is None:
            continue
        stretches = list(held(rotation, directory, current.starts, at + A_MOMENT))
        who = stretches[-1][1]
        edge = next_override_edge(as_agreed(rotation, directory), at)
        ends = min(moment for moment in (current.ends, edge) if moment is not None)
        if who is not None:
            yield Now(rotation=rotation, who=who, starts=_since(stretches), ends=ends)


def next_change(policy: Policy, directory: Directory, at: datetime) -> datetime | None:
    """Say when the duty of any rotation may next pass on (UTC)."""
    moments = []
    for rotation in policy.rotations.values():
        if (current := turn(rotation, at)) is not None:
            moments += [current.ends, next_override_edge(as_agreed(rotation, directory), at)]
    return min((moment for moment in moments if moment is not None), default=None)


def passed_on(policy: Policy, directory: Directory, book: Book, at: datetime) -> tuple[Now, ...]:
    """List the rotations that somebody else has than was last handed over, or that are seen for the first time."""
    return tuple(
        now
        for now in holders(policy, directory, at)
        if (known := book.shifts.get(now.rotation.id)) is None or known.who != now.who
    )


def begun(
    now: Now, policy: Policy, directory: Directory, book: Book, called: Sequence[CalledIn], late: Late | None
) -> ShiftBegun:
    """Decide what is kept of a shift that begins, and who hears of it."""
    known = book.shifts.get(now.rotation.id)
    if known is None:
        return ShiftBegun(
            rotation=now.rotation.id, who=now.who, starts=now.starts, ends=now.ends, watched_from_here=True
        )
    limits = now.rotation.limits
    most = limits.week_off_after_incidents if limits else None
    theirs = [one for one in called if one.person == known.who and known.since <= one.at < now.starts]
    leads = (source for team in teams_of(policy, now.rotation.id) for source in team.lead)
    return ShiftBegun(
        rotation=now.rotation.id,
        who=now.who,
        starts=now.starts,
        ends=now.ends,
        before=known.who,
        incidents=len(theirs),
        week_off=most is not None and len(theirs) > most,
        leads=people_of(policy, tuple(leads), directory),
        channels=tuple(
            key
            for key, channel in policy.channels.items()
            if Echo.SHIFT in channel.echoes and channel.kind is ChannelKind.SLACK
        ),
        late=late,
    )


def _since(stretches: Sequence[tuple[Shift, PersonId | None]]) -> datetime:
    """Find since when whoever has it last has had it without a break, within this turn."""
    who = stretches[-1][1]
    theirs = takewhile(lambda one: one[1] == who, reversed(stretches))
    return min(shift.starts for shift, _ in theirs)
