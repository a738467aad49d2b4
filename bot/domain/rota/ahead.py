"""Somebody's own turns, those they stand in for included, as far as can be seen ahead."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, RotationId
from bot.domain.rota.overriding import held

AHEAD = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A stretch of duty (UTC); `stands_in` says that it is an override."""

    rotation: RotationId
    starts: datetime
    ends: datetime
    stands_in: bool = False


def turns_of(
    policy: Policy, directory: Directory, person: PersonId, at: datetime, ahead: timedelta = AHEAD
) -> tuple[Turn, ...]:
    """List somebody's turns of the next weeks, soonest first, the one that runs now included."""
    found: list[Turn] = []
    for rotation in policy.rotations.values():
        for shift, who in held(rotation, directory, at, at + ahead):
            if who != person:
                continue
            last = found[-1] if found and found[-1].rotation == rotation.id else None
            if last and last.ends == shift.starts and last.stands_in is shift.stands_in:
                found[-1] = replace(last, ends=shift.ends)
            else:
                found.append(
                    Turn(rotation=rotation.id, starts=shift.starts, ends=shift.ends, stands_in=shift.stands_in)
                )
    return tuple(sorted(found, key=lambda turn: (turn.starts, turn.rotation)))
