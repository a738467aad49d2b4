"""Who has which stretch of a rotation, overrides included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.policy import Rotation, RotationId
from bot.domain.policy.tiers import Source
from bot.domain.policy.turns import next_override_edge, override, turn


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One stretch of duty, UTC; `stands_in` says that it is an override."""

    rotation: RotationId
    who: Source
    starts: datetime
    ends: datetime
    stands_in: bool = False


def shifts(rotation: Rotation, since: datetime, until: datetime) -> Iterator[Shift]:
    """List the stretches of duty from `since` to `until`, cut at both; none while a slot leaves the turns open."""
    at = since
    while at < until and (current := turn(rotation, at)) is not None:
        instead = override(rotation, at)
        edge = next_override_edge(rotation, at)
        ends = min(moment for moment in (current.ends, edge, until) if moment is not None)
        yield Shift(
            rotation=rotation.id,
            who=instead.who if instead else current.order[0],
            starts=at,
            ends=ends,
            stands_in=instead is not None,
        )
        at = ends
