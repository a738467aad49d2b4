"""Names for incident channels that Slack accepts, whatever script or signs a title is written in."""

import re
import unicodedata

from bot.domain.ids import IncidentId
from bot.domain.policy import SeverityId

LONGEST = 80  # https://docs.slack.dev/reference/methods/conversations.create
_SPARE = 4  # leaves room for a suffix when the name is taken


def slug(title: str) -> str:
    """Write a title with the letters, digits and hyphens a channel name may hold; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def channel_name(template: str, incident: IncidentId, title: str, severity: SeverityId, *, attempt: int = 1) -> str:
    """Fill the model's template; the title gives way to Slack's limit, and a second attempt gets a suffix."""
    filled = template.format(number=incident, slug=slug(title), severity=slug(severity))
    name = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_-]+", "-", filled.lower()))
    name = name[: LONGEST - _SPARE].strip("-_") or f"inc-{incident}"
    return name if attempt == 1 else f"{name}-{attempt}"
