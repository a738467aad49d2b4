"""The guard before everything that comes by HTTP: nothing is read that Slack did not sign, and that not just now."""

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import ClientPayloadError, web
from slack_sdk.signature import SignatureVerifier

from bot.web.connection import SENT_WITHIN
from bot.web.payload import NotSlacks, read

LARGEST = 1024 * 1024
"""Bytes; the largest form that Slack sends is a quarter of it."""

FRESH = 300.0
"""Seconds: https://docs.slack.dev/authentication/verifying-requests-from-slack"""

LONGEST_TIMESTAMP = 12

CHALLENGE = "url_verification"
"""What Slack sends when somebody enters Conn's address: https://docs.slack.dev/reference/events/url_verification"""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

log = logging.getLogger(__name__)


class Guard:
    """Lets through what Slack signed; anything else is answered with a status, a word for why, and no deed."""

    def __init__(self, signing_secret: str, refused: Callable[[str], None]) -> None:
        """Check against this secret; `refused` is told in a word why something was turned away."""
        self._verifier = SignatureVerifier(signing_secret)
        self._refused = refused

    async def admitted(self, request: web.Request) -> dict[str, Any]:
        """Give the payload of a request, or raise the answer to one that must not come in."""
        try:
            body = await _body(request)
            self._check_signature(body, request)
            return _payload(body, request.content_type)
        except web.HTTPError as turned_away:
            self._refused(turned_away.reason)
            raise

    def _check_signature(self, body: bytes, request: web.Request) -> None:
        signature = request.headers.get("X-Slack-Signature", "")
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not self._is_slacks(body, signature, timestamp):
            raise _answer(web.HTTPUnauthorized, "not signed by Slack")
        age = time.time() - int(timestamp)
        if abs(age) > FRESH:
            log.warning("Slack signed a request %.0f s ago by this machine's clock, so it was refused", age)
            raise _answer(web.HTTPUnauthorized, "signed too long ago")

    def _is_slacks(self, body: bytes, signature: str, timestamp: str) -> bool:
        plain = signature.isascii() and timestamp.isascii()
        if not plain or not timestamp.isdigit() or len(timestamp) > LONGEST_TIMESTAMP:
            return False
        try:
            expected = self._verifier.generate_signature(timestamp=timestamp, body=body)
        except UnicodeDecodeError:
            return False
        return expected is not None and hmac.compare_digest(expected, signature)


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST:
        raise _too_large(request.content_length or 0)
    try:
        async with asyncio.timeout(SENT_WITHIN):
            return await request.read()
    except TimeoutError:
        raise _answer(web.HTTPRequestTimeout, "not sent in time") from None
    except web.HTTPRequestEntityTooLarge:
        raise _too_large(LARGEST + 1) from None
    except (ConnectionError, ClientPayloadError):
        raise _answer(web.HTTPBadRequest, "broken off") from None


def _payload(body: bytes, content_type: str) -> dict[str, Any]:
    """Read what Slack sends: events as JSON, commands as a form, everything else as JSON in a form's `payload`."""
    if content_type not in (JSON, FORM):
        raise _answer(web.HTTPBadRequest, "neither JSON nor a form")
    text = body.decode()
    form = {} if content_type == JSON else dict(parse_qsl(text, keep_blank_values=True))
    if form and "payload" not in form:
        return _read(form)
    try:
        payload = json.loads(form.get("payload", text))
    except (ValueError, RecursionError):
        payload = None
    if not isinstance(payload, dict):
        raise _answer(web.HTTPBadRequest, "not a payload of Slack's")
    return payload if payload.get("type") == CHALLENGE else _read(payload)


def _read(payload: dict[str, Any]) -> dict[str, Any]:
    try:
        return read(payload)
    except NotSlacks as why:
        log.warning("A payload that Slack signed was refused: %s", why)
        raise _answer(web.HTTPBadRequest, "not a payload of Slack's") from None


def _answer(kind: type[web.HTTPError], why: str) -> web.HTTPError:
    return kind(reason=why, text=json.dumps({"error": why}), content_type=JSON)


def _too_large(size: int) -> web.HTTPError:
    why = "too large"
    return web.HTTPRequestEntityTooLarge(
        max_size=LARGEST, actual_size=size, reason=why, text=json.dumps({"error": why}), content_type=JSON
    )
