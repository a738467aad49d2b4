"""What the Events API v2 takes, and its words for what it does not.

https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

ACTIONS = ("trigger", "acknowledge", "resolve")
SEVERITIES = ("critical", "warning", "error", "info")
KEY_LENGTH = 32
LARGEST = 512 * 1024
"""Bytes of an event."""
LONGEST_SUMMARY = 1024
LONGEST_DEDUP_KEY = 255

_EVENT = {"routing_key", "event_action", "dedup_key", "payload", "images", "links", "client", "client_url"}
_PAYLOAD = {"summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details"}

Json = Mapping[str, Any]


def problems(event: Json, routing_key: str) -> list[str]:
    """List what is wrong with an event, each in PagerDuty's words."""
    return [*_key(event, routing_key), *_action(event), *_dedup_key(event), *_payload(event), *_links(event)]


def oddities(event: Json) -> list[str]:
    """List the fields that nobody reads."""
    payload = event.get("payload")
    inside = payload.keys() - _PAYLOAD if isinstance(payload, Mapping) else set()
    return sorted([*(event.keys() - _EVENT), *(f"payload.{name}" for name in inside)])


def _key(event: Json, routing_key: str) -> Iterator[str]:
    given = event.get("routing_key")
    if not isinstance(given, str) or not given.strip():
        yield "'routing_key' is missing or blank"
    elif len(given) != KEY_LENGTH:
        yield f"Length of 'routing_key' is incorrect (should be {KEY_LENGTH} characters)"
    elif given != routing_key:
        yield "Invalid routing key"


def _action(event: Json) -> Iterator[str]:
    if not event.get("event_action"):
        yield "'event_action' is missing or blank"
    elif event["event_action"] not in ACTIONS:
        yield "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')"


def _dedup_key(event: Json) -> Iterator[str]:
    given = event.get("dedup_key")
    if not given:
        if event.get("event_action") in ("acknowledge", "resolve"):
            yield "'dedup_key' is missing or blank"
    elif not isinstance(given, str):
        yield "'dedup_key' is not a string"
    elif len(given) > LONGEST_DEDUP_KEY:
        yield f"Length of 'dedup_key' is incorrect (should be at most {LONGEST_DEDUP_KEY} characters)"


def _payload(event: Json) -> Iterator[str]:
    if event.get("event_action") != "trigger":
        return
    payload = event.get("payload")
    if not isinstance(payload, Mapping):
        yield "'payload' is missing or blank"
        return
    for name in ("summary", "source", "severity"):
        if not isinstance(payload.get(name), str) or not payload[name].strip():
            yield f"'payload.{name}' is missing or blank"
    if len(str(payload.get("summary", ""))) > LONGEST_SUMMARY:
        yield f"Length of 'payload.summary' is incorrect (should be at most {LONGEST_SUMMARY} characters)"
    if payload.get("severity") and payload["severity"] not in SEVERITIES:
        yield "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"
    if "timestamp" in payload and not _is_moment(payload["timestamp"]):
        yield "'payload.timestamp' is invalid (must be an ISO 8601 timestamp)"
    for name in ("component", "group", "class"):
        if not isinstance(payload.get(name, ""), str):
            yield f"'payload.{name}' is not a string"
    if not isinstance(payload.get("custom_details", {}), Mapping):
        yield "'payload.custom_details' is not an object"


def _links(event: Json) -> Iterator[str]:
    links = event.get("links", [])
    if not isinstance(links, list):
        yield "'links' is not an array"
        return
    for place, link in enumerate(links):
        if not isinstance(link, Mapping) or not isinstance(link.get("href"), str) or not link["href"]:
            yield f"'links[{place}].href' is missing or blank"


def _is_moment(given: object) -> bool:
    try:
        return isinstance(given, str) and bool(datetime.fromisoformat(given))
    except ValueError:
        return False
