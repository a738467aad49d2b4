"""Signed HTTP requests: the other way in which Slack delivers, to the one address that the app gave.

https://docs.slack.dev/authentication/verifying-requests-from-slack, https://docs.slack.dev/apis/events-api
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.delivery import ACK_WITHIN, Deliveries
from bot.sandbox.errors import ImpossibleError
from bot.sandbox.log import Log
from bot.sandbox.manifest import Json

REDIRECTS = 2
NAME = "http"

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Requests:
    """The transport of HTTP; each payload is a request of its own, on a connection of its own."""

    def __init__(self, deliveries: Deliveries, log: Log, secret: str, is_up: Callable[[], bool]) -> None:
        """Sign with `secret`; nothing is sent while Slack itself is not up."""
        self._deliveries = deliveries
        self._log = log
        self._secret = secret.encode()
        self._is_up = is_up
        self._url = ""
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def verify(self, url: str, token: str) -> None:
        """Have an address echo a challenge, and deliver there from now on; ImpossibleError when it does not."""
        challenge = hashlib.sha256(f"{url}{time.monotonic()}".encode()).hexdigest()
        body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
        try:
            status, answer = await self._post(url, body, JSON)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ImpossibleError(f"{url} cannot be reached: {error!r}") from error
        echoed = answer.get("text", answer.get("challenge")) if isinstance(answer, dict) else None
        if status != 200 or echoed != challenge:  # noqa: PLR2004 - OK
            raise ImpossibleError(f"{url} did not respond with the value of the challenge parameter")
        self._url = url

    def forget(self) -> None:
        """Deliver nowhere until an address is verified again."""
        self._url = ""

    async def send(self, envelope: Json) -> str | None:
        """Send a request; what comes of it is told to the deliveries."""
        if not self._is_up() or not self._url:
            return None
        task = asyncio.create_task(self._deliver(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return NAME

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _deliver(self, envelope: Json) -> None:
        envelope_id = envelope["envelope_id"]
        body, content_type = _body(envelope)
        try:
            status, answer = await self._post(self._url, body, content_type, _retry(envelope))
        except _NoRetryError:
            self._deliveries.failed(envelope_id, "http_error", again=False)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._deliveries.failed(envelope_id, _reason(error))
        else:
            is_event = envelope["type"] == "events_api"
            if status >= 300 or (status != 200 and not is_event):  # noqa: PLR2004 - 2xx, and 200 alone
                self._deliveries.failed(envelope_id, "http_error")
            else:
                has_payload = answer is not None and not is_event  # nobody reads an answer to an event
                self._deliveries.acknowledged(envelope_id, answer, has_payload=has_payload)

    async def _post(
        self, url: str, body: bytes, content_type: str, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        signed = {**self._signature(body), "Content-Type": content_type, **(headers or {})}
        async with self._opened().post(url, data=body, headers=signed, max_redirects=REDIRECTS + 1) as response:
            text = await response.text()
            if response.status >= 300 and response.headers.get("X-Slack-No-Retry") == "1":  # noqa: PLR2004 - 2xx
                raise _NoRetryError
            return response.status, self._read(text, response.content_type)

    def _read(self, text: str, content_type: str) -> Any:  # noqa: ANN401 - whatever the app says
        """Take as JSON what says that it is, and as words what does not."""
        if not text:
            return None
        if content_type != JSON:
            return {"text": text}
        try:
            return json.loads(text)
        except ValueError:
            self._log.violated("malformed_ack", text[:200])
            raise

    def _signature(self, body: bytes) -> dict[str, str]:
        now = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:%s:%s" % (now.encode(), body), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}"}

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ACK_WITHIN),
                connector=aiohttp.TCPConnector(force_close=True),
                headers={
                    "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
                    "Accept": "application/json,*/*",
                },
            )
        return self._session


class _NoRetryError(Exception):
    """The app refused an event and wants no other attempt at it."""


def _body(envelope: Json) -> tuple[bytes, str]:
    payload = envelope["payload"]
    if envelope["type"] == "events_api":
        return json.dumps(payload).encode(), JSON
    fields = payload if envelope["type"] == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def _retry(envelope: Json) -> dict[str, str]:
    if not envelope.get("retry_attempt"):
        return {}
    return {"X-Slack-Retry-Num": str(envelope["retry_attempt"]), "X-Slack-Retry-Reason": envelope["retry_reason"]}


def _reason(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "timeout"
        case aiohttp.TooManyRedirects():
            return "too_many_redirects"
        case aiohttp.ClientSSLError():
            return "ssl_error"
        case aiohttp.ClientError():
            return "connection_failed"
        case _:
            return "unknown_error"
