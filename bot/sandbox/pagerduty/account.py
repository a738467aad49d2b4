"""What an account holds: people, schedules, and the alerts that ring phones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count, pairwise
from typing import Any


class AlertStatus(StrEnum):
    """Where an alert stands; a phone rings while it is triggered."""

    TRIGGERED = "triggered"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with a phone."""

    id: str
    name: str
    email: str


@dataclass(kw_only=True, eq=False)
class Alert:
    """One alert; `events` are the events that made it and were appended to it, oldest first."""

    dedup_key: str
    events: list[Mapping[str, Any]]
    status: AlertStatus = AlertStatus.TRIGGERED

    @property
    def first(self) -> Mapping[str, Any]:
        """Give the event that made it."""
        return self.events[0]


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Who is on call from one moment to another (aware)."""

    user: User
    starts: datetime
    ends: datetime


@dataclass(kw_only=True, eq=False)
class Schedule:
    """Who takes turns; a shift that was added later overrides what was there, as a layer on top does."""

    id: str
    name: str
    layers: list[Shift] = field(default_factory=list)

    def add(self, user: User, starts: datetime, ends: datetime) -> None:
        """Put somebody on call."""
        self.layers.append(Shift(user=user, starts=starts, ends=ends))

    def final(self, since: datetime, until: datetime) -> list[Shift]:
        """Render who is on call within a stretch of time, cut at its ends."""
        moments = {since, until}
        moments |= {m for shift in self.layers for m in (shift.starts, shift.ends) if since < m < until}
        edges = sorted(moments)
        rendered: list[Shift] = []
        for starts, ends in pairwise(edges):
            user = next((one.user for one in reversed(self.layers) if one.starts <= starts < one.ends), None)
            if user is None:
                continue
            goes_on = bool(rendered) and rendered[-1].user == user and rendered[-1].ends == starts
            began = rendered.pop().starts if goes_on else starts
            rendered.append(Shift(user=user, starts=began, ends=ends))
        return rendered


class Account:
    """One account with one service, whose integration key every event must carry."""

    routing_key = "R00123456789ABCDEF0123456789ABCD"
    api_token = "u+0123456789abcdefgh"  # noqa: S105 - the look-alike's own

    def __init__(self) -> None:
        """Begin empty."""
        self.alerts: list[Alert] = []
        self.users: dict[str, User] = {}
        self.schedules: dict[str, Schedule] = {}
        self._numbers = count(1)

    def new_id(self) -> str:
        """Give an id of PagerDuty's kind."""
        return f"P{next(self._numbers):06d}"

    def open_alert(self, dedup_key: str) -> Alert | None:
        """Find the alert that events with this key belong to."""
        mine = (alert for alert in self.alerts if alert.dedup_key == dedup_key)
        return next((alert for alert in mine if alert.status is not AlertStatus.RESOLVED), None)

    def take(self, event: Mapping[str, Any]) -> str:
        """Act on a valid event as the service does later: one that changes nothing is accepted as well."""
        key = str(event.get("dedup_key") or f"{next(self._numbers):032x}")
        alert = self.open_alert(key)
        if alert is not None:
            alert.events.append(event)
        match event["event_action"]:
            case "trigger" if alert is None:
                self.alerts.append(Alert(dedup_key=key, events=[event]))
            case "acknowledge" if alert is not None:
                alert.status = AlertStatus.ACKNOWLEDGED
            case "resolve" if alert is not None:
                alert.status = AlertStatus.RESOLVED
        return key
