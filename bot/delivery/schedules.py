"""Asking PagerDuty who is on call: each schedule of the model, two weeks ahead.

https://developer.pagerduty.com/api-reference/3f03afb2c84a4-get-a-schedule
"""

import logging
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from pydantic import AwareDatetime, BaseModel, SecretStr, ValidationError

from bot.delivery.calls import (
    TOO_MANY_REQUESTS,
    CallFailed,
    Locked,
    Meter,
    NotNow,
    Refused,
    Unknown,
    in_turn,
    measured,
    on_the_way,
)
from bot.delivery.limiter import Limiter
from bot.domain.schedules import Schedule, Shift

REST = "pagerduty.rest"
AHEAD = timedelta(days=14)
"""How far schedules are read: for so long Conn knows who is on call though PagerDuty be away."""

_ACCEPT = "application/vnd.pagerduty+json;version=2"
_OK = 200
_NOT_FOUND = 404
_LOCKED = frozenset({401, 402, 403})
_LONGEST_WAIT = 60.0

log = logging.getLogger(__name__)


class _User(BaseModel):
    id: str
    email: str = ""


class _Entry(BaseModel):
    start: AwareDatetime
    end: AwareDatetime
    user: _User


class _Final(BaseModel):
    rendered_schedule_entries: list[_Entry]


class _Schedule(BaseModel):
    name: str
    final_schedule: _Final


class _Read(BaseModel):
    schedule: _Schedule


class _Users(BaseModel):
    users: list[_User]


Answer = TypeVar("Answer", bound=BaseModel)


class Schedules:
    """Reads schedules, and says of every failure what it means."""

    def __init__(
        self, url: str, token: SecretStr, session: aiohttp.ClientSession, limiter: Limiter, meter: Meter
    ) -> None:
        """Use a session that gives up in time; `limiter` is shared by everything that calls out."""
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Token token={token.get_secret_value()}", "Accept": _ACCEPT}
        self._session = session
        self._limiter = limiter
        self._meter = meter

    async def read(self, schedule_id: str, now: datetime) -> Schedule:
        """Say who is on call from now (UTC) on; a schedule that PagerDuty does not have is told apart."""
        until = now + AHEAD
        window = {"since": now.isoformat(), "until": until.isoformat(), "time_zone": "UTC"}
        try:
            found = (await self._get(f"schedules/{schedule_id}", window, _Read)).schedule
            users = (await self._get(f"schedules/{schedule_id}/users", window, _Users)).users
        except Refused as refused:
            log.warning("The support model names the PagerDuty schedule %s: %s", schedule_id, refused.code)
            return Schedule(name=schedule_id, read_at=now, until=until, unknown=True)
        emails = {user.id: user.email for user in users}
        shifts = tuple(
            Shift(person=emails.get(entry.user.id) or entry.user.id, starts=entry.start, ends=entry.end)
            for entry in found.final_schedule.rendered_schedule_entries
        )
        return Schedule(name=found.name, read_at=now, until=until, shifts=shifts)

    async def _get(self, path: str, window: dict[str, str], kind: type[Answer]) -> Answer:
        with measured(self._meter, "schedule"):
            await in_turn(self._limiter, self._meter, REST)
            with on_the_way("PagerDuty"):
                address = f"{self._url}/{path}"
                async with self._session.get(
                    address, params=window, headers=self._headers, allow_redirects=False
                ) as answer:
                    if answer.status != _OK:
                        raise await self._failure(answer)
                    return _understood(kind, await answer.read())

    async def _failure(self, answer: aiohttp.ClientResponse) -> CallFailed:
        if answer.status == TOO_MANY_REQUESTS:
            wait = _seconds(answer.headers.get("ratelimit-reset"))
            await self._limiter.pause(REST, None, wait)
            return NotNow(after=wait, why="PagerDuty takes no more just now", result="ratelimited")
        if answer.status in _LOCKED:
            return Locked(f"PagerDuty answered {answer.status}: PAGERDUTY_API_TOKEN may not read schedules")
        if answer.status == _NOT_FOUND:
            return Refused("PagerDuty has no such schedule", {})
        return Unknown(why=f"PagerDuty answered {answer.status}")


def _understood(kind: type[Answer], body: bytes) -> Answer:
    try:
        return kind.model_validate_json(body)
    except ValidationError as bad:
        raise Unknown(why=f"PagerDuty's answer is not understood ({bad.error_count()} places)") from None


def _seconds(text: Any) -> float:  # noqa: ANN401 - whatever a header holds
    try:
        return min(max(float(text), 1.0), _LONGEST_WAIT)
    except (TypeError, ValueError):
        return _LONGEST_WAIT
