"""Telling people: each message once, looked for before it is repeated, dropped when nobody needs it any more."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery import lookup, posting
from bot.delivery.calls import Locked, NotNow, Refused, Unknown
from bot.delivery.lookup import NotSeenYet
from bot.delivery.places import NoSuchPlace, Places
from bot.delivery.results import PLACE_GONE, Done, Impossible, Later, Needless, Result, of_failure, refusal
from bot.delivery.slack import Slack
from bot.domain.effects.effect import AnyMessage
from bot.domain.effects.sweeping import SWEPT_AFTER
from bot.domain.ids import label
from bot.domain.messages import Redraw, Retract, Sweep
from bot.rendering.drawn import Drawn
from bot.rendering.lateness import Delay, HeldUp
from store.outbox import Claim, Sent

WORTH_SAYING = timedelta(seconds=30)
"""A delivery delayed by less than this says nothing about it."""


@dataclass(frozen=True, kw_only=True)
class Sending(ABC):
    """One message to deliver; `original` is the message it changes.

    `overtaken` says that a later one waits to change the same message, `held_up` for what it waited.
    """

    claim: Claim
    slack: Slack
    places: Places
    original: Sent | None
    overtaken: bool
    now: datetime
    held_up: HeldUp | None = None

    @property
    def message(self) -> AnyMessage:
        """What is to be said."""
        return self.claim.effect.message

    @property
    def about(self) -> str:
        """Which incident it is about, as people write it; empty for none."""
        number = self.claim.effect.incident
        return label(number) if number is not None else ""

    @property
    def delay(self) -> Delay | None:
        """How long it waited, if that is worth saying of a message that is said for the first time."""
        waited = self.now - self.claim.created_at
        is_late = waited > WORTH_SAYING and not isinstance(self.message, Redraw)
        return Delay(waited, self.held_up) if is_late else None

    @abstractmethod
    async def address(self) -> tuple[str, str | None]:
        """Say to which conversation it goes, and into which thread of it; NoSuchPlace when there is none."""

    @abstractmethod
    def drawn(self, message: AnyMessage) -> Drawn:
        """Draw it, or the message it changes, as things are now."""

    @abstractmethod
    def unwanted(self) -> str | None:
        """Why it should no longer go out; None while it should."""

    def lost(self, channel: str, refused: Refused) -> Result | None:  # noqa: ARG002 - for what has a room to lose
        """Say what follows when the conversation it goes to takes nothing any more; None when it is another refusal."""
        return None

    @abstractmethod
    def refused(self, why: str) -> Impossible:
        """Say who has to know that it will never arrive."""


async def deliver(sending: Sending) -> Result:
    """Carry one message out, and say what became of it; never raises for anything Slack does."""
    try:
        match sending.message:
            case Retract():
                return await _retract(sending)
            case Redraw():
                return await _redraw(sending)
            case Sweep() as sweep:
                return await _swept(sending, sweep)
            case _:
                return await _send(sending)
    except (NotNow, Unknown, Locked, NotSeenYet) as failure:
        return of_failure(failure)
    except NoSuchPlace as nowhere:
        return Needless(why=str(nowhere))
    except Refused as refused:
        return sending.refused(refusal(refused))


async def _send(sending: Sending) -> Result:
    channel, thread = await sending.address()
    try:
        return await _sent(sending, channel, thread)
    except Refused as refused:
        if (lost := sending.lost(channel, refused)) is None:
            raise
        return lost


async def _sent(sending: Sending, channel: str, thread: str | None) -> Result:
    key = sending.claim.effect.key
    if sending.claim.unknown:
        there = await lookup.message(sending.slack, channel, key, thread=thread)
        if found := lookup.seen(there, sending.claim.looks_left):
            return Done(remote={"channel": found.channel, "ts": found.ts})
    if why := sending.unwanted():
        return Needless(why=why)
    posted = await posting.post(sending.slack, channel, sending.drawn(sending.message), key, thread=thread)
    at = {"channel": posted["channel"], "ts": posted["ts"], "thread": thread}
    return Done(remote=at, again=sending.claim.unknown)


async def _retract(sending: Sending) -> Result:
    remote = sending.original.remote if sending.original else None
    if remote is None:
        return Needless(why="there is nothing to take back")
    try:
        await sending.slack.call("chat.delete", channel=remote.channel, ts=remote.ts)
    except Refused as refused:
        if refused.code not in {"message_not_found", *PLACE_GONE}:
            raise
    return Done(remote={"channel": remote.channel, "ts": remote.ts})


async def _swept(sending: Sending, sweep: Sweep) -> Result:
    """Take back every copy but the one that is known, when Slack has had the time to show a late one."""
    waited = sending.now - sending.claim.created_at
    if waited < SWEPT_AFTER:  # whatever waits for a room is let go with it
        return Later(after=(SWEPT_AFTER - waited).total_seconds(), why="a late copy may still turn up")
    try:
        found = [one async for one in lookup.messages(sending.slack, sweep.channel, sweep.of, thread=sweep.thread)]
        for copy in found:
            if copy.ts != sweep.ts:
                await sending.slack.call("chat.delete", channel=copy.channel, ts=copy.ts)
    except Refused as refused:
        if refused.code not in {"message_not_found", *PLACE_GONE}:
            raise
    return Done(remote={"channel": sweep.channel, "ts": sweep.ts})


async def _redraw(sending: Sending) -> Result:
    original = sending.original
    if original is None or original.remote is None:
        return Needless(why="there is nothing to draw again")
    if sending.overtaken:
        return Needless(why="it is changed once more right after")
    remote = original.remote
    try:
        await posting.update(sending.slack, remote.channel, remote.ts, sending.drawn(original.message))
    except Refused as refused:
        if refused.code not in {*posting.GONE, *PLACE_GONE}:
            raise
    return Done(remote={"channel": remote.channel, "ts": remote.ts})
