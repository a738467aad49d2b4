"""Writing domain values as JSON and reading them back, with their types checked."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row

from bot.domain.effects.effect import AnyMessage
from bot.domain.events import KINDS, Entry, Event
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.messages import MESSAGES, Sweep
from bot.domain.model_messages import MODEL_MESSAGES
from bot.domain.rota.events import KINDS as DUTY_KINDS
from bot.domain.rota.events import DutyEntry, DutyEvent
from bot.domain.rota.messages import DUTY_MESSAGES
from bot.domain.schedules import Schedule
from store.errors import Spoilt

log = logging.getLogger(__name__)

KNOWN_MESSAGES: dict[str, type[AnyMessage]] = {**MESSAGES, **DUTY_MESSAGES, **MODEL_MESSAGES, Sweep.__name__: Sweep}
"""Every message this code can send, by the name under which it is kept."""

FIRST_HASH = "0" * 64
"""What stands before the first entry of a log."""


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
"""Making one takes a millisecond, so each type's is made once."""


@contextmanager
def unless_spoilt(row: str) -> Iterator[None]:
    """Go on without a row that cannot be read back; which one is logged, and not what people wrote into it."""
    try:
        yield
    except Spoilt as why:
        log.error("%s cannot be read, and holds up no other: %s", row, why)  # noqa: TRY400 - as above


def written(value: object) -> dict[str, Any]:
    """Write a domain value as JSON's own types."""
    body: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return body


def incident_from(body: Mapping[str, Any]) -> Incident:
    """Read an incident back."""
    incident: Incident = _read(Incident, body)
    return incident


def event_from(kind: str, payload: Mapping[str, Any]) -> Event:
    """Read an event back; KeyError for one that only newer code knows."""
    event: Event = _read(KINDS[kind], payload)
    return event


def duty_event_from(kind: str, payload: Mapping[str, Any]) -> DutyEvent:
    """Read an event of the log of duty back; KeyError for one that only newer code knows."""
    event: DutyEvent = _read(DUTY_KINDS[kind], payload)
    return event


def message_from(kind: str, payload: Mapping[str, Any]) -> AnyMessage:
    """Read a message back; KeyError for one that only newer code knows."""
    message: AnyMessage = _read(KNOWN_MESSAGES[kind], payload)
    return message


def schedule_from(row: Row[Any]) -> Schedule:
    """Read a schedule back."""
    body = {"name": row.name, "read_at": row.read_at, "until": row.until, "shifts": row.shifts, "unknown": row.gone}
    schedule: Schedule = _adapter(Schedule).validate_python(body)
    return schedule


def entry_from(row: Row[Any]) -> Entry:
    """Read a log entry back."""
    return Entry(seq=row.seq, at=row.at, actor=row.actor, event=event_from(row.kind, row.payload))


def _read(kind: Any, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of whatever kind it is
    try:
        return _adapter(kind).validate_python(body)
    except ValidationError as wrong:
        places = ", ".join(".".join(map(str, error["loc"])) for error in wrong.errors())
        raise Spoilt(f"no {kind.__name__}: {places}") from None


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
