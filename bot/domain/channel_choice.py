"""Which channel is right for how urgent something is, and which is wrong."""

from bot.domain.policy import Channel, Policy, SeverityId
from bot.domain.searching import found


def channels_for(policy: Policy, severity: SeverityId) -> tuple[Channel, ...]:
    """List the channels that are meant for a severity, in the model's order."""
    return tuple(channel for channel in policy.channels.values() if severity in channel.severities)


def is_wrong(channel: Channel, severity: SeverityId) -> bool:
    """Say whether a channel is meant for other severities than this one; a channel meant for none fits all."""
    return bool(channel.severities) and severity not in channel.severities


def misplaced(policy: Policy, severity: SeverityId, name: str) -> Channel | None:
    """Find the channel of the model that has this Slack name, if what is this bad does not belong there."""
    here = next((channel for channel in policy.channels.values() if channel.slack_name == name), None)
    return here if here and is_wrong(here, severity) else None


def channels_about(policy: Policy, text: str) -> tuple[Channel, ...]:
    """Find the channels for what somebody wants to say, the likeliest first."""
    return found(policy.channels.values(), text, lambda channel: channel.use_for)
