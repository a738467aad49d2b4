"""One way to have PagerDuty ring phones: paced, never repeated by itself, and never telling a secret.

https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
"""

import aiohttp
from pydantic import BaseModel, SecretStr, ValidationError

from bot.delivery.calls import (
    SERVER_ERROR,
    TOO_MANY_REQUESTS,
    Body,
    Meter,
    NotNow,
    Refused,
    Unknown,
    in_turn,
    measured,
    on_the_way,
)
from bot.delivery.limiter import Limiter

EVENTS = "pagerduty.events"

_ACCEPTED = 202
_CLIENT_ERROR = 400
_THROTTLED = 10.0
"""Seconds to leave PagerDuty alone when it says that it is too much, since it does not say for how long."""

_LONGEST_REASON = 300


class Refusal(BaseModel):
    """What PagerDuty says of an event it does not take."""

    message: str = ""
    errors: list[str] = []


class Pager:
    """Sends events and turns every failure into what is known: refused, not sent, or perhaps sent."""

    def __init__(
        self, url: str, routing_key: SecretStr, session: aiohttp.ClientSession, limiter: Limiter, meter: Meter
    ) -> None:
        """Use a session that gives up in time; `limiter` is shared by everything that calls out."""
        self._url = url
        self._key = routing_key.get_secret_value()
        self._session = session
        self._limiter = limiter
        self._meter = meter

    async def send(self, event: Body) -> None:
        """Hand an event over; sent twice with the same `dedup_key` it does the same as once."""
        with measured(self._meter, str(event["event_action"])):
            await in_turn(self._limiter, self._meter, EVENTS)
            body = {**event, "routing_key": self._key}
            with on_the_way("PagerDuty"):
                async with self._session.post(self._url, json=body, allow_redirects=False) as answer:
                    if answer.status != _ACCEPTED:
                        raise await self._failure(answer)

    async def _failure(self, answer: aiohttp.ClientResponse) -> NotNow | Unknown | Refused:
        if answer.status == TOO_MANY_REQUESTS:
            await self._limiter.pause(EVENTS, None, _THROTTLED)
            return NotNow(after=_THROTTLED, why="PagerDuty takes no more just now", result="ratelimited")
        if not _CLIENT_ERROR <= answer.status < SERVER_ERROR:
            return Unknown(why=f"PagerDuty answered {answer.status}")
        return Refused(self._reason(await answer.text(errors="replace"), answer.status), {})

    def _reason(self, text: str, status: int) -> str:
        """Say PagerDuty's refusal in its own words, without the key should they quote it."""
        try:
            said = Refusal.model_validate_json(text)
        except ValidationError:
            return f"PagerDuty answered {status}"
        words = "; ".join(said.errors) or said.message or f"PagerDuty answered {status}"
        return words.replace(self._key, "…")[:_LONGEST_REASON]
