"""Times of day, days and zones as a model writes them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, WithJsonSchema

from bot.domain.policy.terms import Term

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_LEAP_YEAR = 2024  # every day of any year is one of its days


class Weekday(StrEnum):
    """A day of the week, Monday first as in ISO 8601."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """Count from Monday = 0, as `date.weekday` does."""
        return tuple(Weekday).index(self)


def _time_of_day(value: object) -> object:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not (found := _TIME.fullmatch(value)):
        raise ValueError(f"{value!r} is no time of day: expected HH:MM such as 09:00")
    return time.min if found[1] is None else time(int(found[1]), int(found[2]))


def _zone(value: object) -> object:
    try:
        ZoneInfo(value if isinstance(value, str) else "")
    except (KeyError, ValueError, OSError) as error:  # zoneinfo's ways to say that a name is no zone, or no file
        near = get_close_matches(str(value), available_timezones(), n=1) or ["Europe/Lisbon"]
        raise ValueError(f"{value!r} is no time zone: expected an IANA name such as {near[0]}") from error
    return value


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError(f"{value!r} is no date: expected YYYY-MM-DD") from error


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError(f"{value!r} is no moment: expected such as 2026-11-22T09:00+00:00") from error
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} does not say in which zone: end it with Z or an offset such as +01:00")
    return moment


def _month_day(value: object) -> object:
    try:
        if isinstance(value, str) and _MONTH_DAY.fullmatch(value) and date.fromisoformat(f"{_LEAP_YEAR}-{value}"):
            return value
    except ValueError:  # such as 02-30
        pass
    raise ValueError(f"{value!r} is no day of the year: expected MM-DD such as 12-25")


TimeOfDay = Annotated[
    time, BeforeValidator(_time_of_day), WithJsonSchema({"type": "string", "pattern": f"^({_TIME.pattern})$"})
]
Zone = Annotated[str, BeforeValidator(_zone)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
MonthDay = Annotated[
    str, BeforeValidator(_month_day), WithJsonSchema({"type": "string", "pattern": f"^{_MONTH_DAY.pattern}$"})
]


@dataclass(frozen=True, kw_only=True)
class Window(Term):
    """Hours of the week, local time; `until` not after `from` means into the next day, 24:00 is midnight."""

    days: tuple[Weekday, ...]
    """The days it begins on."""
    opens: TimeOfDay
    """When it begins, local time."""
    closes: TimeOfDay
    """When it ends; at or before `opens` means on the next day."""
