"""A sentence once, shown twice: as rich text for the eye and as plain words for the ear.

Everything that is said is built from parts. A bare `str` is always literal, whoever wrote it: rich text reads no markup
in it, and `written` escapes it. Only the typed parts below ever become a mention, a link or a date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import SLACK_ID
from bot.domain.words import clean
from bot.rendering.blocks import Block
from bot.rendering.text import (
    LOOKS,
    TEXT_LIMIT,
    Look,
    channel_link,
    fit,
    mention,
    quote,
    safe_url,
    size,
    when,
    written_date,
)


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Theirs:
    """What a person wrote, cut to `limit` characters."""

    text: str
    limit: int = 300


@dataclass(frozen=True)
class Person:
    """Somebody who is told that they are named."""

    id: str


@dataclass(frozen=True)
class Place:
    """A channel to go to."""

    channel: str


@dataclass(frozen=True)
class At:
    """A moment in the reader's own zone."""

    moment: datetime
    look: Look = "time"


@dataclass(frozen=True)
class Link:
    """An https address, shown as it is; anything else stays text."""

    url: str


_NAMED = 10

Part = str | Strong | Theirs | Person | Place | At | Link
Line = tuple[Part, ...]


def reason(text: str) -> Theirs:
    """Set a reason into a sentence of ours: without its own full stop."""
    return Theirs(text.rstrip(" ."))


def line(*parts: Part | Line | None) -> Line:
    """Put parts and shorter lines one after the other; what is None, or says nothing, is left out."""
    flat: list[Part] = []
    for part in parts:
        if part:
            flat.extend(part if isinstance(part, tuple) else (part,))
    return tuple(flat)


def written(parts: Iterable[Part]) -> str:
    """Say a line in Slack's markup, with everything escaped that is not a mention, link or date of ours."""
    return "".join(map(_written, parts))


def rich(*lines: Line) -> Block:
    """Show lines under each other as rich text."""
    elements: list[Block] = []
    for place, parts in enumerate(lines):
        if place:
            elements.append(_words("\n"))
        elements += [_element(part) for part in parts]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def quoted(text: str, limit: int = 2500) -> Block:
    """Show what a person wrote as a quotation, with its own line breaks."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [_words(fit(clean(text).strip(), limit) or "…")]}],
    }


def spoken(*lines: Line) -> str:
    """Say a whole message; what Slack would refuse as too much is left out from its end, line by line."""
    return as_much(map(written, lines))


def as_much(texts: Iterable[str]) -> str:
    """Put written lines together, as many from the first on as Slack takes."""
    said = ""
    for words in texts:
        longer = f"{said}\n{words}" if said else words
        if size(longer) > TEXT_LIMIT:
            break
        said = longer
    return said


def people(ids: Iterable[str]) -> Line:
    """Name several people the way one would say it; of a crowd, the first few and how many more."""
    everyone = list(ids)
    named = [line(Person(person)) for person in everyone[:_NAMED]]
    more = len(everyone) - _NAMED
    return joined([*named, (f"{more} more",)] if more > 0 else named)


def joined(lines: list[Line], last: str = "and") -> Line:
    """Join lines the way people say them: A, B and C."""
    *rest, end = lines or [("",)]
    if not rest:
        return end
    parts: list[Part] = [*rest[0]]
    for more in rest[1:]:
        parts += [", ", *more]
    return (*parts, f" {last} ", *end)


def _written(part: Part) -> str:
    match part:
        case str() | Strong():  # a screen reader would read the asterisks
            return _spaced(part if isinstance(part, str) else part.text)
        case Theirs(text, limit):
            return quote(text, limit)
        case Person(person):
            return mention(person)
        case Place(channel):
            return channel_link(channel)
        case At(moment, look):
            return when(moment, look)
        case Link(url):
            return quote(url, 600)


def _spaced(words: str) -> str:
    """Escape our own words, and keep the space that joins them to their neighbours."""
    before = " " if words[:1] == " " else ""
    after = " " if words[-1:] == " " and words.strip() else ""
    return f"{before}{quote(words)}{after}"


def _element(part: Part) -> Block:
    match part:
        case str():
            return _words(part)
        case Strong(text):
            return {**_words(text), "style": {"bold": True}}
        case Theirs(text, limit):
            return _words(fit(" ".join(clean(text).split()), limit))
        case Person(person) if SLACK_ID.fullmatch(person):
            return {"type": "user", "user_id": person}
        case Person(person):
            return _words("Conn" if person == "conn" else person)
        case Place(channel) if channel_link(channel).startswith("<#"):
            return {"type": "channel", "channel_id": channel}
        case Place(channel):
            return _words(channel)
        case At(moment, look):
            return {
                "type": "date",
                "timestamp": int(moment.timestamp()),
                "format": LOOKS[look],
                "fallback": written_date(moment, look),
            }
        case Link(url):
            return {"type": "link", "url": url} if safe_url(url) else _words(fit(clean(url), 300))


def _words(text: str) -> Block:
    return {"type": "text", "text": text or " "}
