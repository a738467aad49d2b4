"""What several events tell of: lateness, and the message something came from."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey


@dataclass(frozen=True, kw_only=True)
class Late:
    """That something happens after its time, and since when until when Conn was away if that is why (UTC)."""

    due_at: datetime
    gone_at: datetime | None = None
    back_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Readers:
    """The people and channels of an audience; with `significant_only` they hear that, at once, and no routine word."""

    people: tuple[PersonId, ...] = ()
    channels: tuple[ChannelKey, ...] = ()
    significant_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The message an incident was declared from."""

    channel: ChannelId
    message: MessageTs
    text: str
