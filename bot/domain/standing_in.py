"""Overrides that people made, joined with those the model has: the one place, before anybody asks who is on duty."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.people import Directory, PersonId, StandIn
from bot.domain.policy import Override, Rotation, Target, TargetKind


@dataclass(frozen=True, kw_only=True)
class StandsIn:
    """Somebody is on duty until a moment (UTC) in place of whoever has the turn, as far as that is known."""

    person: PersonId
    until: datetime
    instead_of: PersonId | None = None
    why: str = ""


def as_agreed(rotation: Rotation, directory: Directory) -> Rotation:
    """Give a rotation with the overrides that people made after the model's own, which they outweigh."""
    made = directory.stand_ins.get(rotation.id)
    return replace(rotation, overrides=(*rotation.overrides, *map(_override, made))) if made else rotation


def _override(made: StandIn) -> Override:
    who = Target(kind=TargetKind.PERSON, name=made.person)
    return Override(who=who, starts=made.starts, ends=made.ends, why=made.why or None)
