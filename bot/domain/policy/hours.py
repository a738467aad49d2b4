"""When a tier is at work: hours of the week, zones and public holidays."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

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
    """Public holidays by date, once or every year."""

    id: FilledIn[HolidaysId]
    name: Line | None = None
    dates: tuple[Day, ...] = ()
    every_year: tuple[MonthDay, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hours(Term):
    """Business hours in one zone; no windows means round the clock."""

    id: FilledIn[HoursId]
    name: Line | None = None
    zone: Annotated[Zone | Slot, OPEN]
    open: tuple[Window, ...] = ()
    holidays: Annotated[SomeHolidays | Slot | None, OPEN] = None
    source: Line | None = None
