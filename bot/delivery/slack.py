"""One way to call Slack: paced, never repeated by itself, and honest about what is not known afterwards."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.calls import (
    RATE_LIMIT,
    SERVER_ERROR,
    TOO_MANY_REQUESTS,
    Body,
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

_UNKNOWN_CODES = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_TOO_MUCH_IN_ALL = "message_limit_exceeded"
_RATE_CODES = frozenset({"ratelimited", "rate_limited", _TOO_MUCH_IN_ALL})
_LOCKED_CODES = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "accesslimited",
        "access_denied",
        "two_factor_setup_required",
        "team_access_not_granted",
        "missing_scope",
        "team_added_to_org",
        "org_login_required",
    }
)
_DEFAULT_RETRY = 5.0
_SHORTEST_RETRY = 1.0
_LONGEST_RETRY = 300.0

log = logging.getLogger(__name__)


class Slack:
    """Calls Web API methods within their limits and turns every failure into one of four kinds."""

    def __init__(self, client: AsyncWebClient, limiter: Limiter, meter: Meter) -> None:
        """Use a client that never retries by itself; `limiter` is shared by everything that calls Slack."""
        self._client = client
        self._limiter = limiter
        self._meter = meter
        self._me: Body | None = None
        self._locked: dict[str, str] = {}
        self._is_away = False

    async def me(self) -> Body:
        """Say who Conn is in this workspace (`user_id`, `bot_id`, `team_id`); asked of Slack once."""
        if self._me is None:
            self._me = await self.call("auth.test")
        return self._me

    async def call(self, method: str, **arguments: Any) -> Body:  # noqa: ANN401 - Slack's arguments are of any kind
        """Call `method`, or raise NotNow before anything is sent when its limit is reached."""
        with measured(self._meter, method):
            return await self._called(method, arguments)

    async def _called(self, method: str, arguments: dict[str, Any]) -> Body:
        channel = arguments.get("channel") if method == "chat.postMessage" else None
        await in_turn(self._limiter, self._meter, method, channel)
        try:
            with on_the_way("Slack"):
                response = await getattr(self._client, method.replace(".", "_"))(**arguments)
        except SlackApiError as error:
            self._is_away = False
            raise await self._failure(method, channel, error) from error
        except NotNow as away:
            self._said_away(away)
            raise
        self._is_away = False
        self._locked.pop(method, None)
        return dict(response.data)

    @property
    def is_away(self) -> bool:
        """Whether the last that was heard of Slack is that there is no way to it."""
        return self._is_away

    def rest(self, method: str) -> float:
        """Say how many seconds a thing that this method changed should stay so, as budgets go."""
        return self._limiter.rest(method)

    async def _failure(self, method: str, channel: str | None, error: SlackApiError) -> CallFailed:
        response = error.response
        body = getattr(response, "data", None)
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        code = body.get("error") if isinstance(body, dict) else None
        if status == TOO_MANY_REQUESTS or code in _RATE_CODES:
            after = _retry_after(getattr(response, "headers", {}))
            await self._limiter.pause(method, channel, after, everywhere=code == _TOO_MUCH_IN_ALL)
            why = f"{RATE_LIMIT}: Slack allows no more {method} just now"
            return NotNow(after=after, why=why, result="ratelimited")
        if code is None or status >= SERVER_ERROR or code in _UNKNOWN_CODES:
            return Unknown(why=f"Slack answered {code or status}")
        if code in _LOCKED_CODES:
            return self._locked_out(method, code, str(body.get("needed", "")) if isinstance(body, dict) else "")
        return Refused(code, body if isinstance(body, dict) else {})

    def _said_away(self, away: NotNow) -> None:
        """Tell the operator once what is between here and Slack: a name, a certificate, a network."""
        if not self._is_away:
            self._is_away = True
            log.warning("Slack cannot be reached; what waits for it is kept. %s", away.__cause__)

    def _locked_out(self, method: str, code: str, needed: str) -> Locked:
        """Tell the operator once; the same is answered again and again until it is mended."""
        if self._locked.get(method) != code:
            self._locked[method] = code
            wants = f" (scope {needed})" if needed else ""
            log.error(
                "Slack refuses %s: %s%s. What waits for it is kept; `doctor` names the mend.", method, code, wants
            )
        return Locked(code, needed=needed)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Read how long to wait: one second at least, five minutes at most; nonsense counts as five seconds."""
    text = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return min(max(float(text), _SHORTEST_RETRY), _LONGEST_RETRY) if text.isdecimal() else _DEFAULT_RETRY
