"""What may stand in a message: the checks every way of posting shares."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks import problems
from bot.sandbox.changes import Content
from bot.sandbox.errors import SlackError, invalid_arguments

# https://docs.slack.dev/reference/methods/chat.postMessage and chat.update
POSTED_TEXT = 40_000
UPDATED_TEXT = 4_000
ATTACHMENTS = 100
METADATA_BYTES = 8_000  # not published; the figure often quoted
MARKDOWN_TEXT = 12_000


def content(given: Mapping[str, Any], *, longest: int = POSTED_TEXT) -> Content:
    """Check what a message is to say; `given` holds structured values, not JSON text."""
    text = str(given.get("text") or "")
    blocks = given.get("blocks") or []
    attachments = given.get("attachments") or []
    if markdown := given.get("markdown_text"):
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(str(markdown)) > MARKDOWN_TEXT:
            raise SlackError("msg_too_long")
        text = str(markdown)
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if len(text) > longest:
        raise SlackError("msg_too_long")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if found := problems(blocks, "message"):
        raise invalid_arguments(*found, code="invalid_blocks")
    return Content(
        text=text,
        blocks=tuple(blocks),
        attachments=tuple(attachments),
        metadata=_metadata(given.get("metadata")),
    )


def _metadata(metadata: object) -> dict[str, Any] | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata
