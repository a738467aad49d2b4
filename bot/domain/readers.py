"""Who reads about an incident without working on it: the people and channels of an audience, and of which news."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.domain.channel_choice import is_wrong
from bot.domain.coverage import reached
from bot.domain.echoes import shown_in
from bot.domain.events import (
    Cancelled,
    Declared,
    Event,
    Paged,
    Readers,
    Reopened,
    Resolved,
    SeverityChanged,
    StatusChanged,
    Updated,
)
from bot.domain.people import Directory
from bot.domain.policy import Audience, AudienceSetting, ChannelKey, Policy, Severity

_FIRST_CALL = 1


def readers_of(
    policy: Policy, severity: Severity, directory: Directory, *, private: bool, at: datetime, place: str = ""
) -> dict[Audience, Readers]:
    """Say whom each audience has among those that hear of this severity; of a private incident nobody.

    Left out are the channel it is run in (`place`, without #, where it has one already), those with a post about it
    that keeps itself up to date, and those that are meant for other severities.
    """
    if private:
        return {}
    found = {}
    for audience in heard_by(policy, severity):
        setting = policy.audiences[audience]
        people = (person for target in setting.to for person in reached(policy, target, at, directory).people)
        readers = Readers(
            people=tuple(dict.fromkeys(people)),
            channels=_channels(policy, severity, setting, place),
            significant_only=setting.significant_only,
        )
        if readers.people or readers.channels:
            found[audience] = readers
    return found


def heard_by(policy: Policy, severity: Severity) -> tuple[Audience, ...]:
    """List the audiences of the model that hear of a severity somewhere, or in person."""
    return tuple(
        audience
        for audience, setting in policy.audiences.items()
        if (setting.channels or setting.to) and (not setting.severities or severity.id in setting.severities)
    )


def told_of(event: Event, readers: Mapping[Audience, Readers]) -> Iterator[Readers]:
    """List those who hear of an event: of word, those it is for; of significant news, those who hear nothing else."""
    if isinstance(event, Updated):
        yield from (
            readers[audience]
            for audience in event.audiences
            if audience in readers and (event.text or not readers[audience].significant_only)
        )
    elif _is_significant(event):
        yield from (one for one in readers.values() if one.significant_only)


def _is_significant(event: Event) -> bool:
    """Whether it changes how bad it is, where it stands or who is called; that nothing changed is no news."""
    match event:
        case Paged(rung=rung, beside=beside):
            return rung > _FIRST_CALL and not beside
        case Declared() | SeverityChanged() | StatusChanged() | Resolved() | Cancelled() | Reopened():
            return True
        case _:
            return False


def _channels(policy: Policy, severity: Severity, setting: AudienceSetting, place: str) -> tuple[ChannelKey, ...]:
    keys = (*shown_in(severity), *((severity.room.channel,) if severity.room.channel else ()))
    known = {place, *(policy.channels[key].slack_name for key in keys)}
    channels = (policy.channels[key] for key in setting.channels)
    return tuple(
        one.id for one in channels if one.slack_name and one.slack_name not in known and not is_wrong(one, severity.id)
    )
