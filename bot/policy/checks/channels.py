"""Channels: what only one kind of them can do."""

from collections.abc import Iterator

from bot.domain.policy import ChannelKind, Policy
from bot.policy.errors import Path


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List what can't be so among the channels."""
    for channel in policy.channels.values():
        if channel.pages and channel.kind is not ChannelKind.PAGERDUTY:
            yield ("channels", channel.id, "pages"), "only a channel of the kind `pagerduty` rings phones"
