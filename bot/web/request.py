"""What every payload of Slack gets, however it came: a stopwatch, and its name on whatever is logged of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.trail import following
from bot.web.metrics import Metrics


@contextmanager
def answering(payload: Mapping[str, Any], metrics: Metrics) -> Iterator[None]:
    """Measure the answer to a payload, and have what is logged meanwhile bear the name that Slack gave it."""
    name = str(payload.get("event_id") or payload.get("trigger_id") or "")
    with metrics.answering(payload), following(name):
        yield
