"""Telling people: each message once, looked for before it is repeated, dropped when nobody needs it any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery import lookup, posting
from bot.delivery.calls import Locked, NotNow, Refused, Unknown
from bot.delivery.places import NoSuchPlace, Places
from bot.delivery.results import Done, Impossible, Needless, Result, of_failure, refusal
from bot.delivery.slack import Slack
from bot.domain.effects import still_wanted
from bot.domain.events import Entry, Event, Reminded, Undelivered
from bot.domain.incident import Incident
from bot.domain.messages import (
    AskForCommander,
    AskToHandOver,
    Message,
    Page,
    Redraw,
    Remind,
    Repeat,
    Retract,
    Say,
    Tell,
    Waiting,
    Welcome,
)
from bot.domain.policy import Policy
from bot.rendering.drawn import Drawn
from bot.rendering.messages import draw
from bot.rendering.scene import Scene
from store.outbox import Claim, Sent

WORTH_SAYING = timedelta(seconds=30)
"""A delivery delayed by less than this says nothing about it."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One message to deliver; `entry` is the log line it speaks of, `original` the message it changes.

    `overtaken` says that a later one waits to change the same message.
    """

    claim: Claim
    incident: Incident
    policy: Policy
    slack: Slack
    places: Places
    entry: Entry | None
    original: Sent | None
    overtaken: bool
    now: datetime

    @property
    def message(self) -> Message:
        """What is to be said."""
        return self.claim.effect.message


async def deliver(errand: Errand) -> Result:
    """Carry one message out, and say what became of it; never raises for anything Slack does."""
    try:
        match errand.message:
            case Retract():
                return await _retract(errand)
            case Redraw():
                return await _redraw(errand)
            case _:
                return await _send(errand)
    except (NotNow, Unknown, Locked) as failure:
        return of_failure(failure)
    except NoSuchPlace as nowhere:
        return Needless(why=str(nowhere))
    except Refused as refused:
        why = refusal(refused)
        page = errand.message if isinstance(errand.message, Page) else None
        return Impossible(why=why, events=_consequence(errand, why), unreached=page)


async def _send(errand: Errand) -> Result:
    channel, thread = await _address(errand)
    key = errand.claim.effect.key
    if errand.claim.unknown and (found := await lookup.message(errand.slack, channel, key, thread=thread)):
        return Done(remote={"channel": found.channel, "ts": found.ts})
    if why := still_wanted(errand.message, errand.incident):
        return Needless(why=why)
    posted = await posting.post(errand.slack, channel, _drawn(errand, errand.message), key, thread=thread)
    return Done(remote={"channel": posted["channel"], "ts": posted["ts"]})


async def _retract(errand: Errand) -> Result:
    remote = errand.original.remote if errand.original else None
    if remote is None:
        return Needless(why="there is nothing to take back")
    try:
        await errand.slack.call("chat.delete", channel=remote.channel, ts=remote.ts)
    except Refused as refused:
        if refused.code != "message_not_found":
            raise
    return Done(remote={"channel": remote.channel, "ts": remote.ts})


async def _redraw(errand: Errand) -> Result:
    original = errand.original
    if original is None or original.remote is None:
        return Needless(why="there is nothing to draw again")
    if errand.overtaken:
        return Needless(why="it is changed once more right after")
    remote = original.remote
    try:
        drawn = _drawn(errand, original.message)
        await posting.update(errand.slack, remote.channel, remote.ts, drawn)
    except Refused as refused:
        if refused.code not in posting.GONE:
            raise
    return Done(remote={"channel": remote.channel, "ts": remote.ts})


def _drawn(errand: Errand, message: Message) -> Drawn:
    waited = errand.now - errand.claim.created_at
    is_first = not isinstance(errand.message, Redraw)
    delay = waited if is_first and waited > WORTH_SAYING else None
    return draw(message, Scene(incident=errand.incident, policy=errand.policy, entry=errand.entry, delay=delay))


async def _address(errand: Errand) -> tuple[str, str | None]:
    match errand.message:
        case Repeat(channel=key):
            channel, _ = await errand.places.find(errand.policy, key)
            return channel, None
        case Page(person=person) | Welcome(person=person) | Waiting(person=person) | Tell(person=person):
            return person, None
        case AskToHandOver(person=person) if person is not None:
            return person, None
        case Remind() if errand.incident.room is None:
            return _who_owes(errand), None
        case Say() | Remind() | AskForCommander() | AskToHandOver() | Retract() | Redraw():
            room = errand.incident.room
            if room is None:
                raise LookupError(f"{errand.claim.effect.key} was claimed before its room was there")
            return room.channel, room.thread


def _who_owes(errand: Errand) -> str:
    event = errand.entry.event if errand.entry else None
    return event.people[0] if isinstance(event, Reminded) else errand.incident.acting


def _consequence(errand: Errand, why: str) -> tuple[Event, ...]:
    """Say who has to know that this message will never arrive."""
    key = errand.claim.effect.key
    match errand.message:
        case Remind(audience=audience):
            return (Undelivered(key=key, what=f"a reminder to update {audience}", why=why),)
        case AskToHandOver():
            return (Undelivered(key=key, what="the question whether command should be handed over", why=why),)
        case AskForCommander():
            return (Undelivered(key=key, what="the call for an incident commander", why=why),)
        case _:
            return ()
