"""Taking back a second copy of a message whose first attempt turned up late."""

from datetime import timedelta

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.messages import Sweep

SWEPT_AFTER = timedelta(seconds=30)
"""How long Slack has to show what an attempt left whose answer was lost; two looks for it came before."""


def sweep(
    key: str, incident: IncidentId | None, channel: ChannelId, ts: MessageTs, thread: MessageTs | None = None
) -> Effect:
    """Have every message under this key taken back but the one at `ts`."""
    return Effect(
        key=f"{key}/sweep/{ts}",
        incident=incident,
        urgency=Urgency.DECORATION,
        message=Sweep(of=key, channel=channel, ts=ts, thread=thread),
        room_patience=SWEPT_AFTER,
    )
