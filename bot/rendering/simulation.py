"""A simulated incident, told: who hears what, when and by which rule; as text, and as plain data."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from bot.domain.events import CommandMissing, Reminded
from bot.domain.facets import Facet, FacetKind
from bot.domain.incident import Room
from bot.domain.messages import (
    Alert,
    AlertAction,
    AskForCommander,
    AskToHandOver,
    CatchUp,
    ChaseVendor,
    Message,
    Offer,
    Page,
    Redraw,
    Remind,
    Repeat,
    Retract,
    Say,
    Tell,
    Waiting,
    Welcome,
)
from bot.domain.policy import Policy, Slot
from bot.domain.rules import source_of
from bot.domain.targets import Promised
from bot.policy.simulate import Happening, Simulation
from bot.rendering.consequences import length
from bot.rendering.lines import At, Line, Link, Person, Place, Strong, Theirs
from bot.rendering.names import severity_label
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence
from bot.rendering.text import span

_REPEATS_SHOWN = 2

_SHOWN = {
    FacetKind.ROOM: "a channel of its own",
    FacetKind.CARD: "the card",
    FacetKind.LADDER: "the ladder",
    FacetKind.PIN: "pinned",
    FacetKind.TOPIC: "the topic",
    FacetKind.BOOKMARK: "the bridge as a bookmark",
    FacetKind.MEMBERS: "everybody it calls as members",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the story; `rule` is the part of the model, `place` its file and line, `source` the document's."""

    at: datetime
    after: timedelta
    event: str
    who: tuple[str, ...]
    what: str
    rule: str | None
    place: str | None
    source: str | None


def rows(told: Simulation, policy: Policy, zone: ZoneInfo) -> Iterator[Row]:
    """List everything that happens, with its times in one zone."""
    room = told.happenings[-1].incident.room  # what is said before Slack has opened it waits for it
    for one in told.happenings:
        yield Row(
            at=one.entry.at,
            after=one.entry.at - told.scenario.at,
            event=type(one.entry.event).__name__,
            who=tuple(dict.fromkeys(name for message in one.messages for name in _told(message, room))),
            what=plain(sentence(one.entry, Scene(one.incident, policy, one.entry)), zone),
            rule=one.rule,
            place=policy.origin(one.rule) if one.rule else None,
            source=source_of(policy, one.rule) if one.rule else None,
        )


def text(told: Simulation, policy: Policy, zone: ZoneInfo) -> str:
    """Tell it line by line; what only repeats itself is summed up at the end."""
    severity = policy.severities[told.happenings[0].incident.severity]
    head = [
        (
            f"{policy.name}, {severity_label(severity)}, declared {_moment(told.scenario.at, zone)}, "
            f"for {span(told.scenario.lasts)}"
        ),
        f"Shown in Slack: {', '.join(map(_shown, told.shown)) or 'nowhere, it is only logged'}.",
        *(_promise(promise, policy, zone) for promise in told.promised),
        "",
    ]
    counted: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    for one, row in zip(told.happenings, rows(told, policy, zone), strict=True):
        repeated = _repeated(one)
        counted[repeated] += 1
        if not repeated[0] or counted[repeated] <= _REPEATS_SHOWN:
            lines += _told_row(row, zone)
    more = [
        f"… and {what} {times - _REPEATS_SHOWN} more times, last within {span(told.scenario.lasts)}."
        for (what, _), times in counted.items()
        if what and times > _REPEATS_SHOWN
    ]
    vain = [f"Not done: {act.what} by {act.tier} after {span(act.after)}: {why}." for act, why in told.in_vain]
    return "\n".join([*head, *lines, *more, *vain]) + "\n"


def data(told: Simulation, policy: Policy, zone: ZoneInfo) -> dict[str, Any]:
    """Give the whole story as plain data, nothing summed up."""
    return {
        "model": policy.name,
        "revision": policy.revision,
        "severity": told.happenings[0].incident.severity,
        "declared_at": told.scenario.at.astimezone(UTC).isoformat(),
        "zone": str(zone),
        "shown": [facet.key for facet in told.shown],
        "promised": [
            {
                "goal": promise.goal.value,
                "due_at": promise.due_at.isoformat() if promise.due_at else None,
                "broken_at": promise.broken_at.isoformat() if promise.broken_at else None,
                "rule": promise.rule,
                "place": policy.origin(promise.rule),
            }
            for promise in told.promised
        ],
        "happenings": [
            {
                "at": row.at.astimezone(UTC).isoformat(),
                "local": row.at.astimezone(zone).isoformat(),
                "after_seconds": int(row.after.total_seconds()),
                "event": row.event,
                "who": list(row.who),
                "what": row.what,
                "rule": row.rule,
                "place": row.place,
                "source": row.source,
            }
            for row in rows(told, policy, zone)
        ],
        "not_done": [{"what": act.what, "tier": act.tier, "why": why} for act, why in told.in_vain],
    }


def plain(parts: Line, zone: ZoneInfo) -> str:
    """Write a sentence without markup, its times in one zone."""
    return "".join(_part(part, zone) for part in parts)


def _part(part: Any, zone: ZoneInfo) -> str:  # noqa: ANN401 - a part of a line
    match part:
        case Strong(text=words) | Theirs(text=words):
            return words
        case Person(id=name):
            return name
        case Place(channel=name):
            return name
        case At(moment=moment):
            return f"{moment.astimezone(zone):%H:%M}"
        case Link(url=url):
            return url
        case _:
            return str(part)


def _told_row(row: Row, zone: ZoneInfo) -> list[str]:
    who = ", ".join(row.who) or "on record"
    because = ", ".join(filter(None, (row.rule, row.place, row.source)))
    first = f"{_moment(row.at, zone)}  +{span(row.after)}  [{who}] {row.what}"
    return [first, *([f"    rule: {because}"] if because else [])]


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b %H:%M %Z} ({at.astimezone(UTC):%H:%M} UTC)"


def _repeated(one: Happening) -> tuple[str, str]:
    match one.entry.event:
        case CommandMissing():
            return "the call for an incident commander", ""
        case Reminded(audience=audience, n=n):
            return f"the reminder for {audience.value.replace('_', ' ')}", str(n)
        case _:
            return "", ""


def _told(message: Message, room: Room | None) -> Iterator[str]:
    match message:
        case Page(person=person):
            yield f"page {person}"
        case Tell(person=person) | Welcome(person=person) | CatchUp(person=person) | Waiting(person=person):
            yield person
        case Repeat(channel=channel):
            yield f"repeated in {channel}"
        case AskToHandOver(person=person) | ChaseVendor(person=person):
            yield person or _room(room)
        case Say() | Remind() | AskForCommander() | Offer():
            yield _room(room)
        case Alert(target=target, action=AlertAction.TRIGGER):
            yield f"ring the phone of {target}"
        case Retract() | Redraw() | Alert():
            return
        case other:
            assert_never(other)


def _room(room: Room | None) -> str:
    if room is None:
        return "nobody, there is no room"
    return f"a thread in {room.channel}" if room.thread else room.channel


def _shown(facet: Facet) -> str:
    return f"an announcement in {facet.where}" if facet.kind is FacetKind.ANNOUNCEMENT else _SHOWN[facet.kind]


def _promise(promise: Promised, policy: Policy, zone: ZoneInfo) -> str:
    place = policy.origin(promise.rule)
    if promise.due_at is None or isinstance(promise.limit.within, Slot):
        within = promise.limit.within
        return f"Target, {promise.goal}: still open ({within.text if isinstance(within, Slot) else within}), {place}."
    broken = f", broken {_moment(promise.broken_at, zone)}" if promise.broken_at else ""
    return (
        f"Target, {promise.goal}: {length(promise.limit.within)}, due {_moment(promise.due_at, zone)}{broken}, {place}."
    )
