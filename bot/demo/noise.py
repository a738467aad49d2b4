"""How much a story's people were disturbed: what Conn posted in the incident's channel, and to whom privately."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox import Sandbox

_EVERYBODY = ("<!here", "<!channel", "<!everyone")


@dataclass(frozen=True, kw_only=True)
class Noise:
    """Messages that Conn posted, what it took back later included: each of them made somebody look.

    `pinged` are those of the channel that name somebody, and so ring at them as a private one does.
    """

    channel: int
    private: Counter[str]
    pinged: Counter[str]
    everybody: int

    def __str__(self) -> str:
        """Say it in a sentence."""
        people = sorted({*self.private, *self.pinged}, key=lambda who: -(self.private[who] + self.pinged[who]))
        each = ", ".join(f"{who} {self.private[who]} and {self.pinged[who]}" for who in people)
        return (
            f"{self.channel} messages in the channel. To each person, privately and by name there: {each}. "
            f"@here and @channel: {self.everybody}."
        )


def noise(sandbox: Sandbox, room: str) -> Noise:
    """Count it; `room` is the name of the incident's channel."""
    channel, posted = sandbox.channel(room).id, list(_posted(sandbox))
    inside = [text for where, text in posted if where == channel]
    people = sandbox.people()
    return Noise(
        channel=len(inside),
        private=Counter(one.name for one in people for where, _ in posted if where == one.dm.id),
        pinged=Counter(one.name for one in people for text in inside if one.mention in text),
        everybody=sum(any(word in text for word in _EVERYBODY) for _, text in posted),
    )


def _posted(sandbox: Sandbox) -> Iterator[tuple[str, str]]:
    """List what Conn posted: where, and its text."""
    for change in sandbox.log.changes("message_posted"):
        if change.by == sandbox.bot_user_id and not change.detail["subtype"]:
            yield str(change.channel), str(change.detail["text"])
