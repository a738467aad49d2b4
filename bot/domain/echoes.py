"""What is repeated outside an incident's own place, so that those who watch a channel know."""

from collections.abc import Iterator, Mapping

from bot.domain.events import (
    Acknowledged,
    Cancelled,
    Closed,
    CommandTaken,
    Declared,
    Event,
    Noted,
    Paged,
    Reopened,
    Resolved,
    SeverityChanged,
    StatusChanged,
    Updated,
)
from bot.domain.policy import Audience, Channel, ChannelKey, Echo, Policy, RoomKind, Severity

_FIRST_CALL = 1


def echoes_for(
    policy: Policy, severity: Severity, *, private: bool, place: str = ""
) -> dict[Echo, tuple[ChannelKey, ...]]:
    """Say which happenings of an incident are repeated in which channels; of a private one none.

    Nothing is repeated in the channel it is run in (`place`, without #, where it has one already), and no declaration
    where an announcement says the same.
    """
    if private:
        return {}
    heard: dict[Echo, tuple[ChannelKey, ...]] = {}
    run_in = {place, *([policy.channels[severity.room.channel].slack_name] if severity.room.channel else [])}
    shown = {policy.channels[key].slack_name for key in shown_in(severity)}
    for echo in Echo:
        beside = run_in | shown if echo is Echo.DECLARED else run_in
        channels = {one.slack_name: one.id for one in _listening(policy, severity, echo)}
        if found := tuple(key for name, key in channels.items() if name and name not in beside):
            heard[echo] = found
    return heard


def echo_of(event: Event) -> Echo | None:
    """Say what kind of happening an event is for those who watch a channel; None for what stays in its room."""
    match event:
        case Declared():
            return Echo.DECLARED
        case Acknowledged():
            return Echo.ACKNOWLEDGED
        case CommandTaken():
            return Echo.COMMAND
        case Paged(rung=rung):
            return Echo.ESCALATED if rung > _FIRST_CALL else None
        case SeverityChanged():
            return Echo.SEVERITY
        case StatusChanged() | Reopened() | Closed():
            return Echo.STATUS
        case Updated(audiences=audiences):
            return None if set(audiences) == {Audience.EXECUTIVES} else Echo.UPDATE
        case Noted():
            return Echo.NOTE
        case Resolved() | Cancelled():
            return Echo.RESOLVED
        case _:
            return None


def heard_in(event: Event, echoes: Mapping[Echo, tuple[ChannelKey, ...]]) -> tuple[ChannelKey, ...]:
    """List the channels in which an event is repeated."""
    echo = echo_of(event)
    return echoes.get(echo, ()) if echo else ()


def shown_in(severity: Severity) -> tuple[ChannelKey, ...]:
    """List the channels that hold a post about an incident of this severity, kept up to date."""
    logged = (severity.log_in,) if severity.log_in and severity.room.kind is RoomKind.NONE else ()
    return tuple(dict.fromkeys((*severity.announce, *logged)))


def _listening(policy: Policy, severity: Severity, echo: Echo) -> Iterator[Channel]:
    for channel in policy.channels.values():
        hears = echo in channel.echoes or channel.id == policy.incident.log_in
        if hears and (not channel.echo_severities or severity.id in channel.echo_severities):
            yield channel
