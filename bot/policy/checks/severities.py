"""Severities: words that mean two things, rooms that lead nowhere, clocks that can't be kept."""

from collections.abc import Iterator

from bot.domain.durations import Deadline
from bot.domain.policy import ChannelKind, Policy, RoomKind, Severity
from bot.policy.errors import Path


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List what can't be so among the severities."""
    if not policy.severities:
        yield ("severities",), "a model needs at least one severity"
    taken: dict[str, str] = {}
    for severity in policy.severities.values():
        for word in dict.fromkeys(w.casefold() for w in (severity.id, severity.name, *severity.aliases)):
            if (other := taken.setdefault(word, severity.id)) != severity.id:
                yield ("severities", severity.id), f"`{word}` already means severity {other}"
        yield from _places(policy, severity)
        yield from _clocks(severity)


def _places(policy: Policy, severity: Severity) -> Iterator[tuple[Path, str]]:
    here: Path = ("severities", severity.id)
    room = severity.room
    if room.kind is RoomKind.THREAD and room.channel is None:
        yield (*here, "room"), "a thread needs the `channel` it is opened in"
    if room.kind is RoomKind.NONE and severity.log_in is None:
        yield (*here, "room"), "without a room it needs `log_in`, the channel in which it is noted"
    named = [
        *(((*here, "announce", place), key) for place, key in enumerate(severity.announce)),
        *([((*here, "room", "channel"), room.channel)] if room.channel else []),
        *([((*here, "log_in"), severity.log_in)] if severity.log_in else []),
    ]
    for way, key in named:
        if policy.channels[key].kind is not ChannelKind.SLACK:
            yield way, f"`{key}` is not a Slack channel, so nothing can be said there"


def _clocks(severity: Severity) -> Iterator[tuple[Path, str]]:
    for place, clock in enumerate(severity.clocks):
        way: Path = ("severities", severity.id, "clocks", place)
        for name in ("first", "every"):
            if longer(getattr(clock, name), clock.maximum):
                yield (*way, name), f"{getattr(clock, name)} is longer than its maximum {clock.maximum}"
        if clock.every is not None and clock.every.is_elapsed and not clock.every.elapsed:
            yield (*way, "every"), "a clock that is due again at once would never stop"


def longer(one: Deadline | None, other: Deadline | None) -> bool:
    """Whether one length of time is surely longer than another."""
    return bool(one and other and one.is_elapsed and other.is_elapsed and one.elapsed > other.elapsed)
