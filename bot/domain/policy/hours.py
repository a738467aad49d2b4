"""When a tier is at work: hours of the week, zones and public holidays."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.domain.policy.countries import Country
from bot.domain.policy.moments import Day, MonthDay, Window, Zone
from bot.domain.policy.names import HolidaysId, HoursId, SomeHolidays
from bot.domain.policy.slots import OPEN, Slot
from bot.domain.policy.terms import FilledIn, Line, Term


class HoursClass(StrEnum):
    """What kind of hour it is for a tier, in the tier's own zone."""

    BUSINESS = "business"
    AFTER_HOURS = "after_hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    UNKNOWN = "unknown"  # the model leaves the zone open, so the stricter limit holds


@dataclass(frozen=True, kw_only=True)
class Holidays(Term):
    """Public holidays: those of a country (`PT`, `GB-ENG`) and own dates, once or every year (S0 section 3)."""

    id: FilledIn[HolidaysId]
    name: Line | None = None
    """What people call it."""
    country: Country | None = None
    """A country whose public holidays count, `PT`, or a part of one, `GB-ENG`."""
    dates: tuple[Day, ...] = ()
    """Days off, once."""
    every_year: tuple[MonthDay, ...] = ()
    """Days off, every year."""


@dataclass(frozen=True, kw_only=True)
class Hours(Term):
    """Business hours in one zone; no windows means round the clock."""

    id: FilledIn[HoursId]
    name: Line | None = None
    """What people call it."""
    zone: Annotated[Zone | Slot, OPEN]
    """The zone of its times."""
    open: tuple[Window, ...] = ()
    """When business is open; round the clock when left out."""
    holidays: Annotated[SomeHolidays | Slot | None, OPEN] = None
    """The days on which it is closed."""
    source: Line | None = None
    """Which section of the organisation's document says so."""
