"""Writing domain values as JSON and reading them back, with their types checked."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.domain.effects import AnyMessage
from bot.domain.events import KINDS, Entry, Event
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.messages import MESSAGES
from bot.domain.model_messages import MODEL_MESSAGES
from bot.domain.rota.events import KINDS as DUTY_KINDS
from bot.domain.rota.events import DutyEntry, DutyEvent
from bot.domain.rota.messages import DUTY_MESSAGES

KNOWN_MESSAGES: dict[str, type[AnyMessage]] = {**MESSAGES, **DUTY_MESSAGES, **MODEL_MESSAGES}
"""Every message this code can send, by the name under which it is kept."""

FIRST_HASH = "0" * 64
"""What stands before the first entry of a log."""


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
"""Making one takes a millisecond, so each type's is made once."""


def written(value: object) -> dict[str, Any]:
    """Write a domain value as JSON's own types."""
    body: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return body


def incident_from(body: Mapping[str, Any]) -> Incident:
    """Read an incident back."""
    incident: Incident = _adapter(Incident).validate_python(body)
    return incident


def event_from(kind: str, payload: Mapping[str, Any]) -> Event:
    """Read an event back; KeyError for one that only newer code knows."""
    event: Event = _adapter(KINDS[kind]).validate_python(payload)
    return event


def duty_event_from(kind: str, payload: Mapping[str, Any]) -> DutyEvent:
    """Read an event of the log of duty back; KeyError for one that only newer code knows."""
    event: DutyEvent = _adapter(DUTY_KINDS[kind]).validate_python(payload)
    return event


def message_from(kind: str, payload: Mapping[str, Any]) -> AnyMessage:
    """Read a message back; KeyError for one that only newer code knows."""
    message: AnyMessage = _adapter(KNOWN_MESSAGES[kind]).validate_python(payload)
    return message


def entry_from(row: Row[Any]) -> Entry:
    """Read a log entry back."""
    return Entry(seq=row.seq, at=row.at, actor=row.actor, event=event_from(row.kind, row.payload))


def chained(incident: IncidentId, entry: Entry | DutyEntry, payload: Mapping[str, Any], previous: str) -> str:
    """Seal an entry together with all that came before: SHA-256, in hexadecimal, over one way to write it."""
    sealed = [
        previous,
        incident,
        entry.seq,
        entry.at.isoformat(),
        entry.actor,
        type(entry.event).__name__,
        payload,
    ]
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
