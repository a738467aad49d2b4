"""What a change of duty asks of people beyond what the model allows: it is said, and blocks nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.duty_limits import CalledIn, OverLimit, over_limits
from bot.domain.people import Directory
from bot.domain.policy import Policy, Rotation, Slot, Target, TargetKind
from bot.domain.policy.tiers import Source
from bot.domain.standing_in import as_agreed

_QUARTER = timedelta(days=92)


def agreed_model(policy: Policy, directory: Directory) -> Policy:
    """Give the model with the overrides that people made, and its people by their Slack ids."""
    rotations = {
        name: _in_slack(as_agreed(rotation, directory), directory) for name, rotation in policy.rotations.items()
    }
    return replace(policy, rotations=rotations)


def newly_over(
    policy: Policy,
    before: Directory,
    after: Directory,
    stretch: tuple[datetime, datetime],
    called: Sequence[CalledIn] = (),
) -> tuple[OverLimit, ...]:
    """Find who is asked too much only since a change of duty in that stretch (UTC)."""
    since, until = stretch[0] - _QUARTER, stretch[1] + _QUARTER
    was = {_known(one): one.asked for one in over_limits(agreed_model(policy, before), since, until, called)}
    now = over_limits(agreed_model(policy, after), since, until, called)
    return tuple(one for one in now if one.asked > was.get(_known(one), 0.0))


def _known(one: OverLimit) -> tuple[str, str, str, datetime]:
    return one.rotation, one.person, one.exceeded, one.starts


def _in_slack(rotation: Rotation, directory: Directory) -> Rotation:
    return replace(
        rotation,
        members=tuple(_known_as(member, directory) for member in rotation.members),
        overrides=tuple(replace(one, who=_known_as(one.who, directory)) for one in rotation.overrides),
    )


def _known_as(source: Source, directory: Directory) -> Source:
    person = None if isinstance(source, Slot) else directory.person(source.name)
    return source if person is None else Target(kind=TargetKind.PERSON, name=person)
