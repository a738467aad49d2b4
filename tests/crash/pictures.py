"""What is left when a story is over, with everything taken out that may differ between two runs of it."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox import Channel, Message, Sandbox

_TIME = re.compile(r"<!date\^[^>]*>|\d+ s\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?")
_LENGTH = re.compile(r"P(?:(?P<days>\d+)D)?T?(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>[\d.]+)S)?")
_PLACE_OF_A_PAGE = re.compile(r"\nIt is run in <#[^>]*>\.")

_MINUTE = 60

MESSAGES = "SELECT key, state FROM effect WHERE kind <> 'Sweep'"
"""What Conn said; the looks for late copies belong to the crash."""

Ask = Callable[[str], list[Any]]
Log = list[tuple[str, str, Any]]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Slack as people see it, and the log as Conn keeps it."""

    rooms: dict[str, Any]
    direct: dict[str, list[Any]]
    log: Log
    messages: dict[str, str]


def picture(slack: Sandbox, ask: Ask) -> Picture:
    """Take one; `ask` puts a query to the database, which may be open elsewhere."""
    names = _names(slack)
    return Picture(
        rooms={channel.name: _room(channel, names) for channel in slack.channels()},
        direct={person.name: [_message(m, names) for m in person.dms] for person in slack.people()},
        log=_log(ask, names),
        messages={_named(key, names): state for key, state in ask(MESSAGES)},
    )


def same(left: Picture, wanted: Picture) -> None:
    """Compare part by part, so that a failure says which part differs."""
    assert left.log == wanted.log
    assert left.messages == wanted.messages
    assert left.direct == wanted.direct
    assert left.rooms == wanted.rooms


def _names(slack: Sandbox) -> dict[str, str]:
    people = {user.id: user.name for user in slack.workspace.users.values()}
    return people | {channel.id: f"#{channel.name}" for channel in slack.workspace.channels.values()}


def _room(channel: Channel, names: dict[str, str]) -> dict[str, Any]:
    posts = [_message(m, names) for m in channel.posts]
    return {
        "private": channel.is_private,
        "topic": _named(channel.topic, names),
        "members": sorted(names[member] for member in channel.members),
        "posts": sorted(posts),
        "notices": sorted(_named(m.text, names) for m in channel.messages if m.subtype),
        "pins": [_message(m, names) for m in channel.pins],
        "bookmarks": [(bookmark.title, bookmark.link) for bookmark in channel.bookmarks],
    }


def _message(message: Message, names: dict[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """Give its key, words and buttons; a page that could not wait for its room leaves the room out."""
    key = ((message.metadata or {}).get("event_payload") or {}).get("key", "")
    text = _PLACE_OF_A_PAGE.sub("", message.text) if "/page/" in key else message.text
    return _named(key, names), _TIME.sub("<time>", _named(text, names)), tuple(message.buttons)


def _log(ask: Ask, names: dict[str, str]) -> Log:
    query = "SELECT CAST(at AS TEXT), actor, kind, CAST(payload AS TEXT) FROM event ORDER BY incident, seq"
    return [
        (kind, names.get(actor, actor), _relative(json.loads(_named(payload, names)), _moment(at)))
        for at, actor, kind, payload in ask(query)
    ]


def _relative(value: Any, at: datetime) -> Any:
    """Give moments as minutes after the entry that names them, since no two runs begin at the same time.

    What falls due while Conn is being started again is done some seconds later; every length in the model is longer.
    How long something took is left out: starting Conn again is part of it.
    """
    match value:
        case dict():
            return {name: _relative(inner, at) for name, inner in value.items() if name != "took"}
        case list():
            return [_relative(inner, at) for inner in value]
        case str() if value and (length := _LENGTH.fullmatch(value)):
            parts = {unit: float(many) for unit, many in length.groupdict(default="0").items()}
            return round(timedelta(**parts) / timedelta(minutes=1))
        case str() if _MOMENT.fullmatch(value):
            return round((_moment(value) - at) / timedelta(seconds=_MINUTE))
        case _:
            return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _named(text: str, names: dict[str, str]) -> str:
    for known in _longest_first(names):
        text = text.replace(known, names[known])
    return text


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)
