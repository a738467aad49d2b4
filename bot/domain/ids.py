"""Names for the identifiers that cross module borders, so that one is never taken for another."""

from typing import NewType

IncidentId = NewType("IncidentId", int)
"""Counts incidents from 1; people read and type it as `INC-1`."""

ChannelId = NewType("ChannelId", str)
"""A Slack conversation: `C…`, `G…` or `D…`."""

MessageTs = NewType("MessageTs", str)
"""A message within its channel; Slack's time stamp, never ours."""

CONN = "conn"
"""The actor of what Conn does by itself, where a person's Slack id would stand."""


def label(incident: IncidentId) -> str:
    """Write an incident's id the way people say and type it."""
    return f"INC-{incident}"
