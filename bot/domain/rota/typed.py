"""A stretch of time the way people type it: `today 18:00 to 22:00`, `2026-11-25 09:00 +4h`, `until tomorrow 9am`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.durations import Deadline
from bot.domain.policy import Weekday
from bot.domain.rota.errors import BadStretch

_JUST_NOW = timedelta(minutes=2)
"""A time of day this little ago is meant for today: it takes a moment to type."""

_CLOCK = r"(?:\d{1,2}:\d{2}\s?(?:am|pm)?|\d{1,2}\s?(?:am|pm)|noon|midnight)"
_DAY = r"(?:today|tonight|tomorrow|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|\d{4}-\d{2}-\d{2})"
_MOMENT = re.compile(
    rf"(?:(?P<now>now)|\+(?P<plus>(?:\d{{1,4}}[mhdw])+)|(?:(?P<day>{_DAY})(?:t|\s+(?:at\s+)?))?(?P<clock>{_CLOCK}))"
    r"(?=[\s,;\u2013\u2014-]|$)",
    re.IGNORECASE,
)
_LONE_DAY = re.compile(rf"(?P<day>{_DAY})(?=\s|$)", re.IGNORECASE)
_FROM = re.compile(r"(?:from|on)\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_UNTIL = re.compile(r"\s*(?:,|[-\u2013\u2014]|(?:to|until|till)(?=\s))\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Times:
    """Two moments as they were typed, not yet in any zone, and the words that stood after them."""

    starts: re.Match[str] | None
    ends: re.Match[str]
    rest: str

    def between(self, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
        """Work out from when until when (UTC) is meant in a zone; BadStretch for what cannot be."""
        starts = _moment(self.starts, zone, now - _JUST_NOW, now) if self.starts else now
        return ahead(starts, _moment(self.ends, zone, starts, now), now)


def times(words: str) -> Times | None:
    """Read two moments at the beginning of what was typed; None when there are none.

    One moment alone is the end when `until` or `+` says so.
    """
    words = words.strip()
    if begins := _FROM.match(words):
        words = words[begins.end() :]
    until = _UNTIL.match(words)
    first = _MOMENT.match(words, until.end() if until else 0)
    if first is None:
        _refuse_lone_day(words)
        return None
    if until or first["plus"]:
        return Times(starts=None, ends=first, rest=words[first.end() :].strip())
    between = _UNTIL.match(words, first.end()) or _SPACE.match(words, first.end())
    second = _MOMENT.match(words, between.end()) if between else None
    if second is None:
        _refuse_lone_day(words[first.end() :].lstrip())
        return None
    return Times(starts=first, ends=second, rest=words[second.end() :].strip())


def ahead(starts: datetime, ends: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Give what is left of a stretch of time (UTC); BadStretch when it has no length, or is over."""
    if ends <= starts:
        raise BadStretch(why="The end is not after the beginning.", starts=starts, ends=ends)
    if ends <= now:
        raise BadStretch(why="That is over already.", starts=starts, ends=ends)
    return max(starts, now), ends


def day_named(word: str, zone: ZoneInfo, now: datetime) -> date | None:
    """Read a day alone: `tomorrow`, `fri`, `2026-11-23`."""
    found = _LONE_DAY.fullmatch(word.strip())
    return _day(found["day"], now.astimezone(zone).date()) if found else None


def _moment(found: re.Match[str], zone: ZoneInfo, since: datetime, now: datetime) -> datetime:
    """Turn what was typed into UTC; a time of day without a day is the next one after `since`."""
    if found["now"]:
        return now
    if found["plus"]:
        return max(since, now) + Deadline.parse(found["plus"].lower()).elapsed
    at, a_day_on = _clock(found["clock"])
    today = now.astimezone(zone).date()
    if found["day"]:
        day = _day(found["day"], today)
        moment = _local(day + timedelta(days=a_day_on), at, zone)
        is_weekday = found["day"][:1].isalpha() and found["day"].lower() not in ("today", "tonight", "tomorrow")
        return _local(day + timedelta(days=7 + a_day_on), at, zone) if is_weekday and moment <= since else moment
    day = since.astimezone(zone).date() + timedelta(days=a_day_on)
    moment = _local(day, at, zone)
    return moment if moment > since else _local(day + timedelta(days=1), at, zone)


def _local(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _clock(word: str) -> tuple[time, int]:
    """Read a time of day, and how many days later it is: midnight ends the day it is named with."""
    text = word.lower().replace(" ", "")
    if text in ("noon", "midnight", "24:00"):
        return (time(12), 0) if text == "noon" else (time(0), 1)
    half = text[-2:] if text[-2:] in ("am", "pm") else ""
    hour, _, minute = text.removesuffix(half).partition(":")
    hours = int(hour) % 12 + (12 if half == "pm" else 0) if half and 1 <= int(hour) <= 12 else int(hour)  # noqa: PLR2004 - a clock's face
    try:
        return time(hours if not half or int(hour) <= 12 else 99, int(minute or 0)), 0  # noqa: PLR2004 - as above
    except ValueError as error:
        raise BadStretch(why=f"{word} is no time of day. Write such as 18:00 or 6pm.") from error


def _day(word: str, today: date) -> date:
    text = word.lower()
    if text in ("today", "tonight"):
        return today
    if text == "tomorrow":
        return today + timedelta(days=1)
    if text[:1].isalpha():
        return today + timedelta(days=(Weekday(text[:3]).number - today.weekday()) % 7)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadStretch(why=f"{word} is no day. Write such as 2026-11-25, tomorrow or fri.") from error


def _refuse_lone_day(words: str) -> None:
    if found := _LONE_DAY.match(words):
        raise BadStretch(why=f"Say the time of day too, such as {found['day']} 09:00.")
