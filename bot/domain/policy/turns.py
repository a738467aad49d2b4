"""Whose turn it is in a rotation, by arithmetic from its first turn."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.policy.calendars import Calendar
from bot.domain.policy.duty import Cadence, Override, Rotation
from bot.domain.policy.slots import Slot
from bot.domain.policy.tiers import Source

_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One stretch of duty, UTC; `order` lists all members as they follow, the holder first."""

    starts: datetime
    ends: datetime
    order: tuple[Source, ...]


def open_slot(rotation: Rotation) -> Slot | None:
    """Find what must be filled in before anybody can say whose turn it is."""
    settings = (rotation.zone, rotation.anchor, rotation.cadence)
    return next((setting for setting in settings if isinstance(setting, Slot)), None)


def turn(rotation: Rotation, at: datetime) -> Turn | None:
    """Say whose turn it is; None while the model leaves open what decides it."""
    zone, anchor, cadence = rotation.zone, rotation.anchor, rotation.cadence
    if isinstance(zone, Slot) or isinstance(anchor, Slot) or isinstance(cadence, Slot):
        return None
    day = _on_or_before(rotation, cadence, at.astimezone(ZoneInfo(zone)).date())
    if _handoff(rotation, zone, day) > at:
        day = _on_or_before(rotation, cadence, day - timedelta(days=1))
    number = _number(cadence, day) - _number(cadence, _on_or_after(rotation, cadence, anchor))
    first = number % len(rotation.members)
    return Turn(
        starts=_handoff(rotation, zone, day),
        ends=_handoff(rotation, zone, _on_or_after(rotation, cadence, day + timedelta(days=1))),
        order=(*rotation.members[first:], *rotation.members[:first]),
    )


def override(rotation: Rotation, at: datetime) -> Override | None:
    """Find who stands in at a moment; of several the last one written wins."""
    return next((o for o in reversed(rotation.overrides) if o.starts <= at < o.ends), None)


def next_override_edge(rotation: Rotation, at: datetime) -> datetime | None:
    """Find when an override next begins or ends, in UTC."""
    edges = (edge.astimezone(UTC) for o in rotation.overrides for edge in (o.starts, o.ends))
    return min((edge for edge in edges if edge > at), default=None)


@lru_cache(maxsize=256)
def covered(rotation: Rotation) -> Calendar | None:
    """Work out in which hours a rotation has anybody on duty; None when always, or when its zone is open."""
    if not rotation.covers or isinstance(rotation.zone, Slot):
        return None
    by_day = tuple(
        tuple(window for window in rotation.covers if number in {day.number for day in window.days})
        for number in range(_WEEK)
    )
    return Calendar(zone=ZoneInfo(rotation.zone), windows=by_day)


def _handoff(rotation: Rotation, zone: str, day: date) -> datetime:
    return datetime.combine(day, rotation.handoff.at, ZoneInfo(zone)).astimezone(UTC)


def _on_or_before(rotation: Rotation, cadence: Cadence, day: date) -> date:
    match cadence:
        case Cadence.DAILY:
            return day
        case Cadence.WEEKLY:
            return day - timedelta(days=(day.weekday() - rotation.handoff.day.number) % _WEEK)
        case Cadence.MONTHLY:
            chosen = rotation.handoff.day_of_month
            return (day if day.day >= chosen else day.replace(day=1) - timedelta(days=1)).replace(day=chosen)
        case _:
            assert_never(cadence)


def _on_or_after(rotation: Rotation, cadence: Cadence, day: date) -> date:
    before = _on_or_before(rotation, cadence, day)
    if before == day:
        return day
    match cadence:
        case Cadence.DAILY | Cadence.WEEKLY:
            return before + timedelta(days=1 if cadence is Cadence.DAILY else _WEEK)
        case Cadence.MONTHLY:
            return (before.replace(day=28) + timedelta(days=4)).replace(day=rotation.handoff.day_of_month)
        case _:
            assert_never(cadence)


def _number(cadence: Cadence, day: date) -> int:
    match cadence:
        case Cadence.DAILY:
            return day.toordinal()
        case Cadence.WEEKLY:
            return day.toordinal() // _WEEK
        case Cadence.MONTHLY:
            return day.year * 12 + day.month
        case _:
            assert_never(cadence)
