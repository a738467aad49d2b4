"""Whom and what a support model names that has to exist in Slack: people, user groups, channels."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.domain.echoes import shown_in
from bot.domain.people import Directory
from bot.domain.policy import Policy, Target, TargetKind


@lru_cache(maxsize=4)
def names_in(policy: Policy) -> tuple[frozenset[str], frozenset[str]]:
    """Collect the people (e-mail addresses and Slack ids) and the user groups that a model names anywhere.

    Kept, since going through a whole model takes as long as reading it did.
    """
    targets = set(_targets(policy))
    persons = frozenset(t.name for t in targets if t.kind is TargetKind.PERSON)
    groups = frozenset(t.name for t in targets if t.kind is TargetKind.GROUP)
    return persons, groups


@lru_cache(maxsize=4)
def schedules_in(policy: Policy) -> frozenset[str]:
    """Collect the PagerDuty schedules that a model names anywhere, by id."""
    return frozenset(t.name for t in _targets(policy) if t.kind is TargetKind.SCHEDULE)


def unknown_in(directory: Directory, policy: Policy) -> tuple[str, ...]:
    """List the people and groups of a model to whom nobody in Slack answers, by name."""
    persons, groups = names_in(policy)
    strangers = {name for name in persons if directory.person(name) is None}
    return tuple(sorted(strangers | {name for name in groups if directory.members(name) is None}))


def channels_in(policy: Policy) -> frozenset[str]:
    """Collect the names, without #, of the Slack channels that incidents are announced, run or repeated in."""
    used = set() if policy.incident.log_in is None else {policy.incident.log_in}
    for severity in policy.severities.values():
        used |= {*shown_in(severity), *((severity.room.channel,) if severity.room.channel else ())}
    used |= {policy.incident.escalations_in} if policy.incident.escalations_in else set()
    ruled = (*policy.triggers, *(trigger for path in policy.paths.values() for trigger in path.triggers))
    used |= {key for trigger in ruled for key in trigger.post_in}
    used |= {key for setting in policy.audiences.values() for key in setting.channels}
    channels = (one for one in policy.channels.values() if one.id in used or one.echoes)
    return frozenset(one.slack_name for one in channels if one.slack_name)


def _targets(part: object) -> Iterator[Target]:
    match part:
        case Target():
            yield part
        case Mapping():
            for value in part.values():
                yield from _targets(value)
        case tuple():
            for value in part:
                yield from _targets(value)
        case _ if dataclasses.is_dataclass(part):
            for field in dataclasses.fields(part):
                yield from _targets(getattr(part, field.name))
