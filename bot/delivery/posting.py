"""Messages as Slack takes them: posted with their key, edited whole, understood even when a block is refused."""

import logging

from bot.delivery.calls import Body, Refused
from bot.delivery.lookup import metadata
from bot.delivery.slack import Slack
from bot.rendering.drawn import Drawn

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""Answers that say that a message cannot be edited any more, so that a new one has to take its place."""

_BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})

log = logging.getLogger(__name__)


async def post(slack: Slack, channel: str, drawn: Drawn, key: str, *, thread: str | None = None) -> Body:
    """Post a message; enter a public channel first where Slack asks for that, and fall back to plain text."""
    body = {
        "channel": channel,
        "text": drawn.text,
        "blocks": list(drawn.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
        "parse": "none",
        "metadata": metadata(key),
    }
    if thread:
        body["thread_ts"] = thread
    try:
        return await slack.call("chat.postMessage", **body)
    except Refused as refused:
        if refused.code in _BAD_BLOCKS:
            log.error("Slack refused the blocks of %s (%s): posting its text alone", key, refused.body)  # noqa: TRY400
            body["blocks"] = []
        elif refused.code == "not_in_channel":
            await slack.call("conversations.join", channel=channel)
        else:
            raise
    return await slack.call("chat.postMessage", **body)


async def update(slack: Slack, channel: str, ts: str, drawn: Drawn) -> None:
    """Make a message show something else; `text` and `blocks` always go together."""
    await slack.call("chat.update", channel=channel, ts=ts, text=drawn.text, blocks=list(drawn.blocks), parse="none")
