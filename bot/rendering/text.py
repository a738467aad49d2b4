"""Words fit for Slack: escaped once, cut where a reader would cut, with times in the reader's own zone."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.domain.addresses import is_plain
from bot.domain.people import SLACK_ID
from bot.domain.words import one_line

TEXT_LIMIT = 4000  # chat.update refuses more: https://docs.slack.dev/reference/methods/chat.update
ELLIPSIS = "…"
ZWJ = "\u200d"

Look = Literal["time", "date_time"]
LOOKS: dict[Look, str] = {"time": "{time}", "date_time": "{date_short_pretty} at {time}"}

_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{2,}")


def quote(text: str, limit: int | None = None) -> str:
    """Put text that people wrote on one line where Slack reads markup: nothing in it pings, links or formats.

    The `limit` holds for the escaped text.
    """
    safe = one_line(text).replace("`", "'")
    if limit is not None:
        safe = _fit_escaped(safe, limit)
    return escaped(safe)


def fit(text: str, limit: int) -> str:
    """Cut to what Slack counts as `limit` characters, never inside what a reader sees as one."""
    if size(text) <= limit:
        return text
    if limit <= 0:
        return ""
    cut, room = 0, limit - 1
    while (room := room - size(text[cut])) >= 0:
        cut += 1
    while cut > 0 and _joined(text[:cut], text[cut]):
        cut -= 1
    return text[:cut].rstrip() + ELLIPSIS


def size(text: str) -> int:
    """Count as a browser does, where most emoji are two; Slack does not say how it counts, and this is never less."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def mention(person: str) -> str:
    """Name a person so that Slack tells them; what is no Slack id is only named."""
    if SLACK_ID.fullmatch(person):
        return f"<@{person}>"
    return "Conn" if person == "conn" else quote(person)


def channel_link(channel: str) -> str:
    """Point at a channel; Slack shows its present name."""
    return f"<#{channel}>" if _CHANNEL_ID.fullmatch(channel) else quote(channel)


def safe_url(url: str | None) -> str | None:
    """Give back a URL that may be linked or set in a topic; None for anything else, an address with a password too."""
    return url if url and is_plain(url) else None


def when(moment: datetime, look: Look = "time") -> str:
    """Give a moment in the reader's own zone, and in UTC where dates are not drawn."""
    return f"<!date^{int(moment.timestamp())}^{LOOKS[look]}|{written_date(moment, look)}>"


def written_date(moment: datetime, look: Look = "time") -> str:
    """Write a moment with its zone, for where Slack draws no dates."""
    day = f"{moment.astimezone(UTC):%d %b} " if look == "date_time" else ""
    return f"{day}{clock(moment)}"


def clock(moment: datetime) -> str:
    """Write a time of day with its zone: `03:17 UTC`."""
    return f"{moment.astimezone(UTC):%H:%M} UTC"


def span(length: timedelta) -> str:
    """Write a length of time in its two largest units: `40 s`, `12 min`, `1 h 5 min`, `2 d 3 h`."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds} s"
    units = (("d", seconds // 86400), ("h", seconds // 3600 % 24), ("min", seconds // 60 % 60))
    first = next(place for place, (_, count) in enumerate(units) if count)
    return " ".join(f"{count} {unit}" for unit, count in units[first : first + 2] if count)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words the way people say them: `A, B and C`."""
    *rest, end = list(words) or [""]
    return f"{', '.join(rest)} {last} {end}" if rest else end


def escaped(text: str) -> str:
    """Write a text so that Slack reads no markup in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fit_escaped(text: str, limit: int) -> str:
    """Cut so that the escaped text fits; each round takes off at least what is too much divided by the worst case."""
    room = limit
    while (over := size(escaped(fit(text, room))) - limit) > 0:
        room = min(room, size(text)) - max(1, over // 5)
    return fit(text, room)


def _joined(before: str, after: str) -> bool:
    """Whether a cut between the two would fall inside one visible character."""
    return (
        before[-1] == ZWJ
        or after == ZWJ
        or unicodedata.category(after) in ("Mn", "Me", "Mc")  # accents, variation selectors, enclosing marks
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or (_is_flag_half(after) and (len(before) - len(before.rstrip(_FLAG_HALVES))) % 2 == 1)
    )


_FLAG_HALVES = "".join(chr(c) for c in range(0x1F1E6, 0x1F200))


def _is_flag_half(character: str) -> bool:
    return character in _FLAG_HALVES
