"""Channels and audiences: what only one kind of channel can do, and who would hear nothing."""

from collections.abc import Iterator

from bot.domain.policy import ChannelKind, Policy
from bot.policy.errors import Path


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List what can't be so among the channels."""
    for channel in policy.channels.values():
        if channel.pages and channel.kind is not ChannelKind.PAGERDUTY:
            yield ("channels", channel.id, "pages"), "only a channel of the kind `pagerduty` rings phones"
    for audience, setting in policy.audiences.items():
        heard = setting.to or any(policy.channels[key].kind is ChannelKind.SLACK for key in setting.channels)
        if setting.significant_only and not heard:
            yield (
                ("audiences", audience, "significant_only"),
                "nobody hears it: name people in `to`, or a Slack channel",
            )
